"""What an encrypted ledger needs: its key, the driver that reads it, and how its file is told.

Such a file is SQLite with SQLCipher in it (AES-256 of each page, with an HMAC): without its key
it cannot be told from random bytes.
"""

import hashlib
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import ClassVar

from prisonmail.errors import InputMissing
from prisonmail.system.record import Record

KEY_BYTES = 32
_NAME_DIGITS = 16
_PLAIN = b"SQLite format 3\0"
_LOOK_BYTES = 512
"""Bytes of the smallest page: no database is shorter."""
_ASCII = 128
_DRIVER = "sqlcipher3.dbapi2"

Connection = sqlite3.Connection
"""An open connection of either driver: those of the other one have the same methods."""
FileId = tuple[int, int]
"""The device and inode of a file: they stay as long as the file does, whatever it is named."""
_in_use: dict[FileId | None, list[bool]] = {}
"""For each file that this process has open, whether it is encrypted, once for each connection."""
one_thread_opens = RLock()
"""Held from the look at a file until it is noted in `_in_use`, or is no more: a server's threads
open one file at once."""


class LedgerKey(Record, frozen=True):
    """The key of an encrypted ledger: 32 random bytes, used as they are.

    >>> LedgerKey(bytes(32))
    LedgerKey()
    """

    withheld: ClassVar[tuple[str, ...]] = ("secret",)

    secret: bytes

    @property
    def name(self) -> str:
        """A name by which the key is known, and from which it cannot be found out."""
        return hashlib.sha256(b"prisonmail ledger key:" + self.secret).hexdigest()[:_NAME_DIGITS]

    @property
    def sqlcipher_text(self) -> str:
        """The key as SQLCipher takes raw bytes; any other text would be taken for a passphrase."""
        return f"x'{self.secret.hex()}'"


def make_key() -> LedgerKey:
    """Return a new random key."""
    return LedgerKey(secrets.token_bytes(KEY_BYTES))


class KeyRing(Record, frozen=True):
    """The keys by which a file may be opened, none of which is looked for before it is needed."""

    for_file: Callable[[], Iterable[LedgerKey]] = tuple
    """For a file that is encrypted, the likeliest first."""
    for_new: Callable[[], LedgerKey | None] = lambda: None
    """For a file that is still empty; with none, it becomes a plain ledger."""
    lost_file: Callable[[], str] = str
    """The key file that should have had the key, if it is known; else nothing."""


def load_driver(*, encrypted: bool) -> ModuleType:
    """Return sqlite3, or what stands in its place for an encrypted file.

    Raises InputMissing if that is not installed.
    """
    if not encrypted:
        return sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise InputMissing(
            "A ledger is encrypted, and what reads it is not installed.",
            "Install it with: pip install 'prisonmail[encrypted]'",
        ) from None
    return dbapi2  # type: ignore[no-any-return]


def unlock(connection: Connection, key: LedgerKey) -> None:
    """Have an encrypted file read with its key, before anything else is done with it."""
    connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to standard error
    # not as a statement, which an error could show
    connection.set_key(key.sqlcipher_text)  # type: ignore[attr-defined]


def database_errors() -> tuple[type[Exception], ...]:
    """Return the errors of each driver that is loaded: the two have no class in common."""
    loaded = sys.modules.get(_DRIVER)
    return (sqlite3.DatabaseError, *((loaded.DatabaseError,) if loaded else ()))


def identify(path: Path) -> FileId | None:
    """Return which file has a name now, or None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_encrypted(path: Path) -> bool:
    """Check whether a file may be an encrypted ledger; one that is missing or empty is none.

    A file that this process has open is not opened again: closing it would undo the locks that the
    process has on it.
    """
    with one_thread_opens:
        known = _in_use.get(identify(path))
        if known:
            return known[-1]
        try:
            with path.open("rb") as file:
                start = file.read(_LOOK_BYTES)
        except OSError:  # whoever opens it says so
            return False
    is_text = all(byte < _ASCII for byte in start)
    return len(start) == _LOOK_BYTES and not start.startswith(_PLAIN) and not is_text


@contextmanager
def hold_kind(path: Path, *, encrypted: bool) -> Iterator[None]:
    """Note of what kind a file is, as long as this process has it open."""
    with one_thread_opens:
        file = identify(path)
        _in_use.setdefault(file, []).append(encrypted)
    try:
        yield
    finally:
        with one_thread_opens:
            _in_use[file].pop()
            if not _in_use[file]:
                del _in_use[file]
