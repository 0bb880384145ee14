"""Files that something else has open for a moment, as Windows knows them.

There a file that is open, be it by a reader, a search or a virus scanner, is not replaced, and one
that is being replaced is not opened. Who waits a moment is served.
"""

import time
from collections.abc import Callable
from typing import TypeVar

_BUSY = (5, 32, 33)
"""Errors of Windows: it refuses access, another program has the file open, or locks a part."""
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
