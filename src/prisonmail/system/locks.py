"""Lets one process at a time work in a folder. On Windows nothing is locked."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_folder(folder: Path, *, wait: bool, shared: bool = False) -> Iterator[None]:
    """Keep other processes that hold a folder waiting; a process that is killed lets go of it.

    Those that share it keep only those waiting that want it for themselves.

    Raises BlockingIOError if another one holds it and this one is not to wait, and OSError.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(
            handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        )
        yield
    finally:
        os.close(handle)
