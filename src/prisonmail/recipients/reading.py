"""Reading a list: bytes become rows with the physical lines that they start on."""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.recipients.problems import Fault, ListUnusable, Place

STANDARD_INPUT = "-"
_LONGEST_CELL = 1_000_000
_BINARY = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a workbook or zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or password-protected file"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    line: int
    """The physical line that it starts on, from 1."""
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A list as bytes, and the name to call it by."""

    name: str
    content: bytes = field(repr=False)


def read_source(path: str) -> Source:
    """Read a file, or standard input for `-`. Raises InputMissing."""
    if path == STANDARD_INPUT:
        if sys.stdin.isatty():
            raise InputMissing(
                "Nothing was sent to standard input.",
                "Name a file, or send a list in: prisonmail generate - < list.csv",
            )
        return Source("standard input", sys.stdin.buffer.read())
    try:
        return Source(path, Path(path).read_bytes())
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise InputMissing(f"{path} is a folder.", "Name the list that is in it.") from None
    except OSError as error:
        raise InputMissing(f"{path} cannot be read: {error.strerror}.") from None


def rows(source: Source) -> Iterator[Row]:
    """Go through the rows of a list, blank ones left out. Raises ListUnusable."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(_decoded(source), newline=""))
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error:
        raise _unusable(source, "PM101", "the list cannot be read as a CSV file", line) from None


def _decoded(source: Source) -> str:
    for start, kind in _BINARY:
        if source.content.startswith(start):
            raise _unusable(source, "PM101", f"the list is {kind}, not a CSV file")
    if b"\0" in source.content:
        raise _unusable(source, "PM101", "the list is not a text file")
    try:
        return source.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        raise _unusable(source, "PM102", "the list is not UTF-8 text", line) from None


def _unusable(source: Source, code: str, message: str, line: int | None = None) -> ListUnusable:
    remedy = "Save it as CSV UTF-8 and try again."
    return ListUnusable(Place(source.name, line).problem(Fault(code, message, remedy)))
