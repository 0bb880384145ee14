"""What is known of codes while one transaction lasts, and how questions about them are judged."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from prisonmail.codes import Code
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.desk.checking import Judge, Question
from prisonmail.ledger.desk.received_dockets import ReceivedDockets
from prisonmail.ledger.record_rows import find_letter, look_letters_up
from prisonmail.ledger.records import AnnouncedLetter, Check, IssuedLetter
from prisonmail.ledger.senders.known_senders import Senders
from prisonmail.ledger.verdicts import CodeState, SenderStanding, judge
from prisonmail.system.record import replace


class KnownCodes:
    """Codes of the own ledger, and those that dockets announce.

    Senders and rules are looked up once, since they change only by an event of their own.
    """

    def __init__(
        self,
        database: Database,
        dockets: ReceivedDockets,
        senders: Senders,
        find_own_prison: Callable[[], str],
    ) -> None:
        self._database = database
        self._dockets = dockets
        self._may_send = cache(senders.may_send)
        self._find_own_prison = cache(find_own_prison)

    def find(self, code: Code) -> tuple[CodeState | None, IssuedLetter | AnnouncedLetter | None]:
        """Return what is known of a code: as the own ledger has it, else as dockets have it.

        Raises InputMissing if that was changed by hand.
        """
        return self._find(code, partial(find_letter, self._database))

    def look_up(self, codes: Sequence[Code]) -> Judge:
        """Look the letters of codes up at once, and return what judges questions about these."""
        find_own = look_letters_up(self._database, codes)

        def judge_one(asked: Question) -> Check:
            state, found = self._find(asked.code, find_own)
            here = self.name_prisons(asked.at_prison)
            draw, more = asked.draw(), asked.more_checks
            return Check(judge(state, asked.at, draw, more_checks=more, at_prisons=here), found)

        return judge_one

    def name_prisons(self, at_prison: str | None) -> list[str]:
        """Return the prisons where a check is made: the one that is named, and the desk's own."""
        return [each for each in (at_prison, self._find_own_prison()) if each]

    def _find(
        self, code: Code, find_own: Callable[[Code], IssuedLetter | None]
    ) -> tuple[CodeState | None, IssuedLetter | AnnouncedLetter | None]:
        found = find_own(code) or self._dockets.find(code)
        if found is None:
            return self._dockets.find_withdrawn(code), None
        state = found.state
        if state.standing == SenderStanding.ACCEPTED and not self._may_send(found.cjsm_address):
            state = replace(state, standing=SenderStanding.SUSPENDED)
        return state, found
