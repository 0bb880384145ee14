"""Watches how much memory a process, and all that it starts, use together."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

_PROCESSES = Path("/proc")
_PAUSE = 0.2
"""Seconds between two looks: a look takes some milliseconds from the process it looks at."""
_KB_PER_MB = 1024


class MemoryWatch(Thread):
    """Watches a process to its end. Pages that processes share are counted once.

    It needs `/proc` of Linux; on other systems the peak stays 0.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.peak_mb = 0.0

    def run(self) -> None:
        """Look again and again until the process ends."""
        while (_PROCESSES / str(self._process) / "smaps_rollup").exists():
            now = sum(map(_read_kilobytes, _find_family(self._process))) / _KB_PER_MB
            if not now:
                return
            self.peak_mb = max(self.peak_mb, now)
            time.sleep(_PAUSE)


def _find_family(process: int) -> Iterator[int]:
    yield process
    try:
        children = (_PROCESSES / f"{process}/task/{process}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _find_family(int(child))


def _read_kilobytes(process: int) -> int:
    try:
        told = (_PROCESSES / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
