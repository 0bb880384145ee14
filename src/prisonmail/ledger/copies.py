"""Copies a whole ledger: into another database, or to JSON Lines and back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from typing import Any, BinaryIO

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.chain.audit import find_chain_faults
from prisonmail.ledger.chain.vouching import gather_keys
from prisonmail.ledger.database.database import PAGE, Database, Row
from prisonmail.ledger.database.schema import COLUMNS, STEPS, TABLES
from prisonmail.system.late_pattern import compile_late

_KEYS = {
    "ledger": "version",
    "batches": "id",
    "letters": "batch_id, sheet",
    "recipients": "batch_id, sheet",
    "events": "number",
    "remarks": "event",
    "heads": "number, sealed_by",
    "people": "id",
    "dockets": "event",
    "announced": "docket, place",
    "addressees": "docket, place",
    "withdrawals": "docket, code",
}
"""How the rows of each table are ordered, so that equal ledgers make equal copies."""
_NUMBERS = frozenset(
    "version events size random_check sheet line first_check cancelled number event serial docket "
    "place".split()
)
"""The columns that hold whole numbers; the others hold text."""
_LARGEST = 2**63
_UNSTORABLE = compile_late("[\x00\ud800-\udfff]")
_FORMAT = "prisonmail ledger"
_ADDED: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    2: {"ledger": ("id",)},
    3: {"recipients": ("barcode",)},
    4: {
        "remarks": ("operator", "machine"),
        "batches": ("order_key",),
        "people": COLUMNS["people"],
    },
    5: {
        "letters": ("signatory",),
        **{each: COLUMNS[each] for each in ("dockets", "announced", "addressees", "withdrawals")},
    },
}
"""Columns that each version added to the tables of the one before."""

TableRow = tuple[str, dict[str, Any]]
"""A table's name and one of its rows."""


def read_all(database: Database) -> Iterator[TableRow]:
    """Go through all rows of all tables as they are now, even while others write."""
    with database.snapshot():
        for table in TABLES:
            for row in read_table(database, table):
                yield table, dict(row)


def read_table(database: Database, table: str) -> Iterator[Row]:
    """Go through all rows of a table; only within a snapshot."""
    columns = ", ".join(COLUMNS[table])
    return database.stream(f"SELECT {columns} FROM {table} ORDER BY {_KEYS[table]}")  # noqa: S608 - our own names


def write_json_lines(database: Database, file: BinaryIO, handling: str) -> int:
    """Write everything, one JSON object a line; return the number of rows.

    The first line has the marking of how it is to be handled, if there is one.
    """
    count = 0
    marked = {"handling": handling} if handling else {}
    file.write(_to_json({"format": _FORMAT, "version": len(STEPS), **marked}))
    for table, row in read_all(database):
        file.write(_to_json({"table": table, **row}))
        count += 1
    file.write(_to_json({"rows": count}))
    return count


def read_json_lines(file: Iterable[str], name: str) -> Iterator[TableRow]:
    """Read back what `write_json_lines` wrote, now or in an earlier version.

    Raises InputMissing if it is incomplete.
    """
    numbered = (_read_object(line, number, name) for number, line in enumerate(file, start=1))
    first = next(numbered, {})
    _refuse_newer(first, name)
    version: Any = first.get("version")
    if first.get("format") != _FORMAT or version not in range(1, len(STEPS) + 1):
        raise InputMissing(
            f"{name} is not an export of a ledger of version {len(STEPS)}.",
            "Make one with: prisonmail ledger export FILE",
        )
    count, promised, own = 0, None, 0
    for each in numbered:
        table = each.pop("table", None)
        promised = each.get("rows")
        if table is not None:
            own += table == "ledger"
            if own > 1 or not _is_row(table, each, version):
                raise InputMissing(f"{name} has rows that no ledger of this version has.")
            count += 1
            yield table, each
    if promised != count or own != 1:
        raise InputMissing(f"{name} is incomplete: its last lines are missing.")


def _refuse_newer(first: dict[str, Any], name: str) -> None:
    version = first.get("version")
    if first.get("format") == _FORMAT and isinstance(version, int) and version > len(STEPS):
        raise InputMissing(
            f"{name} was made by a newer prisonmail (ledger version {str(version)[:20]}; "
            f"this one knows {len(STEPS)}).",
            "Install the newer prisonmail on this machine too.",
        )


def _is_row(table: object, row: dict[str, Any], version: int) -> bool:
    """Check whether a row has the columns of its table, and in them what a ledger can hold."""
    columns = _columns_of(table, version) if isinstance(table, str) else None
    if not columns or tuple(row) != columns or row.get("version", version) != version:
        return False
    return all(_is_cell(column, cell) for column, cell in row.items())


def _is_cell(column: str, cell: object) -> bool:
    if cell is None:
        return True
    if column in _NUMBERS:
        return type(cell) is int and abs(cell) < _LARGEST
    # a database takes no half of a character, and PostgreSQL no NUL
    return isinstance(cell, str) and not _UNSTORABLE.search(cell)


def fill(database: Database, rows: Iterable[TableRow]) -> int:
    """Put all rows into a new ledger and examine it; return their number.

    Raises OutputRefused if the ledger is in use already, and InputMissing if something is wrong
    with the rows; the ledger is then unchanged.
    """
    with database.exclusive():
        head = database.fetch_one("SELECT events, id FROM ledger")
        if head is None or head["events"]:
            raise OutputRefused(
                f"The ledger {database.name} is in use already.", "Import into a new one."
            )
        own = {"version": len(STEPS), "id": head["id"]}
        database.execute("DELETE FROM ledger")
        try:
            count = sum(
                _insert(database, table, (_bring_up(row, own) for row in some))
                for table, some in groupby(rows, _read_name)
            )
        except database.conflict:
            raise InputMissing(
                "Nothing was imported, because rows are missing or appear twice."
            ) from None
        fault = next(find_chain_faults(database, gather_keys(database)), None)
        if fault:
            raise InputMissing(f"Nothing was imported, because it is not in order: {fault}")
    return count


def _read_name(row: TableRow) -> str:
    return row[0]


def _columns_of(table: str, version: int) -> tuple[str, ...] | None:
    """Return the columns that a table had in a version; None if there was no such table."""
    later = [added.get(table, ()) for step, added in _ADDED.items() if step > version]
    return tuple(each for each in COLUMNS.get(table, ()) if each not in chain(*later)) or None


def _bring_up(row: TableRow, own: Mapping[str, object]) -> TableRow:
    """Make a row of an earlier version one of this: what it lacks is empty.

    The version and the id of a ledger are those of the new ledger's own row then.
    """
    table, cells = row
    if table == "ledger" and cells["version"] != own["version"]:
        return table, {**cells, "version": own["version"], "id": cells.get("id", own["id"])}
    if len(cells) == len(COLUMNS[table]):
        return row
    return table, {column: cells.get(column) for column in COLUMNS[table]}


def _insert(database: Database, table: str, rows: Iterator[TableRow]) -> int:
    count = 0
    while chunk := [tuple(row.values()) for _, row in islice(rows, PAGE)]:
        database.insert(table, COLUMNS[table], chunk)
        count += len(chunk)
    return count


def _to_json(document: dict[str, Any]) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False)}\n".encode()


def _read_object(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputMissing(f"{name}, line {number}, is not a line of an export.")
    return found
