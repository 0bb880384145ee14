"""Brings files safely to disk, so that a power failure does not take them back.

A file needs two things: its bytes, by a sync of the file, and its name, by a sync of its folder.
"""

import errno
import os
import sys
from pathlib import Path

_CANNOT = frozenset((errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP))
"""Errors of folders that may not be read, or lie on a drive that syncs none, as some of networks:
then nothing better can be done."""


def sync(handle: int) -> None:
    """Wait until an open file or folder is on its disk, not in a cache. Raises OSError.

    On macOS fsync leaves it in the cache of the drive, and only F_FULLFSYNC empties that (manual
    page fsync(2) there); a drive of a network may refuse it, and gets what it knows.
    """
    if sys.platform != "win32":
        import fcntl

        full = getattr(fcntl, "F_FULLFSYNC", None)  # which only macOS has
        if full is not None:
            try:
                fcntl.fcntl(handle, full)
            except OSError as error:
                if error.errno == errno.EIO:
                    raise
            else:
                return
    os.fsync(handle)


def sync_file(path: Path) -> None:
    """Wait until the bytes of a file are on disk. Raises OSError."""
    _sync(path, os.O_RDWR)  # Windows syncs no file that is only read


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk, if its drive can do that. Raises OSError."""
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    try:
        _sync(folder, os.O_RDONLY)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        sync(handle)
    finally:
        os.close(handle)
