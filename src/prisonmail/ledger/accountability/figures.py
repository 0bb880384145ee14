"""Counts of letters and checks, made by the database. Letters whose people are erased count too."""

from collections.abc import Iterator
from datetime import date, datetime

from prisonmail.ledger.database import accountability_statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.ledger.record_rows import read_senders, refuse_damaged
from prisonmail.ledger.verdicts import Verdict
from prisonmail.system import clock
from prisonmail.system.record import Record


class LetterFigures(Record, frozen=True):
    """How many letters there are, and where each of their codes stands. They add up."""

    letters: int = 0
    checked: int = 0
    unchecked: int = 0
    """Still good, and not checked."""
    expired: int = 0
    """Never checked while it was good."""
    cancelled: int = 0

    def plus(self, other: "LetterFigures") -> "LetterFigures":
        """Return the sum of both.

        >>> LetterFigures(3, checked=2).plus(LetterFigures(1, expired=1)).letters
        4
        """
        return LetterFigures(
            self.letters + other.letters,
            self.checked + other.checked,
            self.unchecked + other.unchecked,
            self.expired + other.expired,
            self.cancelled + other.cancelled,
        )


class LetterGroup(Record, frozen=True):
    """The letters of one signatory to one prison with one marking."""

    signatory: str
    prison: str
    prison_name: str
    marking: str
    figures: LetterFigures


class CheckGroup(Record, frozen=True):
    """The checks of one hour that had one verdict, of letters to one prison."""

    day: date
    """In the UK."""
    prison_name: str | None
    """None if it was no code of this ledger."""
    verdict: Verdict
    checks: int


class Figures:
    """What a ledger has to account for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_letters(
        self, first: datetime, last: datetime, now: datetime
    ) -> Iterator[LetterGroup]:
        """Count the letters issued from one moment to another, by where they stand now.

        Raises InputMissing at what no prisonmail has written.
        """
        its = {"first": first.isoformat(), "last": last.isoformat(), "now": now.isoformat()}
        yield from map(
            _read_letters, self._database.fetch_all(accountability_statements.COUNT_LETTERS, its)
        )

    def count_checks(self, first: datetime, last: datetime) -> Iterator[CheckGroup]:
        """Count the checks made from one moment to another, whenever the letters were issued.

        Raises InputMissing at what no prisonmail has written.
        """
        its = {"first": first.isoformat(), "last": last.isoformat()}
        yield from map(
            _read_checks, self._database.fetch_all(accountability_statements.COUNT_CHECKS, its)
        )

    def count_verdicts(self, after: int) -> tuple[int, dict[str, int]]:
        """Count the checks beyond the event of a number, by verdict.

        Return with them the number of the last one, from which to go on.
        """
        rows = self._database.fetch_all(accountability_statements.COUNT_VERDICTS, {"after": after})
        last = max((int(row["last"]) for row in rows), default=after)
        return last, {row["detail"]: int(row["checks"]) for row in rows}


@refuse_damaged
def _read_letters(row: Row) -> LetterGroup:
    letters, checked, expired, cancelled = map(
        int, (row["letters"], row["checked"], row["expired"], row["cancelled"])
    )
    unchecked = letters - checked - expired - cancelled
    figures = LetterFigures(letters, checked, unchecked, expired, cancelled)
    sender, others = read_senders(row["sender"])
    signatory = others[row["signatory"]] if row["signatory"] else sender
    return LetterGroup(signatory.name, row["prison"], row["prison_name"], row["marking"], figures)


@refuse_damaged
def _read_checks(row: Row) -> CheckGroup:
    hour = datetime.fromisoformat(f"{row['hour']}+00:00")
    verdict = Verdict(row["detail"])
    return CheckGroup(clock.uk_date(hour), row["prison_name"], verdict, int(row["checks"]))
