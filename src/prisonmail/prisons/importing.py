"""Reads a newer register and says what it would change. Nothing is written here."""

import sys
from datetime import date
from pathlib import Path

from prisonmail.errors import InputMissing, UnusableList
from prisonmail.prisons.changes import Update, compare
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.listings import read_listings

STANDARD_INPUT = "-"
_MOST_SHOWN = 20


def read_update(file: str, directory: Directory, today: date) -> Update:
    """Compare a file, or `-` for standard input, with a directory.

    Raises InputMissing where it cannot be read, UnusableList that names its faults.
    """
    read = read_listings(_text(file), today)
    update = compare(directory, read.listings, today)
    faults = (*read.faults, *update.faults)
    if faults:
        raise _unusable(file, faults)
    return update


def _text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except FileNotFoundError:
        raise InputMissing(f"There is no file {file}.", "Check the name.") from None
    except OSError as error:
        raise InputMissing(f"{file} cannot be read: {error.strerror}.") from None
    if b"\0" in content:
        raise _unusable(file, ("it is not text.",))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _unusable(file: str, faults: tuple[str, ...]) -> UnusableList:
    name = "Standard input" if file == STANDARD_INPUT else file
    shown = "".join(f"\n  {fault}" for fault in faults[:_MOST_SHOWN])
    more = len(faults) - _MOST_SHOWN
    rest = f"\n  and {more:,} more" if more > 0 else ""
    count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    return UnusableList(
        f"{name} cannot be taken: {count}.{shown}{rest}",
        "Nothing was changed. Correct the file, or fetch the register again.",
    )
