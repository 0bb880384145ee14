"""Ctrl-C: it stops the program wherever it comes, whatever a library makes of it.

So does Ctrl-Break of Windows. If a console is closed there, that ends a program at once, as SIGTERM
does elsewhere: what it has begun is not there, or is finished by whoever comes next.
Only a program that goes on for ever may finish first what it has begun.
"""

import _thread
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from prisonmail.errors import PrisonmailError

_AGAIN_SECONDS = 0.01
"""How long to wait until a finaliser may be left: too short to be noticed."""


STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGBREAK") if hasattr(signal, name)]
"""The signals of the keys that stop a program."""


class Stop(KeyboardInterrupt):
    """What Ctrl-C raises.

    A class of its own: if a plain KeyboardInterrupt passes through `exec`, as when a dataclass is
    made, Python ends itself by the signal and not with the exit code that it was given.
    """


class _Handler:
    def __init__(self) -> None:
        self.came = self.heard = False
        self.put_off: Callable[[], object] | None = None
        self.main = _thread.get_ident()

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.heard = True
        put_off, self.put_off = self.put_off, None
        if put_off:
            put_off()
            return
        self.came = True
        if _is_reporting(frame):  # what is raised there is lost, too
            _stop_soon(self.main)
        else:
            raise Stop


def listen() -> None:
    """Stop at Ctrl-C from here on, unless this process was started to ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        handler = _Handler()
        for each in STOPS:
            signal.signal(each, handler)
        sys.unraisablehook = _report_unraisable
        if os.name == "posix" and os.isatty(0):
            _insist(handler)


def ignore() -> None:
    """Ignore Ctrl-C from here on: it is too late to stop anything but the exit code."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)


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


class EndAsked:
    """Whether the program was asked to end."""

    def __init__(self) -> None:
        self.asked = self.by_ctrl_c = False


@contextmanager
def end_in_good_time(wake: Callable[[], object]) -> Iterator[EndAsked]:
    """Have the first Ctrl-C, and a signal to end, only ask for the end: of a program that goes on.

    `wake` is called then, by a handler of signals. A second Ctrl-C stops at once.
    """
    end = EndAsked()

    def ask(number: int = 0, frame: FrameType | None = None) -> None:
        end.asked = True
        wake()

    def ask_by_ctrl_c() -> None:
        end.by_ctrl_c = True
        ask()

    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _Handler):
        handler.put_off = ask_by_ctrl_c
    before = signal.signal(signal.SIGTERM, ask)
    try:
        yield end
    finally:
        signal.signal(signal.SIGTERM, before)
        if isinstance(handler, _Handler):
            handler.put_off = None


def _insist(handler: _Handler) -> None:
    """Repeat Ctrl-C that comes just before something waits for a key, which would go on waiting."""
    hears, heard = os.pipe()
    os.set_blocking(heard, False)
    signal.set_wakeup_fd(heard, warn_on_full_buffer=False)
    _thread.start_new_thread(_repeat, (hears, handler))


def _repeat(hears: int, handler: _Handler) -> None:
    while came := os.read(hears, 1):
        pause = _AGAIN_SECONDS
        while came[0] == signal.SIGINT and not handler.heard:
            time.sleep(pause)
            if not handler.heard:
                signal.pthread_kill(handler.main, signal.SIGINT)
            pause *= 2


def _report_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report what Python could not raise, as in a finaliser; if it is Ctrl-C, stop soon."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)
    elif isinstance(handler := signal.getsignal(signal.SIGINT), _Handler):
        _stop_soon(handler.main)


def _stop_soon(main: int) -> None:
    # not by `threading`: its locks may be held just where the signal came
    _thread.start_new_thread(_stop, (main,))


def _stop(main: int) -> None:
    """Have Ctrl-C come once more, as soon as the main thread can raise it."""
    while True:
        time.sleep(_AGAIN_SECONDS)
        frame = sys._current_frames().get(main)
        if not _is_reporting(frame):
            break
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        signal.pthread_kill(main, signal.SIGINT)  # which ends its waiting, too


def _is_reporting(frame: FrameType | None) -> bool:
    """Check whether a frame is within the report of what could not be raised."""
    while frame is not None:
        if frame.f_code is _report_unraisable.__code__:
            return True
        frame = frame.f_back
    return False
