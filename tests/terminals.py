"""Programs at a terminal: in this process, with streams that say they are one, or on a real one."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from typer.testing import CliRunner

from prisonmail.cli import app


class _TerminalRunner(CliRunner):
    """Has all three streams say that they are a terminal."""

    @contextmanager
    def isolation(self, *given: Any, **named: Any) -> Iterator[Any]:
        with super().isolation(*given, **named) as streams:
            three: tuple[Any, ...] = (sys.stdin, sys.stdout, sys.stderr)
            for stream in three:
                vars(stream)["isatty"] = lambda: True
                stream.reconfigure(line_buffering=True)
            yield streams


def type_at(*command: object, typed: str, columns: int = 80) -> tuple[str, int]:
    """Run the command line in this process; return all that the screen showed, and the exit code.

    Input ends after what is typed.
    """
    result = _TerminalRunner().invoke(
        app, [str(word) for word in command], input=typed, env={"COLUMNS": str(columns)}
    )
    return result.output, result.exit_code


def type_at_a_real_one(
    command: Sequence[str], typed: str, columns: int = 80, **environment: str
) -> tuple[str, int]:
    """Run a command on a terminal that has been typed at already; return its screen and end."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=kept | environment
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    screen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        screen += piece
    os.close(ours)
    return screen.decode(), process.wait(timeout=300)
