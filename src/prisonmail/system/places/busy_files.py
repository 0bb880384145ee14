"""Files that something else has open for a moment, as Windows knows them.

There a file that is open, be it by a reader, a search or a virus scanner, is not replaced, and one
that is being replaced is not opened. Who waits a moment is served.
"""

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

IN_USE = (32, 33)
"""Errors of Windows: another program has the file open, or locks a part of it."""
_BUSY = (5, *IN_USE, None)
"""And it refuses access; or it does not say, as when a file is opened, by the C library."""
_MOST_SECONDS, _PAUSE_SECONDS = 1.0, 0.01
_Done = TypeVar("_Done")


def try_for_a_moment(act: Callable[[], _Done]) -> _Done:
    """Do something with a file; if that is busy, again and again for a second.

    Raises OSError as what is to be done.
    """
    end = time.monotonic() + _MOST_SECONDS
    while True:
        try:
            return act()
        except PermissionError as error:
            if getattr(error, "winerror", 0) not in _BUSY or time.monotonic() > end:
                raise
        time.sleep(_PAUSE_SECONDS)


def erase(path: Path) -> bool:
    """Erase a file, or a folder with all that is in it; return whether nothing of it is left.

    What stays busy stays, and all else goes.
    """
    remove = (
        partial(shutil.rmtree, path) if path.is_dir() else partial(path.unlink, missing_ok=True)
    )
    try:
        try_for_a_moment(remove)
    except OSError:
        shutil.rmtree(path, ignore_errors=True)
        return False
    return True
