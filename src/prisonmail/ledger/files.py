"""The ledger as a file of this computer: making, opening, and what can go wrong with it."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail import places
from prisonmail.errors import InputMissing, LedgerMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.schema import is_ledger
from prisonmail.ledger.sqlite import SqliteDatabase

_BUSY_SECONDS = 60
_CACHE_KILOBYTES = 12_000
"""New codes fall anywhere in their index, which outgrows the usual 2,000."""
_LEAST_ROOM = 1024 * 1024
"""Bytes that a disk needs free for the ledger to be opened."""
_RESTORE = "Name the ledger with --ledger, or put back a backup of it."


@contextmanager
def opened(path: Path, *, make: bool, shared: bool = True) -> Iterator[SqliteDatabase]:
    """Open a ledger's file, and make it first where `make` says so.

    One that is not shared may lie on any drive, because nobody else can know of it yet.
    Raises InputMissing or OutputRefused, whatever becomes of it while it is open.
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
        connection = _connect(path)
        if shared and not _is_of_another_program(connection):
            _keep_journal_ahead(connection)
        yield SqliteDatabase(connection, str(path))
    except sqlite3.DatabaseError as error:
        raise _worded(path, error) from None
    finally:
        if connection:
            connection.close()


def _refuse_network(path: Path) -> None:
    system = places.network_file_system(path)
    if system:
        raise OutputRefused(
            f"The ledger {path} lies on a network drive ({system}), where two computers that "
            "write at once can destroy it.",
            "Keep it on a disk of this computer, or share one over PostgreSQL: "
            "--ledger postgresql://USER@SERVER/DATABASE",
        )


def _make_file(path: Path) -> None:
    try:
        if path.parent == places.records_folder():
            places.make_private_folder(path.parent)
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


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _is_of_another_program(connection: sqlite3.Connection) -> bool:
    """Say whether a file has tables that are no ledger's: it is refused, and left as it is."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return bool(names) and not is_ledger(names)


def _keep_journal_ahead(connection: sqlite3.Connection) -> None:
    # SQLite does not wait its usual time where two processes switch a new file to WAL at once
    give_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _worded(path: Path, error: sqlite3.DatabaseError) -> PrisonmailError:
    import shutil

    kind = (getattr(error, "sqlite_errorname", "") or "_").split("_")[1]
    # on a full disk SQLite fails in several ways, for lack of room for its side files
    no_room = kind in ("IOERR", "CANTOPEN") and shutil.disk_usage(path.parent).free < _LEAST_ROOM
    match "FULL" if no_room else kind:
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
                "It and its folder must be yours to write, because every check is recorded.",
            )
        case "NOTADB" | "CORRUPT":
            return InputMissing(f"The file {path} is not a ledger, or it is damaged.", _RESTORE)
        case _:
            return OutputRefused(f"The ledger {path} cannot be used: {error}.", _RESTORE)
