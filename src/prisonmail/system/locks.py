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
    """Lock the first byte of a file, which need not have one. Locks cannot be shared there."""
    import msvcrt

    if shared:
        return

    while True:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except PermissionError as error:
            if not wait:
                raise BlockingIOError(*error.args) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return
