"""Hears of changes in a folder: from the system, or by nothing but the time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_STEP_MS = 200
"""How often the library looks whether it is to end, which is all that it does at rest."""


class Bell:
    """What waits for a change, for a time, or for whoever wakes it."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake who waits, or will."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Wait until it rings, and at most so many seconds."""
        self._rung.wait(seconds)
        self._rung.clear()


def can_hear() -> bool:
    """Return whether what hears of changes is installed."""
    return find_spec("watchfiles") is not None


@contextmanager
def ring_at_changes(folder: Path, bell: Bell) -> Iterator[None]:
    """Ring a bell whenever something changes in a folder itself.

    If the system cannot tell, as on many drives of networks, it stays silent.
    """
    from watchfiles import watch

    end = threading.Event()

    def listen() -> None:
        try:
            for _ in watch(
                folder,
                watch_filter=None,
                step=_STEP_MS,
                stop_event=end,
                recursive=False,
                raise_interrupt=False,
            ):
                bell.ring()
        except (OSError, RuntimeError):  # the folder is gone, or all watches are in use
            bell.ring()

    thread = threading.Thread(target=listen, name="folder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
