"""The terminal: colour if it is wanted, answers on stdout, talk on stderr.

Here, and nowhere else, what lists, files and ledgers hold is made harmless for a terminal: all that
is said goes through `show_controls`, and colour is added after it.
"""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import TextIO

from prisonmail.errors import PrisonmailError
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.system.record import lay_out_json
from prisonmail.system.standard_output import arriving, open_streams, show_controls


class Style(StrEnum):
    """ANSI styles. Colour never says anything that the words do not."""

    GOOD = "\x1b[1;32m"
    BAD = "\x1b[1;31m"
    CAUTION = "\x1b[1;33m"
    GOOD_BANNER = "\x1b[1;30;42m"
    BAD_BANNER = "\x1b[1;97;41m"


_NARROWEST = 20
"""Columns of a terminal below which lines are no longer fitted into it."""
_PLAIN = "\x1b[0m"
_STYLES = {Tone.GOOD: Style.GOOD, Tone.CAUTION: Style.CAUTION, Tone.BAD: Style.BAD}


def colour_wanted(stream: TextIO) -> bool:
    """Return whether a stream gets colour: NO_COLOR wins over FORCE_COLOR, else only a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def colour(text: str, style: Style, stream: TextIO) -> str:
    """Put a text in a style, if the stream shows colour."""
    return f"{style}{text}{_PLAIN}" if colour_wanted(stream) else text


def colour_line(said: str | ReportLine, stream: TextIO) -> str:
    """Write a line of a report, its head in the colour of its tone, and harmless all through.

    A report's line stays one line; other text may have several.
    """
    if isinstance(said, str):
        return show_controls(said)
    head, rest = _in_one_line(said.head), _in_one_line(said.rest)
    style = _STYLES.get(said.tone)
    return f"{colour(head, style, stream) if style else head}{rest}"


def answer(said: str | ReportLine) -> None:
    """Say what was asked for, on stdout. Raises OutputRefused or BrokenPipeError."""
    answer_painted(colour_line(said, sys.stdout))


def answer_painted(text: str) -> None:
    """Say what has its colours already, and nothing else that a terminal would obey."""
    with arriving(flush=False):
        print(text)


def answer_json(document: Mapping[str, object]) -> None:
    """Print the one JSON document of a run, on stdout; of its iterators, item after item."""
    _Documents.begun = True
    with arriving(flush=False):
        for part in write_document(document):
            print(part, end="")


def write_document(document: Mapping[str, object]) -> Iterator[str]:
    """Write a document part by part, each item of its iterators as it comes."""
    for number, (key, value) in enumerate(document.items()):
        yield f"{',' if number else '{'}\n  {_json(key)}: "
        if isinstance(value, Iterator):
            yield from _write_items(value)
        else:
            yield _json(value, margin=2)
    yield "\n}\n"


def answer_error(document: Mapping[str, object]) -> None:
    """Print the document of a run that has no answer, unless there is one on stdout already."""
    with suppress(OSError, PrisonmailError):  # if stdout is what failed, the exit code has to do
        if not _Documents.begun:
            answer_json(document)


def deliver(text: str, *, as_json: bool = False) -> None:
    """Print what is painted or written as JSON already. Raises OutputRefused if it is not read."""
    _Documents.begun = _Documents.begun or as_json
    with arriving(whole=True):
        print(text)


def paint(lines: Iterable[str | ReportLine]) -> str:
    """Write lines as they are printed on stdout."""
    return "\n".join(colour_line(line, sys.stdout) for line in lines)


def write_json(value: object, indent: int | None = None) -> str:
    """Write a value as JSON that standard output takes, in one line unless there is an indent."""
    takes_all = (sys.stdout.encoding or "").casefold().startswith("utf")
    written = lay_out_json(value, indent) if takes_all else json.dumps(value, indent=indent)
    return show_controls(written)


def talk(said: str | ReportLine) -> None:
    """Say something about the work, on stderr, if anybody hears it."""
    with suppress(OSError):
        print(colour_line(said, sys.stderr), file=sys.stderr)


def talk_in_lines(said: str | ReportLine, hanging: int = 0) -> None:
    """Say something about the work; on a terminal no line of it ends within a word.

    Lines after the first are moved in by `hanging`. A word longer than a line stays whole.
    """
    line = ReportLine("", rest=said) if isinstance(said, str) else said
    if not sys.stderr.isatty():
        talk(said)
        return
    wide = max(shutil.get_terminal_size().columns - 1, _NARROWEST)
    first, *others = textwrap.wrap(
        _in_one_line(f"{line.head}{line.rest}"),
        wide,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
    has_head = first.startswith(line.head)
    talk(ReportLine(line.head, line.tone, first.removeprefix(line.head)) if has_head else first)
    for other in others:
        talk(other)


def begin() -> None:
    """Make the terminal ready for a run."""
    open_streams()
    _Documents.begun = False


class _Documents:
    begun = False
    """Whether there is JSON on stdout, which a second document would spoil."""


def _write_items(items: Iterator[object]) -> Iterator[str]:
    opening = "["
    for item in items:
        yield f"{opening}\n    {_json(item, margin=4)}"
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"


def _json(value: object, margin: int = 0) -> str:
    return write_json(value, indent=2).replace("\n", "\n" + " " * margin)


def _in_one_line(text: str) -> str:
    return show_controls(text).replace("\n", "\\u000a")
