"""What a run writes: files that appear whole or not at all.

A file is written under a temporary name beside its place, brought safely to disk, and given its
name. A killed process leaves its temporary file behind; the next one that writes to that folder
removes it. What is no file, as a pipe or a device, is written to directly.
"""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from prisonmail.errors import OutputRefused
from prisonmail.system import disk, folders
from prisonmail.system.places.busy_files import IN_USE, try_for_a_moment
from prisonmail.system.places.file_names import find_own_fault
from prisonmail.system.standard_output import is_stdout, stdout_file
from prisonmail.system.temporary_files import (
    TEMPORARY_ENDING,
    hold_temporary,
    remove_left_behind,
    try_folder,
)

STANDARD_OUTPUT = Path("-")
_SIDE_FILES = ("", "-wal", "-shm", "-journal")
"""The endings of what SQLite keeps beside a database, whose loss may destroy it."""
_CLOSE_IT = "If another program has it open, close it there; else name another place."


def refuse_if_taken(path: Path, *, force: bool, kept: Iterable[Path | str] = ()) -> None:
    """Raise OutputRefused if a file cannot be written, before there is anything to write.

    Files that are `kept`, such as the list or the ledger with its journals, are not replaced even
    by force, nor are the program's own, nor anything but a file.
    """
    with _refusing(path):
        refuse_name(path)
        found = _look(path)
        if found and stat.S_ISDIR(found.st_mode):
            raise OutputRefused(f"{path} is a folder.", "Give the output a file name.")
        _refuse_needed(path, kept)
        if found and not stat.S_ISREG(found.st_mode):
            _refuse_closed(path)
            return
        if os.path.lexists(path) and not force:
            raise _taken(path)
        _refuse_folder(path.parent)
        if found:
            _try_replacing(path)


def find_needed(kept: Iterable[Path | str], places: Iterable[Path]) -> list[Path | str]:
    """Return those of the files to be kept that, or whose journals, are among some places.

    >>> find_needed(["ledger.sqlite3", "list.csv"], [Path("ledger.sqlite3-wal")])
    ['ledger.sqlite3']
    """
    resolved = set(map(_resolve, places))
    return [each for each in kept if not resolved.isdisjoint(_name_side_files(each))]


def open_output(path: Path, *, replace: bool) -> AbstractContextManager[BinaryIO]:
    """Open standard output if the path is a name of it, else as `new_file`."""
    return stdout_file() if is_stdout(path) else new_file(path, replace=replace)


