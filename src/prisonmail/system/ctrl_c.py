"""Ctrl-C: it stops the program wherever it comes, whatever a library makes of it."""

import signal
import sys
from types import FrameType

from prisonmail.errors import PrisonmailError


class Stop(KeyboardInterrupt):
    """What Ctrl-C raises.

    A class of its own: if a plain KeyboardInterrupt passed through `exec`, as while a dataclass
    is made, Python ends itself by the signal, whatever exit code it was given.
    """


class _Handler:
    came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        raise Stop


def listen() -> None:
    """Stop at Ctrl-C from here on, unless this process was started to ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _Handler())
        sys.unraisablehook = _stop_again


def _stop_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Have Ctrl-C come once more if Python could only tell of it, as from a finaliser."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
    elif isinstance(signal.getsignal(signal.SIGINT), _Handler):
        import _thread
        import threading

        threading.Timer(0.01, _thread.interrupt_main).start()  # here it would be lost again


def ignore() -> None:
    """Be deaf to Ctrl-C from here on: it is too late to stop anything but the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def is_cause_of(error: BaseException) -> bool:
    """Whether an error is Ctrl-C, or what came of it: Python makes a RuntimeError of it in an Enum.

    >>> is_cause_of(KeyboardInterrupt()), is_cause_of(RuntimeError("of another cause"))
    (True, False)
    """
    if isinstance(error, KeyboardInterrupt | PrisonmailError):
        return isinstance(error, KeyboardInterrupt)
    handler = signal.getsignal(signal.SIGINT)
    return isinstance(handler, _Handler) and handler.came
