"""Files under a temporary name, held as long as they are written; what a crash leaves behind.

A name is random, since in a container every process may have the same number, and short, whatever
name the file will have. That a file is locked shows that it is still being written; on Windows, on
which an open file can be neither renamed nor removed, that a mutex has its name.
"""

import errno
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.places import access_lists

_TEMPORARY = compile_late(r"\.(?P<host>\w+)-[0-9a-f]{16}\.prisonmail(?P<side>-\w+)?")
"""The name of a temporary file; what may follow is that of a database's side file, as `-wal`."""
TEMPORARY_ENDING = ".prisonmail"
_LONGEST_HOST = 60
_ALREADY_EXISTS = 183
"""ERROR_ALREADY_EXISTS of Windows."""
_OWNER_ONLY = 0o600
"""Only the user may read an output: it names people in prison."""


@contextmanager
def hold_temporary(folder: Path) -> Iterator[Path]:
    """Yield a new, empty, private file in a folder, which is deleted if it still has its name.

    Raises OSError if there cannot be one.
    """
    while True:
        path, handle = _draw_path(folder), None
        try:  # the file goes whenever Ctrl-C comes, also in the instant after it was made
            handle, ours = _make_held(path)
            if ours:
                yield path
                return
        finally:
            _close(handle)
            path.unlink(missing_ok=True)


def try_folder(folder: Path) -> None:
    """Raise OSError if no file can be made in a folder; nothing else shows that for certain."""
    path = _draw_path(folder)
    try:
        os.close(_make(path))
    finally:  # also if Ctrl-C comes between the two; another process may have removed it already
        path.unlink(missing_ok=True)


def find_left_behind(folder: Path) -> Iterator[Path]:
    """Find the temporary files of processes of this computer that have ended."""
    for path in _find_ours(folder):
        with suppress(OSError):  # it is in use, or gone
            _close(_lock(path))
            yield path


def remove_left_behind(folder: Path) -> None:
    """Remove the temporary files of processes of this computer that have ended."""
    for path in _find_ours(folder):
        with suppress(OSError):  # in use; on Windows an open file cannot be removed
            handle = _lock(path)
            try:
                path.unlink()  # while it is locked, or its maker could lock it meanwhile
            finally:
                _close(handle)


def _find_ours(folder: Path) -> Iterator[Path]:
    for path in folder.glob(f".*{TEMPORARY_ENDING}*"):
        match = _TEMPORARY.fullmatch(path.name)
        if match and match["host"] == _host():
            yield path


def _make_held(path: Path) -> tuple[int | None, bool]:
    """Make and lock a file; return its handle, and False if another process took it meanwhile.

    One that looks for what was left behind may do that until the file is locked.
    """
    if sys.platform == "win32":
        mutex = _hold_name(path)  # first, or others would take the file for one left behind
        os.close(_make(path))
        access_lists.close_to_others(path)
        return mutex, True
    handle = _make(path)
    try:
        _lock_open(handle)
    except BlockingIOError:
        return handle, False
    except OSError:  # a drive without locks
        return handle, True
    return handle, path.exists()


def _make(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)


def _draw_path(folder: Path) -> Path:
    return folder / f".{_host()}-{os.urandom(8).hex()}{TEMPORARY_ENDING}"


def _host() -> str:
    """Return this computer's name: in a shared folder, another one's processes are not known."""
    if sys.platform != "win32":
        name = os.uname().nodename  # the same as socket's, which every check would have to load
    else:
        import socket

        name = socket.gethostname()
    return re.sub(r"\W", "", name)[:_LONGEST_HOST] or "localhost"


def _lock(path: Path) -> int | None:
    """Lock a temporary file, or the one that a side file belongs to. Raises OSError if in use."""
    own = path.with_name(path.name.partition(TEMPORARY_ENDING)[0] + TEMPORARY_ENDING)
    if sys.platform == "win32":
        return _hold_name(own)
    if not own.exists():
        return None
    handle = os.open(own, os.O_RDWR)
    try:
        _lock_open(handle)
    except OSError:
        os.close(handle)
        raise
    return handle


def _lock_open(handle: int) -> None:
    """Lock a file until it is closed; the lock of a process that was killed goes with it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _hold_name(path: Path) -> int:  # pragma: no cover - on Windows only
    """Hold the name of a temporary file on Windows, as long as this process lives at most.

    Raises BlockingIOError if another one holds it, and PermissionError if that is another user's.
    """
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateMutexW.restype = ctypes.c_void_p
    mutex = kernel.CreateMutexW(None, 0, f"Global\\prisonmail{path.name}")
    if mutex is None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if ctypes.get_last_error() == _ALREADY_EXISTS:  # type: ignore[attr-defined, unused-ignore]
        _close(mutex)
        raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK), str(path))
    return int(mutex)


def _close(handle: int | None) -> None:
    if handle is None:
        return
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.CloseHandle(ctypes.c_void_p(handle))
    else:
        os.close(handle)
