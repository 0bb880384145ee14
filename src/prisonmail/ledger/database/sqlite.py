"""The ledger's database on SQLite: an open file, plain or encrypted."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from itertools import chain, islice
from pathlib import Path
from typing import cast

from prisonmail.ledger.database.cipher import Connection, LedgerKey, database_errors, load_driver
from prisonmail.ledger.database.database import (
    NOTHING,
    Rewriting,
    Row,
    Shape,
    Values,
    refuse_if_eaten,
)
from prisonmail.ledger.database.schema import take_steps
from prisonmail.ledger.database.shape import DESCRIBE_SQLITE, read_shape
from prisonmail.ledger.database.sqlite_errors import READ_MEANWHILE, say_why_not
from prisonmail.system import disk

BUSY_SECONDS = 60
"""How long to wait while another process writes: a very long batch takes some seconds."""
_MOST_VALUES = 10_000
"""Values in one statement: SQLite takes up to 32,766, but more than these is hardly quicker."""
_PURGE_SECONDS = 10
"""How long a purge waits for whoever reads the ledger."""
LEAST_CACHE, _MOST_CACHE = 12_000, 40_000
"""In KB: enough for a ledger of 300,000 codes, and of a million. More would outgrow the memory that
a long run may take."""
_CACHED_SHARE = 7
"""New codes fall anywhere in their index, a ninth of the file. If the cache holds that and what is
written beside it, no page is read and written again and again."""
_PAGE_KB = 4


def peek_batches(path: Path, most: int) -> list[str]:
    """Return the newest batches of a file, as if it lay on a disk that nobody writes to.

    So nothing is locked, made or brought up to date; what is still in its journal is left out.
    Returns none of a file that is no ledger, encrypted, or in the way of another process.
    """
    statement = "SELECT id FROM batches ORDER BY issued_at DESC LIMIT ?"
    with suppress(sqlite3.Error, ValueError):
        untouched = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(untouched, uri=True)) as connection:
            return [str(row[0]) for row in connection.execute(statement, (most,))]
    return []


class SqliteDatabase:
    """An open SQLite file."""

    own_file = True
    passing: tuple[type[Exception], ...] = ()

    def __init__(self, connection: Connection, name: str, key: LedgerKey | None = None) -> None:
        driver = load_driver(encrypted=key is not None)
        self.conflict: type[Exception] = driver.IntegrityError
        self.no_table: tuple[type[Exception], ...] = (driver.OperationalError,)
        self.key = key
        self._connection = connection
        self._cache = 0  # until a batch is recorded
        self.name = name
        self.place = os.path.realpath(name)

    def fetch_all(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Return all rows of a query."""
        return cast("list[Row]", self._connection.execute(statement, dict(values)).fetchall())

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of a query, with few in memory; only within a snapshot."""
        return cast("Iterator[Row]", self._connection.execute(statement))

    def fetch_one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Return the first row of a query, or None if it has none."""
        return cast("Row | None", self._connection.execute(statement, dict(values)).fetchone())

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Run a statement, and return how many rows it changed."""
        return self._connection.execute(statement, dict(values)).rowcount

    def change(self, statement: str, values: Values, rows: int = 1) -> None:
        """Run a statement that changes so many rows. Raises InputMissing if it changed others."""
        refuse_if_eaten(self.name, rows, self.execute(statement, values))

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows, very many with one statement: a third quicker than with one for each."""
        placeholders = f"({', '.join('?' * len(columns))})"
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own names
        self._widen_cache()
        remaining = iter(rows)
        while several := list(islice(remaining, _MOST_VALUES // len(columns))):
            statement = insert + ", ".join([placeholders] * len(several))
            done = self._connection.execute(statement, list(chain.from_iterable(several)))
            refuse_if_eaten(self.name, len(several), done.rowcount)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or none of it; no other process writes meanwhile.

        IMMEDIATE takes the lock before anything is read: after a plain BEGIN, whoever reads and
        then writes fails at once if another process has written in between.
        """
        try:
            yield from self._within("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        finally:
            self._narrow_cache()

    exclusive = transaction  # it has the lock of the whole file already

    def claim(self, name: str) -> None:
        """Do nothing: a transaction has the lock of the whole file already."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Do all or none of a part of a transaction, so that the rest can go on if it fails."""
        yield from self._within("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")

    def pipeline(self) -> AbstractContextManager[None]:
        """Run statements as usual: there is no server to wait for."""
        return nullcontext()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything within as it is now, even while others write.

        WAL keeps the state at the first read for as long as a plain transaction is open.
        """
        yield from self._within("BEGIN", "COMMIT", "ROLLBACK")

    def list_tables(self) -> frozenset[str]:
        """Return the names of all tables."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return frozenset(row["name"] for row in self.fetch_all(query))

    def find_faults(self) -> list[str]:
        """Have SQLite examine the file and its references, and return the faults that it finds."""
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
        loose = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [line for line in found if line != "ok"] + [
            f"a row of {row[0]} belongs to no row of {row[2]}" for row in loose
        ]

    def describe(self) -> Shape:
        """Return what the file is made of, in the words that it was made with."""
        return read_shape(self.fetch_all(DESCRIBE_SQLITE))

    def describe_new(self) -> Shape:
        """Return what a new ledger's file would be made of."""
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.row_factory = sqlite3.Row
            new = SqliteDatabase(memory, ":memory:")
            take_steps(new)
            return new.describe()

    def rewrite(self, tables: Iterable[str]) -> Iterator[Rewriting]:
        """Rewrite the whole file without the bytes of erased rows, and empty its journal."""
        self._connection.execute(f"PRAGMA busy_timeout = {_PURGE_SECONDS * 1000}")
        try:
            yield self._rewrite("free pages of the file", "VACUUM")
            yield self._empty_journal()
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def _rewrite(self, what: str, statement: str) -> Rewriting:
        try:
            row = self._connection.execute(statement).fetchone()
        except database_errors() as error:
            return Rewriting(what, done=False, reason=say_why_not(Path(self.name), error))
        # the row of a checkpoint begins with 1 if somebody was in its way
        in_the_way = row is not None and (row[0] or self._is_longer_than_it_should_be())
        return Rewriting(what, done=not in_the_way, reason=READ_MEANWHILE if in_the_way else "")

    def _empty_journal(self) -> Rewriting:
        """Empty the journal for good: SQLite cuts it off, but does not wait for the disk."""
        emptied = self._rewrite("journal", "PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            disk.sync_file(Path(f"{self.name}-wal"))
        except FileNotFoundError:  # on a drive that cannot have one
            return emptied
        except OSError as error:
            reason = f"The disk reports: {error.strerror}. Run the purge again."
            return Rewriting(emptied.what, done=False, reason=emptied.reason or reason)
        return emptied

    def _is_longer_than_it_should_be(self) -> bool:
        """Check whether the file has pages beyond its last, or the journal any at all."""
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        journal = Path(f"{self.name}-wal")
        left = journal.stat().st_size if journal.exists() else 0
        return bool(left) or Path(self.name).stat().st_size > int(pages) * int(size)

    def _widen_cache(self) -> None:
        """Have the cache hold what a long batch comes back to, in a ledger as long as this one."""
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        wanted = min(max(LEAST_CACHE, pages * _PAGE_KB // _CACHED_SHARE), _MOST_CACHE)
        if wanted > self._cache:
            self._set_cache(wanted)

    def _narrow_cache(self) -> None:
        """Return the memory that a batch took, whether it was recorded or not."""
        if self._cache:
            with suppress(*database_errors()):
                self._set_cache(LEAST_CACHE)
                self._connection.execute("PRAGMA shrink_memory")
            self._cache = 0

    def _set_cache(self, kilobytes: int) -> None:
        self._cache = kilobytes
        self._connection.execute(f"PRAGMA cache_size = -{kilobytes}")  # below 0 it is in kilobytes

    def _within(self, begin: str, end: str, undo: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute(end)
        except BaseException:
            with suppress(*database_errors()):  # on a full disk SQLite has undone it already
                self._connection.execute(undo)
            raise