@contextmanager
def new_file(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """Yield a file to write to, which takes its name when all is written. Raises OutputRefused.

    A file that has the name by then stays unless it is to be replaced. A pipe or a device is
    written to directly.
    """
    refuse_name(path)
    if _is_stream(path):
        with _refusing(path), path.open("wb") as stream:
            yield stream
        return
    with temporary_path(path, replace=replace) as temporary, temporary.open("r+b") as file:
        yield file


@contextmanager
def temporary_path(path: Path, *, replace: bool, lasting: bool = True) -> Iterator[Path]:
    """Yield an empty file to be written to, which takes its name when all is written.

    After a power failure the name stands for the new file or, if it is not to be `lasting`, for
    what it stood for before. Raises OutputRefused if it cannot be written, or if by then there is a
    file of that name that is not to be replaced.
    """
    with _refusing(path):
        refuse_name(path)
        remove_left_behind(path.parent)
        with hold_temporary(path.parent) as temporary:
            yield temporary
            # in this order, or after a power failure the name could stand for half a file
            disk.sync_file(temporary)
            _publish(temporary, path, replace=replace)
            if lasting:
                disk.sync_folder(path.parent)


def move_file(path: Path, target: Path) -> None:
    """Rename a file, replacing what has that name, and bring the new name safely to disk.

    Raises OutputRefused.
    """
    with _refusing(target):
        try_for_a_moment(lambda: path.replace(target))
        disk.sync_folder(target.parent)
        disk.sync_folder(path.parent)


def remove_file(path: Path) -> None:
    """Remove a file, if it is there, so that no power failure brings it back.

    Raises OutputRefused.
    """
    with _refusing(path):
        try_for_a_moment(lambda: path.unlink(missing_ok=True))
        disk.sync_folder(path.parent)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _refuse_in_use(path)
        named = str(error.filename or path)
        own = named in (str(path), str(path.parent)) or named.endswith(TEMPORARY_ENDING)
        reason = f"{'' if own else f'{named} cannot be read: '}{error.strerror or error}"
        remedy = _CLOSE_IT if own and isinstance(error, PermissionError) else ""
        raise OutputRefused(f"{path} cannot be written: {reason}.", remedy) from None


def _refuse_in_use(path: Path) -> None:
    if is_in_use(path):
        raise OutputRefused(
            f"{path} cannot be written: another program has it open.",
            "Close it there, such as in Excel or in what shows PDFs; or name another file.",
        ) from None


def is_in_use(path: Path) -> bool:
    """Return whether another program has a file open, so that Windows keeps it as it is.

    On other systems any file can be replaced.
    """
    if os.name != "nt" or not path.is_file():
        return False
    try:
        path.rename(path)
    except OSError as error:
        return getattr(error, "winerror", 0) in IN_USE
    return False


def refuse_name(path: Path) -> None:
    """Raise OutputRefused if this computer cannot give a file the name that it is to have."""
    if fault := find_own_fault(path):
        raise OutputRefused(f"{path} cannot be written: {fault}.", "Give it another name.")


def _look(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_needed(path: Path, kept: Iterable[Path | str]) -> None:
    if find_needed(kept, [path]):
        why = "this run reads it, or has written it already"
    elif path.exists() and find_needed(folders.list_own_files(), [path]):
        why = "it belongs to prisonmail itself"
    else:
        return
    raise OutputRefused(f"{path} is needed as it is: {why}.", "Name another file.")


def _name_side_files(path: Path | str) -> set[str]:
    """Return the full path of a file, and of all that SQLite may keep beside it."""
    resolved = _resolve(path)
    return {f"{resolved}{ending}" for ending in _SIDE_FILES}


def _resolve(path: Path | str) -> str:
    """Return a path in full, to be compared: as text, since a list may name 100,000 enclosures."""
    return os.path.normcase(os.path.realpath(path))


def _is_stream(path: Path) -> bool:
    with suppress(OSError):
        mode = path.stat().st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)
    return False


def _refuse_closed(path: Path) -> None:
    """Refuse what is neither a file nor open to be written to, as a disk or a socket."""
    if not _is_stream(path):
        raise OutputRefused(f"{path} is neither a file nor a pipe.", "Name another file.")
    if not os.access(path, os.W_OK):
        raise OutputRefused(f"{path} cannot be written to.", "Name another place.")


def _refuse_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise OutputRefused(f"There is no folder {folder}.", "Make it, or name another place.")
    try:
        try_folder(folder)
    except OSError as error:
        raise OutputRefused(
            f"The folder {folder} cannot be written to: {error.strerror}.", "Name another place."
        ) from None


def _try_replacing(path: Path) -> None:
    """Raise OSError if a file could not be replaced, as far as that can be known without doing it.

    On Windows a file that another program has open can neither be written to nor renamed.
    """
    folder, user = path.parent.stat(), getattr(os, "geteuid", int)()
    if folder.st_mode & stat.S_ISVTX and user not in (0, folder.st_uid, path.lstat().st_uid):
        raise PermissionError(errno.EPERM, "it is another user’s", str(path))
    if os.name == "nt" or os.access(path, os.W_OK):
        os.close(os.open(path, os.O_WRONLY))
    path.rename(path)


def _publish(temporary: Path, path: Path, *, replace: bool) -> None:
    """Give a finished file its name. Raises OSError, or OutputRefused if the name is taken."""
    try:
        if replace:
            _refuse_changed(path)
            try_for_a_moment(lambda: temporary.replace(path))
        elif os.name == "nt":
            try_for_a_moment(lambda: temporary.rename(path))  # which there replaces nothing
        else:
            _name_once(temporary, path)
    except FileExistsError:
        raise _taken(path, "meanwhile") from None


def _name_once(temporary: Path, path: Path) -> None:
    """Rename a file. Raises FileExistsError if there is one of that name."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a drive that knows no two names for a file, as a memory stick
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        temporary.replace(path)
    else:
        temporary.unlink()


def _refuse_changed(path: Path) -> None:
    found = _look(path)
    if found and not stat.S_ISREG(found.st_mode):
        raise OutputRefused(f"{path} is no file any more.", "Name another file.")


def _taken(path: Path, since: str = "already") -> OutputRefused:
    return OutputRefused(
        f"{path} is there {since}.", "To replace it add --force, or name another file."
    )
