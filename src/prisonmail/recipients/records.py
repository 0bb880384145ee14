r"""Records: text becomes rows of cells, each with the physical line on which it starts.

>>> text = 'Name,Prison\r\n"A\nB",Leeds\r\nC,Hull'
>>> [(row.line, row.number, row.cells) for row in rows(text.splitlines(True), ",", Place("list"), [])]
[(1, 1, ('Name', 'Prison')), (2, 2, ('A\nB', 'Leeds')), (4, 3, ('C', 'Hull'))]
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from prisonmail.recipients.problems import Fault, Place, Problem

_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    line: int
    """The physical line that it starts on, from 1."""
    cells: tuple[str, ...] = field(repr=False)
    number: int = 0
    """The row as a spreadsheet counts it, from 1."""


def rows(
    lines: Iterable[str], delimiter: str, place: Place, lost: list[Problem], first_line: int = 1
) -> Iterator[Row]:
    """Go through the rows of a text; one whose quote went astray goes to `lost` instead.

    csv itself reads on to the end of the file where a quote is never closed, and everybody
    in between is gone without a word.
    """
    csv.field_size_limit(_LONGEST_CELL)
    recent: list[str] = []
    reader = csv.reader(_remembered(lines, recent), delimiter=delimiter)
    width, line, number = 0, first_line, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            lost.append(replace(place, line=line).problem(_NEVER_CLOSED))
            return
        if cells is None:
            return
        number += 1
        width = max(width, len(cells)) if number < 30 else width
        astray = _astray(recent, delimiter, width) if '"' in recent[-1] or len(recent) > 1 else None
        if astray:
            lost.append(replace(place, line=line + astray[0], row=number).problem(astray[1]))
        else:
            yield Row(line, tuple(cells), number)
        line += len(recent)
        recent.clear()


def _remembered(lines: Iterable[str], recent: list[str]) -> Iterator[str]:
    for line in lines:
        recent.append(line)
        yield line


_NEVER_CLOSED = Fault(
    "PM107",
    "a quote opens here and is never closed, so the rest of the list is one cell",
    'Remove the " or close it. The rows below this line have not been read.',
)


def _astray(record: list[str], delimiter: str, width: int) -> tuple[int, Fault] | None:
    """Find a quote that is never closed, or that closes only in somebody else's row."""
    if len(record) == 1 and record[0].count('"') % 2 == 0:
        return None
    opened, inside, doubtful = _last_quote(record, delimiter)
    if inside:
        return opened, _NEVER_CLOSED
    rows_inside = width > 3 and any(line.count(delimiter) >= width - 1 for line in record[1:-1])
    if len(record) > 1 and (doubtful or rows_inside):
        return opened, Fault(
            "PM107",
            f"a quote opens here and closes only {len(record) - 1 - opened} lines further down, "
            "inside another row",
            'Remove the " or close it in its own row. The rows between have not been read.',
        )
    return None


def _last_quote(record: list[str], delimiter: str) -> tuple[int, bool, bool]:
    """Follow csv through a record: the line of the last quote to open, whether it is open still,
    and whether text came straight after a quote of many lines closed.
    """
    opened, inside, fresh, doubtful, closed_over = 0, False, True, False, False
    for number, text in enumerate(record):
        position = 0
        while position < len(text):
            letter = text[position]
            if inside and letter == '"':
                if text[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    inside, closed_over = False, number > opened
            elif not inside and letter == '"' and fresh:
                opened, inside, fresh = number, True, False
            elif not inside:
                doubtful |= closed_over and letter not in (delimiter, "\r", "\n")
                fresh, closed_over = letter == delimiter, False
            position += 1
    return opened, inside, doubtful
