"""Entries of the address book, read and found. Raises InputMissing at one changed by hand."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from prisonmail.ledger.chain.entries import refuse_changed
from prisonmail.ledger.chain.vouching import gather_keys
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row, read_rows
from prisonmail.ledger.people.entry import BookEntry, read_entry

AT_ONCE = 500
"""People asked for with one statement."""


def read_entries(database: Database) -> Iterator[BookEntry]:
    """Go through all entries, those written last at the end."""
    return _read(database, read_rows(database, statements.ENTRIES, "event"))


def find_by_number(database: Database, numbers: Iterable[str]) -> Iterator[BookEntry]:
    """Return the entries of people with some prison numbers."""
    return _find(database, "prison_number", numbers)


def find_by_birth(database: Database, days: Iterable[date]) -> Iterator[BookEntry]:
    """Return the entries of people born on some days."""
    return _find(database, "date_of_birth", map(date.isoformat, days))


def _find(database: Database, column: str, wanted: Iterable[str]) -> Iterator[BookEntry]:
    remaining = iter(wanted)
    while some := list(islice(remaining, AT_ONCE)):
        values = {f"wanted{number}": each for number, each in enumerate(some)}
        statement = statements.write_find_entries(column, len(some))
        yield from _read(database, database.fetch_all(statement, values))


def _read(database: Database, rows: Iterable[Row]) -> Iterator[BookEntry]:
    return map(read_entry, refuse_changed(rows, gather_keys(database)))
