r"""CSV text becomes rows of cells, each with the physical line on which it starts.

A problem gets the character at which its cell begins, so that an editor can go there.

>>> lines = 'Name,Prison\r\n"A\nB",Leeds\r\nC,Hull'.splitlines(True)
>>> found = read_rows(lines, ",", CellPlace("list"), [])
>>> [(row.line, row.number, row.cells[0]) for row in found]
[(1, 1, 'Name'), (2, 2, 'A\nB'), (4, 3, 'C')]
>>> find_cell_start('1,"Leeds, Armley",A1O10XY', 3, ",")
18
>>> find_cell_start('1,"Leeds, Armley"', 2, ",")
3
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from prisonmail.problems.problem import CellPlace, Fault, Problem
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, replace

# The csv module would stop at 131,072 characters, and a cell of notes may have more. A quote that
# is never closed is found all the same, when the list ends.
csv.field_size_limit(2**31 - 1)
_TOP = 30
"""Rows from which the usual width of a row is taken: enough to have passed titles and headings."""
# Possessive (++, *+), so that a long cell whose quote is never closed fails at once and not in
# quadratic time.
_QUOTED = compile_late(r'"(?:[^"]++|"")*+"')


class ListRow(Record, frozen=True):
    """One record of a list."""

    withheld: ClassVar[tuple[str, ...]] = ("cells",)

    line: int
    """The physical line that it starts on, from 1."""
    cells: tuple[str, ...]
    number: int = 0
    """The row as a spreadsheet counts it, from 1."""
    real_dates: tuple[int, ...] = ()
    """The columns, from 0, whose cell a workbook holds as a date and not as text."""


def read_rows(
    lines: Iterable[str], delimiter: str, place: CellPlace, lost: list[Problem], first_line: int = 1
) -> Iterator[ListRow]:
    """Read the rows of a text one by one; a row with a stray quote goes to `lost` instead.

    If a quote is never closed, the csv module reads the rest of the file as one cell, and everybody
    in it would be lost without a warning.
    """
    recent: list[str] = []
    reader = csv.reader(_remembered(lines, recent), delimiter=delimiter)
    width, line, number = 0, first_line, 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            lost.append(replace(place, line=line).join_fault(_NEVER_CLOSED))
            return
        if cells is None:
            return
        number += 1
        width = max(width, len(cells)) if number <= _TOP else width
        astray = _astray(recent, delimiter, width) if '"' in recent[-1] or len(recent) > 1 else None
        if astray:
            lost.append(replace(place, line=line + astray[0], row=number).join_fault(astray[1]))
        else:
            yield ListRow(line, tuple(cells), number)
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
    """Find a quote that is never closed, or that closes only in another person's row.

    Cells may have line breaks of their own, and several of a row do. One has swallowed other rows
    if a line inside it has as many cells as a row, or if text follows its closing quote.
    """
    if len(record) == 1 and record[0].count('"') % 2 == 0:
        return None
    text = "".join(record)
    for start, end in _quoted_cells(text, delimiter):
        opened = _line_at(record, start)
        if end is None:
            return opened, _NEVER_CLOSED
        closed = _line_at(record, end - 1)
        rows_inside = width > 3 and any(
            line.count(delimiter) >= width - 1 for line in record[opened + 1 : closed]
        )
        in_another_row = rows_inside or text[end : end + 1] not in (delimiter, "\r", "\n", "")
        if closed > opened and in_another_row:
            return opened, _closed_late(closed - opened)
    return None


def _quoted_cells(text: str, delimiter: str) -> Iterator[tuple[int, int | None]]:
    """Find where each quoted cell starts and ends, as csv reads it; None if it never ends."""
    position = 0
    while 0 <= position < len(text):
        if text[position] == '"':
            cell = _QUOTED.match(text, position)
            yield position, cell.end() if cell else None
            position = cell.end() if cell else len(text)
        position = text.find(delimiter, position) + 1 or len(text)


def _line_at(record: list[str], position: int) -> int:
    for number, line in enumerate(record):
        position -= len(line)
        if position < 0:
            return number
    return len(record) - 1


def _closed_late(lines: int) -> Fault:
    return Fault(
        "PM107",
        f"a quote opens here and closes only {lines} {'line' if lines == 1 else 'lines'} further "
        "down, inside another row",
        'Remove the " or close it in its own row. The rows between have not been read.',
    )


def locate_problems(
    problems: Iterable[Problem], lines: Callable[[], Iterable[str]], delimiter: str
) -> Iterator[Problem]:
    """Add to each problem the character at which its cell, or the wrong part of it, begins.

    Problems come in the order of lines, so the list is read once beside them; only if the next
    problem is further up, it is read again from the top.
    """
    numbered, number, line = enumerate(lines(), start=1), 0, ""
    for problem in problems:
        if problem.line is None or problem.column is None:
            yield problem
            continue
        if problem.line < number:
            numbered, number = enumerate(lines(), start=1), 0
        while number < problem.line:
            number, line = next(numbered, (problem.line, ""))
        yield _located(problem, line, problem.column, delimiter)


def find_cell_start(line: str, column: int, delimiter: str) -> int | None:
    """Find the position in a line, from 0, at which a cell begins, after its quote; or None."""
    position = 0
    for _ in range(column - 1):
        end = line.find(delimiter, _past_quotes(line, position))
        if end < 0:
            return None
        position = end + 1
    return position + line.startswith('"', position)


def _past_quotes(line: str, position: int) -> int:
    if not line.startswith('"', position):
        return position
    position += 1
    while (end := line.find('"', position)) >= 0:
        if not line.startswith('"', end + 1):
            return end + 1
        position = end + 2
    return len(line)


def _located(problem: Problem, line: str, column: int, delimiter: str) -> Problem:
    start = find_cell_start(line, column, delimiter) if line else None
    if start is None:
        return problem
    as_written = problem.mark is not None and line.startswith(problem.value or "", start)
    offset = problem.mark.offset if problem.mark and as_written else 0
    return replace(problem, char=start + offset + 1)
