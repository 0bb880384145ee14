"""Opens a ledger's file, plain or encrypted, and makes new ones."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import cast

from prisonmail.errors import InputMissing, LedgerMissing, OutputRefused
from prisonmail.ledger.database.cipher import (
    Connection,
    KeyRing,
    LedgerKey,
    database_errors,
    hold_kind,
    identify,
    is_encrypted,
    load_driver,
    one_thread_opens,
    unlock,
)
from prisonmail.ledger.database.schema import is_ledger
from prisonmail.ledger.database.sqlite import BUSY_SECONDS, LEAST_CACHE, SqliteDatabase
from prisonmail.ledger.database.sqlite_errors import explaining, find_kind
from prisonmail.system import folders
from prisonmail.system.places import access_lists, network_drives

_RETRY_SECONDS = 0.01
NO_KEYS = KeyRing()


@contextmanager
def open_database(
    path: Path, *, make: bool, shared: bool = True, keys: KeyRing = NO_KEYS
) -> Iterator[SqliteDatabase]:
    """Open a ledger's file; with `make`, make it if it is missing.

    One that is not shared is known to this process alone: it may lie on any drive, and without WAL
    it is a single file in the end. Raises InputMissing or OutputRefused, while it is opened and for
    whatever fails as long as it is open.
    """
    if shared:
        _refuse_network(path)
    if make:
        if not path.exists():
            keys.for_new()  # if its key cannot be read, no empty file stays behind
        _make_file(path)
    elif not path.is_file():
        raise LedgerMissing(
            f"There is no ledger at {path}.",
            "The first generate makes it. If you keep it elsewhere, name it with --ledger or "
            "PRISONMAIL_LEDGER.",
        )
    with explaining(path):
        _open_journals(path)
        with ExitStack() as held:
            with one_thread_opens:
                connection, key = _connect_to_place(path, shared, keys)
                held.enter_context(closing(connection))
                held.enter_context(hold_kind(path, encrypted=key is not None))
            yield SqliteDatabase(connection, str(path), key)


def connect(path: Path, key: LedgerKey | None) -> Connection:
    """Connect to a file with a key, or none. Raises an error of the driver if it does not fit."""
    driver = load_driver(encrypted=key is not None)
    # isolation_level=None: else Python would begin transactions of its own, and not IMMEDIATE ones
    made = driver.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection = cast("Connection", made)
    try:
        connection.row_factory = driver.Row
        if key:
            unlock(connection, key)
        _set_up(connection)
    except driver.DatabaseError:  # the first statement finds out that a file is no database
        connection.close()
        raise
    return connection


def _connect_to_place(
    path: Path, shared: bool, keys: KeyRing
) -> tuple[Connection, LedgerKey | None]:
    """Connect to the file that has the name, even if another one takes its place meanwhile.

    Once it is in WAL mode and was read, the connection has a lock for as long as it is open, and
    whoever wants to put another file in its place waits for that.
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        file, state = identify(path), _read_state(path)
        try:
            connection, key = _connect_once(path, shared, keys)
        except Exception:  # a file that was replaced has been overwritten
            if _read_state(path) == state or time.monotonic() > give_up:
                raise
            continue
        if not shared or identify(path) == file:
            return connection, key
        connection.close()


def _read_state(path: Path) -> tuple[int, int]:
    """Return what changes if a file is replaced, even by one that has got the inode of another."""
    found = path.stat()
    return found.st_ino, found.st_ctime_ns


def _connect_once(path: Path, shared: bool, keys: KeyRing) -> tuple[Connection, LedgerKey | None]:
    connection, key = _connect_with_any(path, keys)
    try:
        if shared and not _is_of_another_program(connection):
            # changes go to a journal first, so that readers and a writer never wait
            switch_journal(connection, "WAL", BUSY_SECONDS)
            _is_of_another_program(connection)  # reads, and so takes the lock
    except BaseException:
        connection.close()
        raise
    return connection, key


def _connect_with_any(path: Path, keys: KeyRing) -> tuple[Connection, LedgerKey | None]:
    """Connect with no key, or with the first that fits. Raises InputMissing if none does."""
    if not is_encrypted(path):
        key = keys.for_new() if path.stat().st_size == 0 else None
        return connect(path, key), key
    load_driver(encrypted=True)
    for key in keys.for_file():
        try:
            return connect(path, key), key
        except database_errors() as error:
            if find_kind(path, error) != "NOTADB":
                raise
    lost = keys.lost_file()
    if Path(f"{path}-journal").exists():  # a plain one that was half made: SQLite takes that back
        return connect(path, None), None
    raise InputMissing(
        f"The file {path} is not a ledger, or it is damaged, or it is encrypted and its key is not "
        "on this computer.",
        f"Its key was in the key file {lost}: put that back, or bring the key here: prisonmail "
        "ledger key import"
        if lost
        else "If it is encrypted, bring its key here: prisonmail ledger key import",
    )


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
    """Make a file that is missing. One that is there is not opened.

    Closing it would undo the locks of other connections that this process has to it, as a server
    has, and another process could then remove the journal that these write to.
    """
    try:
        if path.parent == folders.records_folder():
            folders.make_private_folder(path.parent)
        if not path.exists():
            os.close(os.open(path.resolve(), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            access_lists.close_to_others(path)
    except FileExistsError:
        return  # another process was quicker
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


def _set_up(connection: Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # SQLite leaves them unchecked unless asked
    # each commit waits for the disk: after a power failure a printed code must still be recorded
    connection.execute("PRAGMA synchronous = FULL")
    # on macOS, where that alone empties a drive's cache
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute(f"PRAGMA cache_size = -{LEAST_CACHE}")  # below 0 it is in kilobytes
    connection.execute("PRAGMA secure_delete = ON")  # erased rows are overwritten with zeros


def _is_of_another_program(connection: Connection) -> bool:
    """Check whether a file has tables, but not a ledger's: it is refused, and stays as it is."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return bool(names) and not is_ledger(names)


def switch_journal(connection: Connection, mode: str, seconds: float) -> None:
    """Have changes written to a journal of a mode, once no other process is in the way.

    SQLite does not wait its usual time if two processes switch a new file at once, nor for those
    that have it open, so we do.
    """
    give_up = time.monotonic() + seconds
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {mode}")
        except database_errors() as error:
            if find_kind(Path(), error) != "BUSY" or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
