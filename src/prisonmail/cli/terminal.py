"""The terminal: colour if it is wanted, answers on stdout, talk on stderr."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TextIO

from prisonmail.reports.lines import ReportLine, Tone


class Style(StrEnum):
    """ANSI styles. Colour never says anything that the words do not."""

    GOOD = "\x1b[1;32m"
    BAD = "\x1b[1;31m"
    CAUTION = "\x1b[1;33m"
    GOOD_BANNER = "\x1b[1;30;42m"
    BAD_BANNER = "\x1b[1;97;41m"


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
    """Write a line of a report, its head in the colour of its tone."""
    if isinstance(said, str) or said.tone is Tone.PLAIN:
        return str(said)
    return f"{colour(said.head, _STYLES[said.tone], stream)}{said.rest}"


def answer(said: str | ReportLine) -> None:
    """Say what was asked for, on stdout."""
    print(colour_line(said, sys.stdout))


def answer_json(document: Mapping[str, object]) -> None:
    """Print the one JSON document of a run, on stdout; of its iterators, item after item."""
    for number, (key, value) in enumerate(document.items()):
        print("," if number else "{", end=f"\n  {_json(key)}: ")
        if isinstance(value, Iterator):
            _answer_items(value)
        else:
            print(_json(value, margin=2), end="")
    print("\n}")


def _answer_items(items: Iterator[object]) -> None:
    opening = "["
    for item in items:
        print(opening, end=f"\n    {_json(item, margin=4)}")
        opening = ","
    print("[]" if opening == "[" else "\n  ]", end="")


def _json(value: object, margin: int = 0) -> str:
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return written.replace("\n", "\n" + " " * margin)


def talk(said: str | ReportLine) -> None:
    """Say something about the work, on stderr."""
    print(colour_line(said, sys.stderr), file=sys.stderr)
