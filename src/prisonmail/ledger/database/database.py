"""What the ledger asks of a database, whichever one it is.

Statements are written once, in SQL that SQLite and PostgreSQL both read, with `:name` for values.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, Protocol

Row = Mapping[str, Any]
Values = Mapping[str, object]
NOTHING: Values = {}
PAGE = 2_000
"""Rows that are read at once: enough to be quick, few enough to keep memory flat."""


class Database(Protocol):
    """An open database."""

    name: str
    """How it is called in messages, without any password."""
    own_file: bool
    """Whether nothing but a ledger belongs in it."""
    conflict: type[Exception]
    """What a statement raises whose row is there already, or belongs to none."""
    no_table: type[Exception]
    """What a statement raises, among other things, that reads a table which is not there."""

    def fetch_all(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Return all rows of an answer."""

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of an answer within a snapshot, holding few in memory."""

    def fetch_one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Return the first row of an answer, or None if it has none."""

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Change rows, and return how many."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do all of it or none of it. On SQLite no other writer comes in between."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Do all of it or none of it, with no other process doing the same at that time."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Do all or none of a part of a transaction."""

    def pipeline(self) -> AbstractContextManager[None]:
        """Change rows without waiting for each answer; how many are changed is not said."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Read all of it as it is now, whatever others write meanwhile."""

    def list_tables(self) -> frozenset[str]:
        """Return the names of the tables that are there."""

    def find_faults(self) -> list[str]:
        """Have the database examine its own file, and return what it finds."""

    def vacuum(self, tables: Iterable[str]) -> None:
        """Overwrite what was erased, as far as the database can."""


def read_rows(
    database: Database, statement: str, key: str, values: Values = NOTHING
) -> Iterator[Row]:
    """Read an answer as `read_pages` does, row by row."""
    return chain.from_iterable(read_pages(database, statement, key, values))


def read_pages(
    database: Database, statement: str, key: str, values: Values = NOTHING
) -> Iterator[list[Row]]:
    """Read an answer page by page, in the order of a number that the statement compares.

    The statement returns the rows that follow `:after`, at most `:page`, or those up to `:last`.
    """
    after = 0
    while True:
        bounds = {"after": after, "last": after + PAGE, "page": PAGE}
        page = database.fetch_all(statement, {**values, **bounds})
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1][key]
