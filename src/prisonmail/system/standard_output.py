r"""Standard output: that it arrives, and that nothing in it commands the terminal.

>>> show_controls("Ann\x1b[2J \u202eOddwell")
'Ann\\u001b[2J \\u202eOddwell'
"""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from prisonmail.errors import OutputRefused
from prisonmail.system.late_pattern import compile_late

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_CONTROLS = compile_late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
"""What a terminal obeys or turns letters round by (not tab, new line), and half characters."""
_PLAINER = {
    "→": "->",
    "…": "...",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "×": "x",
    "•": "*",
}
"""How the program's own marks are written in an encoding that lacks them, as cp437 of consoles."""
_STDOUT_NAMES = frozenset(map(Path, ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")))
_WRITE_PLAINER = "prisonmail.plainer"


def show_controls(text: str) -> str:
    r"""Write what would command a terminal, or turn letters round, as JSON does: `\u202e`."""
    return text if text.isprintable() else _CONTROLS.sub(lambda found: _escape(found[0]), text)


def mention(text: str) -> None:
    """Say on standard error what a rule has to tell of its work, if anybody hears it."""
    with suppress(OSError):
        print(show_controls(text), file=sys.stderr)


def quieten(library: str) -> None:
    """Keep a library from writing to standard error what it meets in files and servers."""
    import logging  # which only libraries need

    logging.getLogger(library).setLevel(logging.CRITICAL + 1)


def open_streams() -> None:
    """Have all three standard streams there, and able to write every character and read any byte.

    One that was closed reads nothing, or refuses what is written to it; nobody hears stderr.
    """
    for name, flags, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))
    _reconfigure(sys.stdin, "replace")
    _reconfigure(sys.stdout, _WRITE_PLAINER)
    _reconfigure(sys.stderr, _WRITE_PLAINER)


def is_stdout(path: Path | None) -> bool:
    """Return whether a path is a name of standard output.

    >>> is_stdout(Path("-")), is_stdout(Path("out.pdf"))
    (True, False)
    """
    return path in _STDOUT_NAMES


@contextmanager
def stdout_file() -> Iterator[BinaryIO]:
    """Yield standard output to write a file to. Raises OutputRefused if not all of it arrives.

    A terminal is not to obey what is in the file, and is shown it as text.
    """
    with arriving(whole=True):
        yield cast("BinaryIO", _Shown()) if sys.stdout.isatty() else sys.stdout.buffer


@contextmanager
def arriving(*, whole: bool = False, flush: bool = True) -> Iterator[None]:
    """Have what is written within arrive. Raises OutputRefused if it does not.

    Raises BrokenPipeError if the reader, such as `head`, has seen enough, unless it needs the
    whole of it. Without `flush` it may wait to be written with what follows.
    """
    try:
        yield
        if flush:
            sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) and not whole:
            raise
        _discard_stdout()
        reason = error.strerror or str(error)
        raise OutputRefused(f"Standard output cannot be written: {reason}.") from None


def flush_stdout() -> None:
    """Have all answers so far arrive. Raises OutputRefused or BrokenPipeError, as `arriving`."""
    with arriving():
        pass


class _Shown(io.BufferedIOBase):
    """The bytes of a file as text on a terminal."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def write(self, content: "Buffer", /) -> int:
        text = self._decoder.decode(bytes(content)).replace("\r", "")
        sys.stdout.write(show_controls(text))
        return memoryview(content).nbytes


_STREAMS = (
    ("stdin", os.O_RDONLY, "r"),
    ("stdout", os.O_RDONLY, "w"),  # so that writing to it fails
    ("stderr", os.O_WRONLY, "w"),
)


def _reconfigure(stream: object, errors: str) -> None:
    # a stream that has been read from stays as it is
    with suppress(io.UnsupportedOperation):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _discard_stdout() -> None:
    """Send what is left to be written nowhere, or Python tries again as it ends, and fails."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _escape(text: str) -> str:
    """Write characters as JSON does: those above U+FFFF as two."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _write_plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_PLAINER.get(each) or _escape(each) for each in missing), error.end


codecs.register_error(_WRITE_PLAINER, _write_plainer)
