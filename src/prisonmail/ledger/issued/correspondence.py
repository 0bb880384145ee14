"""What was written to whom: letters found again by person, by text and by what became of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.system.record import Record

_AT_ONCE = 500
"""Numbers or days asked for with one statement."""


class Trace(Record, frozen=True):
    """What a letter is looked for by."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "prison_number", "reference")

    code: Code
    name: str
    prison_number: str | None
    reference: str


class Written(Record, frozen=True):
    """A letter that was written to somebody."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "prison_number", "born", "prison", "prison_name")

    code: Code
    name: str
    prison_number: str | None
    born: str | None
    """ISO 8601."""
    prison: str
    prison_name: str
    issued_at: datetime
    expires_at: datetime
    is_cancelled: bool
    is_checked: bool
    batch_id: str = ""
    event: int = 0
    """The event that recorded it: of two letters of one second it tells which came first."""

    def is_good(self, now: datetime) -> bool:
        """Check whether a mailroom that asks now would still be told to deliver it."""
        return not self.is_cancelled and not self.is_checked and now <= self.expires_at


class Ordered(Record, frozen=True):
    """What an order with a key has led to."""

    batch_id: str
    list_digest: str | None
    """None once its people are erased."""


class Correspondence:
    """The letters of a ledger, by those they were written to. None whose people are erased."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_traces(self) -> Iterator[Trace]:
        """Go through all letters, the oldest first; only within a snapshot."""
        for row in self._database.stream(statements.TRACES):
            code = Code(row["code"])
            yield Trace(code, row["name"], row["prison_number"], row["reference"])

    def find_by_number(self, numbers: Iterable[str]) -> Iterator[Written]:
        """Return the letters to people with some prison numbers."""
        return self._find(statements.BY_NUMBER, numbers)

    def find_by_code(self, codes: Iterable[Code]) -> Iterator[Written]:
        """Return the letters that have some codes."""
        return self._find(statements.BY_CODE, codes)

    def find_by_birth(self, days: Iterable[str], *, unnumbered: bool) -> Iterator[Written]:
        """Return the letters to people born on some days, in ISO 8601.

        Or only the unnumbered ones, whose people have no prison number.
        """
        return self._find(statements.BY_BIRTH_ALONE if unnumbered else statements.BY_BIRTH, days)

    def find_order(self, key: str) -> Ordered | None:
        """Return what was issued by an order with a key; None if none was."""
        row = self._database.fetch_one(statements.FIND_ORDER, {"order_key": key})
        return Ordered(row["id"], row["list_digest"]) if row else None

    def count_before(self, moment: datetime) -> int:
        """Return how many letters issued before a moment are not erased."""
        its = {"before": moment.isoformat()}
        (row,) = self._database.fetch_all(statements.COUNT_BEFORE, its)
        return int(row["letters"])

    def list_batches_to_chase(self, before: datetime) -> list[str]:
        """Return the batches issued before a moment with letters that nobody checked or cancelled.

        The oldest comes first.
        """
        its = {"before": before.isoformat()}
        return [row["id"] for row in self._database.fetch_all(statements.TO_CHASE, its)]

    def _find(self, condition: str, wanted: Iterable[str]) -> Iterator[Written]:
        remaining = iter(wanted)
        while some := list(islice(remaining, _AT_ONCE)):
            values = {f"wanted{number}": each for number, each in enumerate(some)}
            statement = statements.write_find_written(condition, len(some))
            yield from map(_read_written, self._database.fetch_all(statement, values))


def _read_written(row: Row) -> Written:
    return Written(
        code=Code(row["code"]),
        name=row["name"],
        prison_number=row["prison_number"],
        born=row["date_of_birth"],
        prison=row["prison"],
        prison_name=row["prison_name"],
        issued_at=datetime.fromisoformat(row["issued_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        is_cancelled=row["cancelled"] is not None,
        is_checked=row["first_check"] is not None,
        batch_id=row["batch_id"],
        event=row["number"] or 0,
    )
