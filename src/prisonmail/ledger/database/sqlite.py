"""The ledger's database on SQLite: a file of this computer, and what can go wrong with it."""

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from itertools import chain, islice
from pathlib import Path
from typing import cast

from prisonmail.errors import InputMissing, LedgerMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database.database import (
    NOTHING,
    Rewriting,
    Row,
    Shape,
    Values,
    refuse_if_eaten,
)
from prisonmail.ledger.database.schema import is_ledger, take_steps
from prisonmail.ledger.database.shape import DESCRIBE_SQLITE, read_shape
from prisonmail.system import folders, network_drives

_BUSY_SECONDS = 60
"""How long to wait while another process writes: a very long batch takes some seconds."""
_CACHE_KILOBYTES = 12_000
"""New codes fall anywhere in their index, which outgrows SQLite's usual 2,000."""
_RETRY_SECONDS = 0.01
_LEAST_ROOM = 1024 * 1024
"""Free bytes below which a failure to open or write counts as a full disk."""
_MOST_VALUES = 10_000
"""Values in one statement: SQLite takes up to 32,766, but more than these is hardly quicker."""
_PURGE_SECONDS = 10
"""How long a purge waits for whoever reads the ledger."""
_READ_MEANWHILE = (
    "Another program reads the ledger as it was before. End it, and run the purge again."
)
_RESTORE = "Name the ledger with --ledger, or put back a backup of it."


class SqliteDatabase:
    """An open SQLite file."""

    own_file = True
    conflict: type[Exception] = sqlite3.IntegrityError
    no_table: tuple[type[Exception], ...] = (sqlite3.OperationalError,)
    passing: tuple[type[Exception], ...] = ()

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
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
        yield from self._within("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")

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
            yield self._rewrite("journal", "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")

    def _rewrite(self, what: str, statement: str) -> Rewriting:
        try:
            row = self._connection.execute(statement).fetchone()
        except sqlite3.DatabaseError as error:
            return Rewriting(what, done=False, reason=_say_why_not(Path(self.name), error))
        # the row of a checkpoint begins with 1 if somebody was in its way
        in_the_way = row is not None and (row[0] or self._is_longer_than_it_should_be())
        return Rewriting(what, done=not in_the_way, reason=_READ_MEANWHILE if in_the_way else "")

    def _is_longer_than_it_should_be(self) -> bool:
        """Check whether the file has pages beyond its last, or the journal any at all."""
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        size = self._connection.execute("PRAGMA page_size").fetchone()[0]
        journal = Path(f"{self.name}-wal")
        left = journal.stat().st_size if journal.exists() else 0
        return bool(left) or Path(self.name).stat().st_size > pages * size

    def _within(self, begin: str, end: str, undo: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute(end)
        except BaseException:
            with suppress(sqlite3.Error):  # on a full disk SQLite has undone it already
                self._connection.execute(undo)
            raise


@contextmanager
def open_database(path: Path, *, make: bool, shared: bool = True) -> Iterator[SqliteDatabase]:
    """Open a ledger's file; with `make`, make it if it is missing.

    One that is not shared is known to this process alone: it may lie on any drive, and without WAL
    it is a single file in the end. Raises InputMissing or OutputRefused, while it is opened and for
    whatever fails as long as it is open.
    """
    if shared:
        _refuse_network(path)
    if make:
        _make_file(path)
    elif not path.is_file():
        raise LedgerMissing(
            f"There is no ledger at {path}.",
            "The first generate makes it. If you keep it elsewhere, name it with --ledger or "
            "PRISONMAIL_LEDGER.",
        )
    connection: sqlite3.Connection | None = None
    try:
        _open_journals(path)
        connection = _connect(path)
        if shared and not _is_of_another_program(connection):
            _switch_to_wal(connection)
        yield SqliteDatabase(connection, str(path))
    except sqlite3.DatabaseError as error:
        raise _explain(path, error) from None
    finally:
        if connection:
            connection.close()


def _refuse_network(path: Path) -> None:
    system = network_drives.find_network_file_system(path)
    if system:
        raise OutputRefused(
            f"The ledger {path} lies on a network drive ({system}), where two computers that "
            "write at once can destroy it.",
            "Keep it on a disk of this computer, or share one over PostgreSQL: "
            "--ledger postgresql://USER@SERVER/DATABASE",
        )


def _make_file(path: Path) -> None:
    try:
        if path.parent == folders.records_folder():
            folders.make_private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except FileNotFoundError:
        raise OutputRefused(
            f"There is no folder {path.parent} to keep the ledger in.",
            "Make it, or name another place with --ledger.",
        ) from None
    except OSError as error:
        raise OutputRefused(
            f"The ledger cannot be written at {path}: {error.strerror}.",
            "Name another place with --ledger.",
        ) from None


def _open_journals(path: Path) -> None:
    """Have journals writable if the ledger is.

    SQLite makes them with the mode that the ledger has: a read-only spell would outlast itself.
    """
    for journal in (Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):  # there is none, or it is another user's
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & ~stat.S_IMODE(journal.stat().st_mode) & stat.S_IWUSR:
                journal.chmod(mode)


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: else Python would begin transactions of its own, and not IMMEDIATE ones
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        _set_up(connection)
    except sqlite3.DatabaseError:  # the first statement finds out that a file is no database
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # SQLite leaves them unchecked unless asked
    # each commit waits for the disk: after a power failure a printed code must still be recorded
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")  # below 0 it is in kilobytes
    connection.execute("PRAGMA secure_delete = ON")  # erased rows are overwritten with zeros


def _is_of_another_program(connection: sqlite3.Connection) -> bool:
    """Check whether a file has tables, but not a ledger's: it is refused, and stays as it is."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return bool(names) and not is_ledger(names)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Have changes written to a journal first (WAL), so that readers and a writer never wait.

    SQLite does not wait its usual time if two processes switch a new file at once, so we do.
    """
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _find_kind(path: Path, error: sqlite3.DatabaseError) -> str:
    """Return the middle word of SQLite's name for an error, such as BUSY."""
    kind = (getattr(error, "sqlite_errorname", "") or "_").split("_")[1]
    # a full disk has several errors: there may be no room for the journal or its index either
    no_room = kind in ("IOERR", "CANTOPEN") and shutil.disk_usage(path.parent).free < _LEAST_ROOM
    return "FULL" if no_room else kind


def _say_why_not(path: Path, error: sqlite3.DatabaseError) -> str:
    """Say why erased bytes are still there, and what to do."""
    match _find_kind(path, error):
        case "FULL":
            return "The disk is full. Make room, and run the purge again."
        case "BUSY" | "LOCKED":
            return _READ_MEANWHILE
        case _:
            return f"SQLite reports: {error}. Run the purge again."


def _explain(path: Path, error: sqlite3.DatabaseError) -> PrisonmailError:
    """Put SQLite's error into words, with what to do about it."""
    match _find_kind(path, error):
        case "FULL":
            return OutputRefused(
                f"The disk with the ledger {path} is full, so this was not recorded.",
                "Make room, and run the command again.",
            )
        case "BUSY":
            return OutputRefused(
                f"Another program has held the ledger {path} for a minute.", "Try again later."
            )
        case "READONLY" | "CANTOPEN" | "PERM":
            return OutputRefused(
                f"The ledger {path} cannot be written to.",
                "You must be able to write to it and its folder, because every check is recorded.",
            )
        case "NOTADB" | "CORRUPT":
            return InputMissing(f"The file {path} is not a ledger, or it is damaged.", _RESTORE)
        case _:
            return OutputRefused(f"The ledger {path} cannot be used: {error}.", _RESTORE)
