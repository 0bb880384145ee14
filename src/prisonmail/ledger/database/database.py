"""What the ledger needs of a database, whichever it is.

Statements are written once, in SQL that both SQLite and PostgreSQL read, with `:name` for values.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, Protocol

Row = Mapping[str, Any]
Values = Mapping[str, object]
NOTHING: Values = {}
PAGE = 2_000
"""Rows read or written at once: enough to be quick, few enough to keep memory flat."""


class Database(Protocol):
    """An open database."""

    name: str
    """Its name in messages, without any password."""
    own_file: bool
    """Whether it is a file for a ledger alone, not a database that other programs may use."""
    conflict: type[Exception]
    """Raised by a statement if its row is there already, or refers to a row that is not there."""
    no_table: type[Exception]
    """Raised by a statement if its table is not there, but on SQLite for other reasons too."""

    def fetch_all(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Return all rows of a query."""

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of a query, with few in memory; only within a snapshot."""

    def fetch_one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Return the first row of a query, or None if it has none."""

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Run a statement, and return how many rows it changed."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do all of it or none of it. On SQLite no other process writes meanwhile."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Do all of it or none of it, while other processes that want the same wait."""

    def claim(self, name: str) -> None:
        """Wait, within a transaction, while another one that has claimed the same name goes on."""

    def savepoint(self) -> AbstractContextManager[None]:
        """Do all or none of a part of a transaction, so that the rest can go on if it fails."""

    def pipeline(self) -> AbstractContextManager[None]:
        """Run statements without waiting for each; how many rows they change is not known."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Read everything within as it is now, even while others write."""

    def list_tables(self) -> frozenset[str]:
        """Return the names of all tables."""

    def find_faults(self) -> list[str]:
        """Have the database examine its own file, and return the faults that it finds."""

    def vacuum(self, tables: Iterable[str]) -> None:
        """Rewrite tables without the bytes of erased rows; not within a transaction."""


def read_rows(
    database: Database, statement: str, key: str, values: Values = NOTHING
) -> Iterator[Row]:
    """Go through the rows of a query that is read page by page, as by `read_pages`."""
    return chain.from_iterable(read_pages(database, statement, key, values))


def read_pages(
    database: Database, statement: str, key: str, values: Values = NOTHING
) -> Iterator[list[Row]]:
    """Read a query page by page, in the order of a number: the column `key`.

    The statement has to return the rows whose number is above `:after`, either at most `:page` of
    them, or, if numbers have no gaps, those up to `:last`. A page, unlike a cursor, holds no lock
    and needs no transaction.
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
