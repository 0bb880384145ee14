"""What can go wrong with a ledger's file, in words, with what to do about it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database.cipher import database_errors

READ_MEANWHILE = (
    "Another program reads the ledger as it was before. End it, and run the purge again."
)
_LEAST_ROOM = 1024 * 1024
"""Free bytes below which a failure to open or write counts as a full disk."""
_RESTORE = "Name the ledger with --ledger, or put back a backup of it."


def find_kind(path: Path, error: Exception) -> str:
    """Return the middle word of SQLite's name for an error, such as BUSY."""
    name = getattr(error, "sqlite_errorname", "")
    kind = name.split("_")[1] if "_" in name else ""  # "unknown" is one too
    # a full disk has several errors: there may be no room for the journal or its index either
    no_room = kind in ("IOERR", "CANTOPEN") and shutil.disk_usage(path.parent).free < _LEAST_ROOM
    return "FULL" if no_room else kind


def say_why_not(path: Path, error: Exception) -> str:
    """Say why erased bytes are still there, and what to do."""
    match find_kind(path, error):
        case "FULL":
            return "The disk is full. Make room, and run the purge again."
        case "BUSY" | "LOCKED":
            return READ_MEANWHILE
        case _:
            return f"SQLite reports: {error}. Run the purge again."


def explain(path: Path, error: Exception) -> PrisonmailError:
    """Put SQLite's error into words, with what to do about it."""
    match find_kind(path, error):
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


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Say what is wrong if SQLite fails. Raises InputMissing or OutputRefused."""
    try:
        yield
    except database_errors() as error:
        raise explain(path, error) from None
