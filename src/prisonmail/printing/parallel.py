"""Letters drawn by several processes at once, to the same bytes as by one.

Letters go out in parcels, and what comes back is put in order. Which process draws a parcel makes
no difference: a page depends on nothing but its letter and its print run.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from itertools import count, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

from prisonmail.errors import OutputRefused
from prisonmail.letters.letter import Letter
from prisonmail.letters.packed_letters import PackedLetters
from prisonmail.printing.content import Alphabet
from prisonmail.printing.letter_pages import Drawn, Press, PrintRun

_PARCEL = 112
"""Letters that are drawn at once: a multiple of the labels on a sheet of any grid (16, 14 and 8),
so that no parcel ends in the middle of a sheet."""
_AHEAD = 3
"""Parcels that wait for each process, so that none of them waits for one."""


class SharedPress(Press):
    """Has the letters of one PDF drawn by other processes."""

    def __init__(self, run: PrintRun, volume: int, presses: ProcessPoolExecutor, jobs: int) -> None:
        super().__init__(run)
        self._volume = volume
        self._presses = presses
        self._most_waiting = jobs * _AHEAD
        self._alphabet = Alphabet()

    @property
    def alphabet(self) -> Alphabet:
        """The characters of all that was drawn so far."""
        return super().alphabet | self._alphabet

    def draw(self, letters: Iterable[Letter]) -> Iterator[Drawn]:
        """Draw letters as `Press` does. Raises OutputRefused if another process ends."""
        try:
            for parcel in self._in_order(iter(letters)):
                drawn, alphabet = parcel.result()
                self._alphabet |= alphabet
                yield from drawn
        except BrokenExecutor:
            raise OutputRefused(
                "A process that draws letters was ended from outside, perhaps out of memory.",
                "Draw them with one process: --jobs 1",
            ) from None

    def _in_order(self, letters: Iterator[Letter]) -> "Iterator[Future[_Parcel]]":
        waiting: deque[Future[_Parcel]] = deque()
        while parcel := list(islice(letters, _PARCEL)):
            packed = PackedLetters.pack(parcel)
            waiting.append(self._presses.submit(_draw, self.run, self._volume, packed))
            if len(waiting) == self._most_waiting:
                yield waiting.popleft()
        yield from waiting


@contextmanager
def start_presses(jobs: int) -> Iterator[Callable[[PrintRun], Press]]:
    """Start so many processes, and yield what makes the press of each volume that they draw.

    They end with the block, or with this process.
    """
    volumes = count()
    started = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin)
    try:
        with _deaf_to_ctrl_c():
            for _ in range(jobs):
                started.submit(os.getpid)  # any work: the pool starts a process for each
        yield lambda run: SharedPress(run, next(volumes), started, jobs)
    finally:
        started.shutdown(cancel_futures=True)


_Parcel = tuple[list[Drawn], Alphabet]


def _draw(run: PrintRun, volume: int, letters: PackedLetters) -> _Parcel:
    press = _press(run, volume)
    return list(press.draw(letters)), press.alphabet


@lru_cache(maxsize=1)
def _press(run: PrintRun, volume: int) -> Press:
    """Keep what was worked out for one volume: the next begins with an empty alphabet."""
    return Press(run)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Have processes that are started here deaf to Ctrl-C from their first moment."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
