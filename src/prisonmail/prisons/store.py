"""The firm's own register: entries taken from a newer one, kept beside the ledger (mode 0600).

What a newer register would change is shown before anything is written.
"""

import csv
import io
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused, UnusableList
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.register_file import read_register
from prisonmail.prisons.register_update import Update, compare
from prisonmail.system import clock, disk, folders, output_files
from prisonmail.system.record import replace

_NAME = "prisons.csv"
_COLUMNS = (
    "code", "register_name", "address_line1", "address_line2", "town", "postcode", "country",
    "welsh_name", "active", "as_of",
)  # fmt: skip
STANDARD_INPUT = "-"
_MOST_SHOWN = 20
"""Faults of one file that a message names; the wrong file may have one in every line."""


def find_overlay_path() -> Path:
    """Return the path of the firm's own entries."""
    return folders.records_folder() / _NAME


def identify_register() -> object:
    """Return what changes whenever the firm's own entries do."""
    try:
        found = find_overlay_path().stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def load_directory() -> Directory:
    """Read the packaged register, with the firm's own entries instead if they are at least as new.

    Raises InputMissing if the firm's file is damaged.
    """
    packaged = read_packaged_directory()
    if not find_overlay_path().exists():
        return packaged
    known = {prison.code: prison for prison in packaged}
    laws = {entry.code: entry.law for entry in packaged.gazetteer.laws}
    for prison in _read_overlay():
        if prison.code not in known or prison.as_of >= known[prison.code].as_of:
            known[prison.code] = replace(prison, known_law=laws.get(prison.code))
    return Directory(tuple(known[code] for code in sorted(known)), packaged.gazetteer)


def read_update(file: str, directory: Directory, today: date) -> Update:
    """Compare a file, or `-` for standard input, with a directory.

    Raises InputMissing if it cannot be read, UnusableList that names its faults.
    """
    read = read_register(_read_text(file), today)
    update = compare(directory, read.entries, today)
    faults = (*read.faults, *update.faults)
    if faults:
        raise _unusable(file, faults)
    return update


def take(prisons: Iterable[Prison]) -> None:
    """Save entries as the firm's own, beside those saved before.

    Raises OutputRefused, and InputMissing if those saved before are damaged.
    """
    path = find_overlay_path()
    kept = {prison.code: prison for prison in _read_overlay()} if path.exists() else {}
    kept |= {prison.code: prison for prison in prisons}
    folders.make_folder_for(path)
    with output_files.new_file(path, replace=True) as file:
        file.write(_as_csv(kept[code] for code in sorted(kept)))


def forget() -> bool:
    """Delete the firm's own entries, and return whether there were any. Raises OutputRefused."""
    path = find_overlay_path()
    try:
        path.unlink()
        disk.sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputRefused(f"{path} cannot be removed: {error.strerror}.") from None
    return True


def _read_overlay() -> tuple[Prison, ...]:
    path = find_overlay_path()
    today = clock.uk_date(clock.now())
    try:
        read = read_register(path.read_text(encoding="utf-8-sig"), date.max)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise _damaged(f"cannot be read: {reason}.") from None
    update = compare(Directory(()), read.entries, today)
    faults = (*read.faults, *update.faults)
    if faults:
        raise _damaged(f"is damaged: {faults[0]}")
    return update.prisons


def _damaged(what: str) -> InputMissing:
    return InputMissing(
        f"Your own register of prisons, {find_overlay_path()}, {what}",
        "Drop it with: prisonmail prisons import --forget, and import the newer register again.",
    )


def _as_csv(prisons: Iterable[Prison]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(prison) for prison in prisons)
    return text.getvalue().encode()


def _cells(prison: Prison) -> tuple[str, ...]:
    return (
        prison.code,
        prison.register_name,
        prison.street,
        prison.locality,
        prison.town,
        prison.postcode,
        prison.country,
        prison.welsh_name,
        "t" if prison.active else "f",
        prison.as_of.isoformat(),
    )


def _read_text(file: str) -> str:
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
