"""Publishing a file: whole, under its own name, or not at all.

It is written to a temporary file beside its place, brought safely to disk, and renamed. A process
that was killed leaves its temporary file behind; the next one that publishes there removes it.
"""

import os
import re
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from prisonmail.errors import OutputRefused

STANDARD_OUTPUT = Path("-")
_TEMPORARY = re.compile(r"\..+\.(?P<host>\w+)-(?P<process>\d+)\.prisonmail(-\w+)?")


def refuse_if_taken(path: Path, *, force: bool, kept: Iterable[Path | str] = ()) -> None:
    """Find out early whether a file can be written. Raises OutputRefused.

    What is `kept`, such as the list or the ledger, is not replaced even by force.
    """
    if path.is_dir():
        raise OutputRefused(f"{path} is a folder.", "Give the output a file name.")
    if any(Path(each).resolve() == path.resolve() for each in kept):
        raise OutputRefused(
            f"{path} is needed as it is: it is read in this run, or written by it already.",
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
    """Open standard output for `-`, else a file that is published. Raises OutputRefused."""
    return stdout_file() if path == STANDARD_OUTPUT else new_file(path)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write to, which takes its name once all is written. Raises OutputRefused."""
    with temporary_path(path) as temporary, open(temporary, "xb", opener=_open_private) as file:
        yield file


@contextmanager
def temporary_path(path: Path) -> Iterator[Path]:
    """Yield a path to write at, whose file takes its name once all is written.

    Raises OutputRefused if it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{_host()}-{os.getpid()}.prisonmail")
    try:
        _remove_left_behind(path.parent)
        yield temporary
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
    """Find the temporary files of processes of this computer that are no more."""
    for path in folder.glob(".*.prisonmail*"):
        match = _TEMPORARY.fullmatch(path.name)
        if match and match["host"] == _host() and not _is_running(int(match["process"])):
            yield path


def _remove_left_behind(folder: Path) -> None:
    for path in find_left_behind(folder):
        with suppress(OSError):  # Windows keeps the file of a process that still runs
            path.unlink()


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    return re.sub(r"\W", "", socket.gethostname()) or "localhost"


def _open_private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


@contextmanager
def stdout_file() -> Iterator[BinaryIO]:
    """Open standard output for a file that has to arrive. Raises OutputRefused."""
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except OSError as error:
        raise _refuse(error) from None


def flush_stdout() -> None:
    """See that all answers so far arrive. Raises OutputRefused.

    A reader who has seen enough of them, such as `head`, raises BrokenPipeError as ever.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _refuse(error) from None


def _refuse(error: OSError) -> OutputRefused:
    _discard_output()
    return OutputRefused(f"Standard output cannot be written: {error.strerror}.")


def _discard_output() -> None:
    """Let what waits to be written go nowhere, or Python tries again at its end and fails."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
