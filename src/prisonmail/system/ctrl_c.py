"""Ctrl-C: it stops the program wherever it comes, whatever a library makes of it."""

import signal
import sys
from types import FrameType

from prisonmail.errors import PrisonmailError

_AGAIN_SECONDS = 0.01
"""Long enough to leave a finaliser first, too short to be noticed."""


class Stop(KeyboardInterrupt):
    """What Ctrl-C raises.

    A class of its own: if a plain KeyboardInterrupt passes through `exec`, as when a dataclass is
    made, Python ends itself by the signal and not with the exit code that it was given.
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
        sys.unraisablehook = _report_unraisable


def ignore() -> None:
    """Ignore Ctrl-C from here on: it is too late to stop anything but the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def is_cause_of(error: BaseException) -> bool:
    """Check whether an error is Ctrl-C or comes of it, as the RuntimeError that an Enum makes.

    >>> is_cause_of(KeyboardInterrupt()), is_cause_of(RuntimeError("of another cause"))
    (True, False)
    """
    if isinstance(error, KeyboardInterrupt | PrisonmailError):
        return isinstance(error, KeyboardInterrupt)
    handler = signal.getsignal(signal.SIGINT)
    return isinstance(handler, _Handler) and handler.came


def stop_if_lost() -> None:
    """Stop now if Ctrl-C has come, and something has caught what it raised and gone on."""
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _Handler) and handler.came:
        raise Stop


def _report_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report what Python could not raise, as in a finaliser; if it is Ctrl-C, stop soon."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
    elif isinstance(signal.getsignal(signal.SIGINT), _Handler):
        _stop_soon()


def _stop_soon() -> None:
    import _thread
    import threading

    delay = _AGAIN_SECONDS
    while True:
        try:
            threading.Timer(delay, _thread.interrupt_main).start()
        except KeyboardInterrupt:
            delay *= 2  # a slow machine: it came before this hook was left, where it is lost too
        else:
            return
