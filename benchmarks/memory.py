"""Watches how much memory a process, and all that it starts, use together."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

_PROCESSES = Path("/proc")
_PAUSE = 0.02
"""Seconds between two looks."""
_KB_PER_MB = 1024


class MemoryWatch(Thread):
    """Watches a process to its end. Pages that processes share are counted once.

    It needs `/proc` of Linux; on other systems the peak stays 0. As long as a process is alone,
    the system's own mark of its peak is read, so that nothing between two looks is missed.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.peak_mb = 0.0

    def run(self) -> None:
        """Look again and again until the process ends."""
        while now := _read_kilobytes(self._process, "status", "VmHWM:"):
            family = list(_find_family(self._process))
            if len(family) > 1:
                now = sum(_read_kilobytes(each, "smaps_rollup", "Pss:") for each in family)
            self.peak_mb = max(self.peak_mb, now / _KB_PER_MB)
            time.sleep(_PAUSE)


def _find_family(process: int) -> Iterator[int]:
    yield process
    try:
        children = (_PROCESSES / f"{process}/task/{process}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _find_family(int(child))


def _read_kilobytes(process: int, file: str, field: str) -> int:
    """Return a figure of a process, or 0 if it has ended."""
    try:
        told = (_PROCESSES / str(process) / file).read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith(field))
