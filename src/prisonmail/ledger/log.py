"""Everything that happened in a ledger, read event by event."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import ClassVar

from prisonmail.codes import Code
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import PAGE, Database, Row, read_rows
from prisonmail.ledger.record_rows import read_happening
from prisonmail.ledger.records import Happening
from prisonmail.system.record import Record

_END = 2**63 - 1
"""Above the number of any event."""


class Selection(Record, frozen=True):
    """Which events are wanted; None wants them all."""

    withheld: ClassVar[tuple[str, ...]] = ("by",)

    since: datetime | None = None
    code: Code | None = None
    batch_id: str | None = None
    """With a code, its batch: what happened to all of that happened to the code too."""
    kind: EventKind | None = None
    by: str | None = None
    """Who made the check or was at the keyboard, in full, whether in capitals or not."""


def find_batch_of(database: Database, code: Code) -> str | None:
    """Return the name of the batch of a code, or None if it was not issued."""
    row = database.fetch_one(statements.BATCH_OF_CODE, {"code": code})
    return str(row["batch_id"]) if row else None


def read_log(database: Database, wanted: Selection, most: int | None = None) -> Iterator[Happening]:
    """Go through events, the oldest first, and at most so many of the newest.

    Only within a snapshot. Raises InputMissing if one was changed by hand.
    """
    only, values = _select(wanted)
    if most is None:
        rows = read_rows(database, statements.write_log(only), "number", values)
        return map(read_happening, _keep(rows, wanted.by))
    rows = _read_back(database, statements.write_log_back(only), values)
    newest = [read_happening(row) for row in islice(_keep(rows, wanted.by), most)]
    return reversed(newest)


def _select(wanted: Selection) -> tuple[list[str], dict[str, object]]:
    """Return conditions, and their values."""
    only, values = list[str](), dict[str, object]()
    if wanted.since:
        only.append("at >= :since")
        values["since"] = wanted.since.isoformat()
    if wanted.kind:
        only.append("kind = :kind")
        values["kind"] = wanted.kind.value
    if wanted.batch_id:
        only.append(statements.OF_CODE if wanted.code else statements.OF_BATCH)
        values["batch_id"] = wanted.batch_id
    elif wanted.code:
        only.append("events.code = :code")
    if wanted.code:
        values["code"] = wanted.code
    return only, values


def _read_back(database: Database, statement: str, values: dict[str, object]) -> Iterator[Row]:
    """Go through rows page by page, the newest first."""
    before = _END
    while page := database.fetch_all(statement, {**values, "before": before, "page": PAGE}):
        yield from page
        before = page[-1]["number"]


def _keep(rows: Iterable[Row], by: str | None) -> Iterator[Row]:
    """Keep what a person checked or did: no database compares all capitals alike."""
    name = _fold(by)
    if not name:
        return iter(rows)
    return (row for row in rows if name in map(_fold, (row["checked_by"], row["operator"])))


def _fold(name: str | None) -> str | None:
    return name and name.strip().casefold()
