"""Lets one process at a time work in a folder, or hold a file."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_NAME = ".prisonmail-lock"
"""On Windows, where a folder itself cannot be locked: an empty file in it, which stays."""
_PAUSE_SECONDS = 0.05
_AT_ONCE, _ALONE = 1, 2
"""LOCKFILE_FAIL_IMMEDIATELY and LOCKFILE_EXCLUSIVE_LOCK, flags of LockFileEx."""
_HELD = (33, 997)
"""ERROR_LOCK_VIOLATION and ERROR_IO_PENDING, with which it fails if somebody else has the lock."""


@contextmanager
def hold_folder(folder: Path, *, wait: bool, shared: bool = False) -> Iterator[None]:
    """Keep other processes that hold a folder waiting; a process that is killed lets go of it.

    Those that share it keep only those waiting that want it for themselves.

    Raises BlockingIOError if another one holds it and this one is not to wait, and OSError.
    """
    if sys.platform == "win32":
        handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT)
    else:
        handle = os.open(folder, os.O_RDONLY)
    with _holding(handle, wait=wait, shared=shared):
        yield


@contextmanager
def hold_file(path: Path) -> Iterator[int]:
    """Hold a file, made if it is not there, and yield its handle; on drives of networks too.

    Raises BlockingIOError if another process holds it, and OSError.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with _holding(handle, wait=False, shared=False):
        yield handle


@contextmanager
def _holding(handle: int, *, wait: bool, shared: bool) -> Iterator[None]:
    take = _take_on_windows if sys.platform == "win32" else _take
    try:
        take(handle, wait, shared)
        yield
    finally:
        os.close(handle)  # which lets go of it


def _take(handle: int, wait: bool, shared: bool) -> None:
    import fcntl

    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    fcntl.flock(handle, kind | (0 if wait else fcntl.LOCK_NB))


def _take_on_windows(handle: int, wait: bool, shared: bool) -> None:
    """Lock the first byte of a file, which need not have one."""
    while not _lock_on_windows(handle, shared):
        if not wait:
            raise BlockingIOError("held by another process")
        time.sleep(_PAUSE_SECONDS)  # and not in Windows, which would not heed Ctrl-C


def _lock_on_windows(handle: int, shared: bool) -> bool:  # pragma: no cover - on Windows only
    """Return whether a lock could be had. By Windows itself, since the C library shares none.

    Raises OSError.
    """
    import ctypes
    import msvcrt

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    file = ctypes.c_void_p(msvcrt.get_osfhandle(handle))  # type: ignore[attr-defined, unused-ignore]
    begin = (ctypes.c_uint64 * 4)()  # OVERLAPPED, at the offset 0
    if kernel.LockFileEx(file, _AT_ONCE | (0 if shared else _ALONE), 0, 1, 0, begin):
        return True
    code = ctypes.get_last_error()  # type: ignore[attr-defined, unused-ignore]
    if code in _HELD:
        return False
    raise ctypes.WinError(code)  # type: ignore[attr-defined, unused-ignore]
