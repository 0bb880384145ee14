"""Erases people from a ledger: all from before a day; or one, and seals those who are left anew."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NoReturn

from prisonmail.codes import Code, format_code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.chain.batch_seals import erase_from_batch
from prisonmail.ledger.chain.entries import remove_entry
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.series import Series, begin_series
from prisonmail.ledger.chain.vouching import gather_keys
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import accountability_statements, statements
from prisonmail.ledger.database.database import Database, Rewriting, Values, persist
from prisonmail.ledger.database.docket_statements import ERASE_ADDRESSEES
from prisonmail.ledger.database.schema import PERSONAL_TABLES
from prisonmail.ledger.desk.received_dockets import ReceivedDockets
from prisonmail.ledger.issued.correspondence import Correspondence, Written
from prisonmail.ledger.records import Purge
from prisonmail.system import clock


class Erasing:
    """What a ledger forgets."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch
        self._received = ReceivedDockets(database, watch)

    @property
    def is_partial(self) -> bool:
        """Whether people of received dockets are held too, whom only a purge erases."""
        return self._database.fetch_one(accountability_statements.ANY_ADDRESSEE) is not None

    def erase(
        self, codes: Sequence[Code], entries: Sequence[str], at: datetime
    ) -> tuple[Rewriting, ...]:
        """Erase the people of some letters and entries of the address book, all or none.

        Return where their bytes may lie still. Raises WrongUsage if a code is still good,
        LedgerWentBack, and InputMissing if one is erased already or its batch was changed by hand.
        """

        def erase() -> None:
            with begin_series(self._database, self._watch) as series:
                self._erase_letters(series, codes, at)
                self._erase_entries(series, entries, at)

        persist(self._database, erase)
        return tuple(self._database.rewrite(PERSONAL_TABLES))

    def purge(self, before: date, now: datetime) -> Purge:
        """Erase the personal fields of what was issued or checked before a UK day.

        Codes, dates, verdicts and the chain of events stay. Raises WrongUsage, and erases nothing,
        if codes among these are still good.
        """
        its = {"before": clock.start_of_day(before).isoformat(), "now": now.isoformat()}

        def erase(turn: Turn) -> tuple[int, int]:
            self._refuse_if_good(its)
            self._received.refuse_if_good(before, now)
            letters = self._database.execute(accountability_statements.ERASE_RECIPIENTS, its)
            letters += self._database.execute(ERASE_ADDRESSEES, its)
            events = self._database.execute(accountability_statements.ERASE_REMARKS, its)
            self._database.execute(accountability_statements.ERASE_DIGESTS, its)
            self._database.execute(accountability_statements.ERASE_PEOPLE, its)
            turn.record(EventKind.PURGED, its["now"], detail=its["before"])
            return letters, events

        letters, events = record(self._database, self._watch, erase)
        # after the commit, for no database does it within one; and all of it each time, for what
        # was erased by a purge that was interrupted may still be there
        rewritten = tuple(self._database.rewrite(PERSONAL_TABLES))
        return Purge(letters, events, rewritten)

    def _refuse_if_good(self, its: Values) -> None:
        row = self._database.fetch_one(accountability_statements.STILL_GOOD, its)
        if row and row["batches"]:
            day = clock.uk_date(datetime.fromisoformat(row["first"]))
            raise WrongUsage(
                f"Letters issued on {clock.long_date(day)} are still good: a mailroom may ask for "
                "whom they are.",
                f"Give that day, or an earlier one: --before {day.isoformat()}",
            )

    def _erase_letters(self, series: Series, codes: Sequence[Code], at: datetime) -> None:
        letters = list(Correspondence(self._database).find_by_code(codes))
        if len(letters) < len(codes):
            _refuse_erased()
        refuse_good(letters, at)
        keys, apart = gather_keys(self._database), self._watch.make_key(self._database)
        for batch in sorted({each.batch_id for each in letters}):
            its = [each.code for each in letters if each.batch_id == batch]
            seal = erase_from_batch(self._database, keys, batch, its, apart)
            for code in its:
                with series.turn() as turn:
                    when = at.isoformat()
                    turn.record(EventKind.ERASED, when, batch_id=batch, code=code, detail=seal)

    def _erase_entries(self, series: Series, entries: Sequence[str], at: datetime) -> None:
        for entry in entries:
            if self._database.fetch_one(statements.FIND_ENTRY, {"id": entry}) is None:
                _refuse_erased()
            with series.turn() as turn:
                remove_entry(turn, entry, at.isoformat())


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
        "Wait until then; or, if they must not be delivered, cancel each with: prisonmail cancel "
        f"--reason TEXT {last.code}",
    )


def _refuse_erased() -> NoReturn:
    raise InputMissing(
        "Somebody has erased this person meanwhile, or a part. Nothing was erased.", "Run it again."
    )
