"""Progress: what is being done, how far it has come and how long it will take, on a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

from prisonmail.progress import Progress, no_progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_Item = TypeVar("_Item")
_PATIENCE = 1.0
"""Seconds for which nothing is shown."""
_STEP = 50
"""Items after which the bar is moved; each by itself would cost more than the work."""


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """Follow work on a terminal, and leave no trace; elsewhere, and where quiet, show nothing."""
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    with ExitStack() as stack:
        yield _Shown(stack)


class _Shown:
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._bar: Bar | None = None
        self._work = ""
        self._patient_until = time.monotonic() + _PATIENCE

    def __call__(self, work: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
        """Give the items, and show how many have been given once the run takes long."""
        for done, item in enumerate(items, start=1):
            yield item
            if done % _STEP == 0 and time.monotonic() > self._patient_until:
                self._show(work, done, max(total, done))

    def _show(self, work: str, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = self._stack.enter_context(_bar())
            self._bar.add_task("")
        (task,) = self._bar.task_ids
        if work != self._work:
            self._work = work
            self._bar.reset(task, description=work)
        self._bar.update(task, completed=done, total=total)


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    console = Console(stderr=True)
    return Progress(*columns, TextColumn("left"), console=console, transient=True)
