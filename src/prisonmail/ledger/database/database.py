"""What the ledger needs of a database, whichever it is.

Statements are written once, in SQL that both SQLite and PostgreSQL read, with `:name` for values.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any, Protocol, TypeVar

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.database.cipher import LedgerKey
from prisonmail.system.record import Record

Row = Mapping[str, Any]
Values = Mapping[str, object]
T = TypeVar("T")
NOTHING: Values = {}
PAGE = 2_000
"""Rows read or written at once: enough to be quick, few enough to keep memory flat."""

Shape = Mapping[tuple[str, str], str]
"""What a database is made of: the kind and name of each table, column and the like, and how it is
defined."""
_TRIES = 5
"""How often work is done again that the server gave up for the sake of another desk."""
_PAUSE_SECONDS = 0.05


class Rewriting(Record, frozen=True):
    """Whether one place has been rid of the bytes of erased rows."""

    what: str
    done: bool
    reason: str
    """Why it is not done, and what to do."""


class Database(Protocol):
    """An open database."""

    name: str
    """Its name in messages, without any password."""
    place: str
    """Where it is, so that this machine knows it again; without any password."""
    key: LedgerKey | None
    """The key that its file is encrypted with."""
    own_file: bool
    """Whether it is a file for a ledger alone, not a database that other programs may use."""
    conflict: type[Exception]
    """Raised by a statement if its row is there already, or refers to a row that is not there."""
    no_table: tuple[type[Exception], ...]
    """Raised by a statement if its table or column is not there, but on SQLite for other reasons
    too."""
    passing: tuple[type[Exception], ...]
    """Raised if the database gave up a transaction that may well succeed a moment later."""

    def fetch_all(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Return all rows of a query."""

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of a query, with few in memory; only within a snapshot."""

    def fetch_one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Return the first row of a query, or None if it has none."""

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Run a statement, and return how many rows it changed."""

    def change(self, statement: str, values: Values, rows: int = 1) -> None:
        """Run a statement that changes so many rows.

        Raises InputMissing if it changed others, in a pipeline only as that ends.
        """

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows. Raises InputMissing if not all of them were added."""

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

    def describe(self) -> Shape:
        """Return what the tables are made of."""

    def describe_new(self) -> Shape | None:
        """Return what new tables would be made of, or None if this user cannot make any."""

    def rewrite(self, tables: Iterable[str]) -> Iterator[Rewriting]:
        """Rewrite tables without the bytes of erased rows, and say of each place if it is done.

        Not within a transaction.
        """


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


def refuse_if_eaten(name: str, wanted: int, changed: int) -> None:
    """Raise InputMissing if a statement changed other rows than it has to."""
    if changed != wanted:
        raise InputMissing(
            f"The ledger {name} does not take what is recorded: {wanted} rows had to be written, "
            f"and {changed} were. A trigger or rule was added by hand, or a row removed.",
            "Nothing was recorded. See what is wrong with: prisonmail ledger check",
        )


def persist(database: Database, work: Callable[[], T]) -> T:
    """Do a transaction, and do it again if the database gave it up for the sake of another.

    Raises OutputRefused if it was given up five times.
    """
    for attempt in range(_TRIES):
        try:
            return work()
        except database.passing:
            time.sleep(_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311
    raise OutputRefused(
        f"Other desks and this one were in each other's way at the ledger {database.name}: it was "
        f"tried {_TRIES} times, and nothing was recorded.",
        "Run the command again.",
    )
