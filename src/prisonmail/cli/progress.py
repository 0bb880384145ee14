"""Progress: what is being done, how far it has come and how long it will take, on a terminal."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from prisonmail.system.progress import Progress, no_progress

_Item = TypeVar("_Item")
_PATIENCE = 1.0
"""Seconds for which nothing is shown."""
_STEP = 50
"""Items after which the bar is moved; each by itself would cost more than the work."""


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """Follow work on a terminal, and leave no trace; elsewhere, and if quiet, show nothing."""
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    with ExitStack() as stack:
        yield _Shown(stack)


class _Shown:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._move_bar: Callable[[str, int, int], None] | None = None
        self._patient_until = time.monotonic() + _PATIENCE

    def __call__(self, work: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
        """Yield the items, and show how many have been yielded once the run takes long."""
        for done, item in enumerate(items, start=1):
            yield item
            if done % _STEP == 0 and time.monotonic() > self._patient_until:
                self._move_bar = self._move_bar or _start_bar(self._stack)
                self._move_bar(work, done, max(total, done))


def _start_bar(stack: ExitStack) -> Callable[[str, int, int], None]:
    """Show a bar until the stack is left; returns what moves it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    console = Console(stderr=True)
    bar = Progress(*columns, TextColumn("left"), console=console, transient=True)
    task = stack.enter_context(bar).add_task("")

    def move(work: str, done: int, total: int) -> None:
        if bar.tasks[0].description != work:
            bar.reset(task, description=work)  # the time left is then worked out again
        bar.update(task, completed=done, total=total)

    return move
