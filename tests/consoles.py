"""A program at which Ctrl-C is pressed: by a signal, and on Windows by the event of a console."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

# It has a console without a window, which the program that it starts shares. The event goes to all
# that share one, so it ignores that itself, once the other has been started: it would inherit that.
_AT_A_CONSOLE = """
import ctypes, subprocess, sys, threading

def press():
    for _ in sys.stdin:
        kernel.GenerateConsoleCtrlEvent(0, 0)

kernel = ctypes.windll.kernel32
kernel.SetConsoleCtrlHandler(None, False)
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
kernel.SetConsoleCtrlHandler(None, True)
threading.Thread(target=press, daemon=True).start()
sys.exit(program.wait())
"""


def begin(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a program in a folder, so that Ctrl-C can be pressed."""
    if sys.platform == "win32":
        return subprocess.Popen(
            [sys.executable, "-c", _AT_A_CONSOLE, *command],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def press_ctrl_c(run: subprocess.Popen[bytes]) -> None:
    """Press Ctrl-C; if the program has ended, nothing happens."""
    if sys.platform == "win32":
        assert run.stdin
        with suppress(OSError):  # nobody reads it any more
            os.write(run.stdin.fileno(), b"\n")
    else:
        run.send_signal(signal.SIGINT)
