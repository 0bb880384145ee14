"""What a run writes: files that appear whole or not at all, and a standard output that arrives.

A file is written under a temporary name beside its place, brought safely to disk, and renamed. A
killed process leaves its temporary file behind; the next one that writes to that folder removes it.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from prisonmail.errors import OutputRefused

STANDARD_OUTPUT = Path("-")
_TEMPORARY = re.compile(r"\..+\.(?P<host>\w+)-(?P<process>\d+)\.prisonmail(-\w+)?")
"""The name of a temporary file; what may follow is that of a database's side file, as `-wal`."""
_OWNER_ONLY = 0o600
"""Only the user may read an output: it names people in prison."""


def refuse_if_taken(path: Path, *, force: bool, kept: Iterable[Path | str] = ()) -> None:
    """Raise OutputRefused if a file cannot be written, before there is anything to write.

    Files that are `kept`, such as the list or the ledger, are not replaced even by force.
    """
    if path.is_dir():
        raise OutputRefused(f"{path} is a folder.", "Give the output a file name.")
    if any(Path(each).resolve() == path.resolve() for each in kept):
        raise OutputRefused(
            f"{path} is needed as it is: this run reads it, or has written it already.",
            "Name another file.",
        )
    if path.exists() and not force:
        raise OutputRefused(
            f"{path} is there already.", "To replace it add --force, or name another file."
        )
    if not path.parent.is_dir():
        raise OutputRefused(f"There is no folder {path.parent}.", "Make it, or name another place.")
    if not os.access(path.parent, os.W_OK):
        raise OutputRefused(
            f"The folder {path.parent} cannot be written to.", "Name another place."
        )


def open_output(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open standard output if the path is `-`, else a new file. Raises OutputRefused."""
    return stdout_file() if path == STANDARD_OUTPUT else new_file(path)


@contextmanager
def stdout_file() -> Iterator[BinaryIO]:
    """Yield standard output to write a file to. Raises OutputRefused if not all of it arrives."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except OSError as error:
        raise _refuse_stdout(error) from None


def flush_stdout() -> None:
    """Have all answers so far arrive. Raises OutputRefused if they do not.

    Raises BrokenPipeError if the reader, such as `head`, has seen enough of them.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _refuse_stdout(error) from None


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write to, which takes its name when all is written. Raises OutputRefused."""
    with temporary_path(path) as temporary, open(temporary, "xb", opener=_open_private) as file:
        yield file


@contextmanager
def temporary_path(path: Path) -> Iterator[Path]:
    """Yield a path to write a file at, which takes its name when all is written.

    Raises OutputRefused if it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{_host()}-{os.getpid()}.prisonmail")
    try:
        _remove_left_behind(path.parent)
        yield temporary
        # in this order, or after a power failure the name could stand for half a file
        _sync(temporary, os.O_RDWR)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        own = (None, *map(str, (temporary, path, path.parent)))
        other = "" if error.filename in own else f"{error.filename} cannot be read: "
        reason = f"{other}{error.strerror or error}"
        raise OutputRefused(f"{path} cannot be written: {reason}.") from None
    finally:
        temporary.unlink(missing_ok=True)


def find_left_behind(folder: Path) -> Iterator[Path]:
    """Find the temporary files of processes of this computer that have ended."""
    for path in folder.glob(".*.prisonmail*"):
        match = _TEMPORARY.fullmatch(path.name)
        if match and match["host"] == _host() and not _is_running(int(match["process"])):
            yield path


def _refuse_stdout(error: OSError) -> OutputRefused:
    _discard_stdout()
    return OutputRefused(f"Standard output cannot be written: {error.strerror}.")


def _discard_stdout() -> None:
    """Send what is left to be written nowhere, or Python tries again as it ends, and fails."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _open_private(name: str, flags: int) -> int:
    return os.open(name, flags, _OWNER_ONLY)


def _remove_left_behind(folder: Path) -> None:
    for path in find_left_behind(folder):
        with suppress(OSError):  # Windows keeps the file of a process that still runs
            path.unlink()


def _host() -> str:
    """Return this computer's name: in a shared folder, another one's processes are not known."""
    import socket  # only now: every command loads this module, and few write a file

    return re.sub(r"\W", "", socket.gethostname()) or "localhost"


def _is_running(process: int) -> bool:
    if os.name != "posix":  # there `os.kill` would end it; its open file cannot be removed anyway
        return process == os.getpid()
    try:
        os.kill(process, 0)  # signal 0 asks whether it is there, and does nothing to it
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        _sync(folder, os.O_RDONLY)
