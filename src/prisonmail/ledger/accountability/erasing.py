"""Erases one person from a ledger: their rows are removed, and those who are left sealed anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from prisonmail.codes import Code, format_code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.chain.batch_seals import erase_from_batch
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.recording import record_all
from prisonmail.ledger.chain.vouching import gather_keys
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.correspondence import Correspondence, Written
from prisonmail.ledger.database.database import Database, Rewriting
from prisonmail.ledger.database.schema import PERSONAL_TABLES
from prisonmail.system import clock


class Erasing:
    """What a ledger forgets of one person."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def erase(self, codes: Sequence[Code], at: datetime) -> tuple[Rewriting, ...]:
        """Erase the people of some letters, all or none; return where their bytes may lie still.

        Raises WrongUsage if a code is still good, LedgerWentBack, and InputMissing if a letter is
        erased already or its batch was changed by hand.
        """
        record_all(self._database, self._watch, lambda turn: self._erase(codes, at))
        return tuple(self._database.rewrite(PERSONAL_TABLES))

    def _erase(self, codes: Sequence[Code], at: datetime) -> list[partial[None]]:
        letters = list(Correspondence(self._database).find_by_code(codes))
        if len(letters) < len(codes):
            raise InputMissing(
                "Somebody has erased this person meanwhile, or a part.", "Run it again."
            )
        refuse_good(letters, at)
        keys, apart = gather_keys(self._database), self._watch.make_key(self._database)
        events = list[partial[None]]()
        for batch in sorted({each.batch_id for each in letters}):
            its = [each.code for each in letters if each.batch_id == batch]
            seal = erase_from_batch(self._database, keys, batch, its, apart)
            events += [_event(at, batch, code, seal) for code in its]
        return events


def refuse_good(letters: Iterable[Written], now: datetime) -> None:
    """Raise WrongUsage if a mailroom may still ask for whom a letter is."""
    good = [each for each in letters if each.is_good(now)]
    if not good:
        return
    last = max(good, key=lambda each: each.expires_at)
    until = clock.long_date(clock.uk_date(last.expires_at))
    codes = ", ".join(format_code(each.code) for each in good)
    raise WrongUsage(
        f"Letters to this person are still good, the last of them until {until}: a mailroom may "
        f"ask for whom they are. Codes: {codes}.",
        "Wait until then; or, if they are not to be delivered, cancel each with: prisonmail cancel "
        f"{last.code} --reason TEXT",
    )


def _event(at: datetime, batch: str, code: Code, seal: str) -> "partial[None]":
    return partial(_record, at=at.isoformat(), batch=batch, code=code, seal=seal)


def _record(turn: Turn, *, at: str, batch: str, code: Code, seal: str) -> None:
    turn.record(EventKind.ERASED, at, batch_id=batch, code=code, detail=seal)
