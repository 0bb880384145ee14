"""Puts a copy of a ledger, encrypted in another way, into its place.

From first to last no other process can read or write the ledger. Whoever has opened it waits, finds
the old file overwritten, and opens the one that has the name now (`sqlite_file`).
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

from prisonmail.errors import OutputRefused
from prisonmail.ledger.database.cipher import (
    Connection,
    FileId,
    LedgerKey,
    database_errors,
    hold_kind,
    identify,
    load_driver,
    unlock,
)
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.database.sqlite_errors import explain, find_kind
from prisonmail.ledger.database.sqlite_file import connect, switch_journal
from prisonmail.system import disk
from prisonmail.system.output_files import temporary_path

_PATIENCE_SECONDS = 10
"""How long to wait for whoever has the ledger open."""
_BEFORE = ".before-encryption-changed"
"""What the old file is named until it is overwritten, beside the ledger: a name that nobody gives
to a copy of their own."""
_CHUNK = 1024 * 1024
_MASTER = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master"

Examine = Callable[[SqliteDatabase], None]
"""Looks at the copy as if it were in its place already, and raises if it must not be."""


def change_key(path: Path, old: LedgerKey | None, new: LedgerKey | None, examine: Examine) -> bool:
    """Encrypt a ledger by another key, or none; return whether its old bytes are overwritten.

    All of it or nothing, whenever the process ends: `new` has to be kept safely before. Raises
    OutputRefused or InputMissing, and the ledger is as it was.
    """
    path = path.resolve()
    remove_old_file(path)
    try:
        with hold_kind(path, encrypted=old is not None), _hold_alone(path, old) as alone:
            with temporary_path(path, replace=True) as copy:
                _fill(alone, copy, new)
                with _opened(path, copy, new) as database:
                    examine(database)
                _take_after(path, copy)
                _name_old_file(path)
                written = path.stat().st_mtime_ns
                if os.name == "nt":  # pragma: no cover - there no file is replaced that is open
                    alone.close()
            # while nobody else can read it: whoever has opened the old file and waits for it would
            # take the new one's journal for its own, by the name, and write to that
            return _end(path, written)
    except database_errors() as error:
        raise _say_why_not(path, error) from None


def find_old_file(path: Path) -> Path | None:
    """Return what a process that was killed has left of a ledger as it was before."""
    old = Path(f"{path.resolve()}{_BEFORE}")
    return old if old.exists() or old.is_symlink() else None


def remove_old_file(path: Path) -> bool:
    """Overwrite and remove the ledger as it was before; return False if that cannot be done.

    If no other file has taken its place yet, it is the ledger itself, and only loses a name. A link
    that somebody put there is removed, and what it leads to stays as it is.
    """
    old = find_old_file(path)
    if old is None:
        return True
    done = True
    if not (old.is_symlink() or (path.exists() and old.samefile(path))):
        done = _overwrite(old)
    with suppress(OSError):
        old.unlink()
    return done and find_old_file(path) is None


def _end(path: Path, written: int) -> bool:
    """Overwrite the old file; return False if it cannot be found or overwritten.

    If it was written to after it was copied, as it can be on Windows, it gets its name back.
    """
    old = find_old_file(path)
    if old and old.stat().st_mtime_ns != written:
        old.replace(path)
        raise OutputRefused(
            f"Another program has written to the ledger {path}, which is as it was.",
            "Run the command again.",
        )
    return remove_old_file(path) and old is not None


@contextmanager
def _hold_alone(path: Path, key: LedgerKey | None) -> Iterator[Connection]:
    """Open a ledger that no other process has open, nor can open as long as this lasts.

    Without WAL the lock is on the file itself; a connection in WAL mode has a part in it.
    """
    while True:
        file = identify(path)
        connection = _open(path, key)
        try:
            if _lock(connection, path, file):
                yield connection
                return
        finally:
            connection.close()


def _lock(connection: Connection, path: Path, file: FileId | None) -> bool:
    """Keep all others out until the connection is closed.

    Return False if somebody has come in between, or has replaced the file and was killed then.
    """
    try:
        switch_journal(connection, "DELETE", _PATIENCE_SECONDS)
        connection.execute("PRAGMA main.locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        connection.execute("COMMIT")  # the lock stays
    except database_errors():  # SQLite too refuses to write to a file that lost its name
        if identify(path) == file:
            raise
        return False
    return bool(journal == "delete" and identify(path) == file)


def _open(path: Path, key: LedgerKey | None) -> Connection:
    driver = load_driver(encrypted=True)  # it reads plain files too
    made = driver.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    connection = cast("Connection", made)
    if key:
        unlock(connection, key)
    return connection


def _fill(ledger: Connection, copy: Path, key: LedgerKey | None) -> None:
    """Make the copy, in WAL mode from its start, and compare it with the ledger row by row."""
    text = key.sqlcipher_text if key else ""
    ledger.execute("ATTACH DATABASE ? AS copy KEY ?", (str(copy), text))
    ledger.execute("BEGIN")
    ledger.execute("SELECT sqlcipher_export('copy')").fetchall()
    ledger.execute("COMMIT")
    _compare(ledger)
    ledger.execute("PRAGMA copy.journal_mode = WAL").fetchall()
    ledger.execute("DETACH DATABASE copy")


def _compare(ledger: Connection) -> None:
    tables = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    queries = [f'SELECT * FROM {{}}."{name}"' for (name,) in tables]  # noqa: S608 - of a ledger
    for query in (_MASTER, *queries):
        here, there = query.format("main"), query.format("copy")
        for less, more in ((here, there), (there, here)):
            if ledger.execute(f"{less} EXCEPT {more} LIMIT 1").fetchone():
                raise OutputRefused(
                    "The copy is not the same as the ledger, which stays as it is.",
                    "See if the disk is in order.",
                )


@contextmanager
def _opened(path: Path, copy: Path, key: LedgerKey | None) -> Iterator[SqliteDatabase]:
    """Open the copy as if it were in its place, where this machine knows what it has to hold."""
    connection = connect(copy, key)
    try:
        yield SqliteDatabase(connection, str(path), key)
    finally:
        connection.close()


def _take_after(path: Path, copy: Path) -> None:
    """Have the copy belong to whom the ledger belongs to."""
    found = path.stat()
    copy.chmod(stat.S_IMODE(found.st_mode))
    if os.name == "posix" and os.geteuid() == 0:
        os.chown(copy, found.st_uid, found.st_gid)


def _name_old_file(path: Path) -> None:
    """Give the ledger a second name, by which its bytes are found after it is replaced."""
    with suppress(OSError):  # a drive that knows no two names for a file, as a memory stick
        os.link(path, f"{path}{_BEFORE}")


def _overwrite(file: Path) -> bool:
    """Overwrite a file where it is, and never shorten it; follow no link.

    An empty file would be taken for a new ledger by who has opened it.
    """
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file, flags), "r+b") as old:
            size = os.fstat(old.fileno()).st_size
            for start in range(0, size, _CHUNK):
                old.write(bytes(min(_CHUNK, size - start)))
            old.flush()
            disk.sync(old.fileno())
    except OSError:
        return False
    return True


def _say_why_not(path: Path, error: Exception) -> Exception:
    match find_kind(path, error):
        case "BUSY" | "LOCKED":
            return OutputRefused(
                f"Another program has the ledger {path} open, so that nothing was changed.",
                "End it, such as scan, and run the command again.",
            )
        case "NOTADB":
            return OutputRefused(
                f"Another program has changed how the ledger {path} is encrypted.",
                "See how it is now with: prisonmail doctor",
            )
        case _:
            return explain(path, error)
