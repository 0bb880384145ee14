"""Positions: at which character of its line a cell begins, so that an editor can go there.

>>> cell_start('1,"Leeds, Armley",A1O10XY', 3, ",")
18
>>> cell_start('1,"Leeds, Armley"', 2, ",")
3
"""

from collections.abc import Iterable
from dataclasses import replace

from prisonmail.recipients.problems import Problem


def located(
    problems: tuple[Problem, ...], lines: Iterable[str], delimiter: str
) -> tuple[Problem, ...]:
    """Give problems the character at which their cell, or what is wrong in it, begins."""
    wanted = {problem.line for problem in problems if problem.column}
    found = {number: line for number, line in enumerate(lines, start=1) if number in wanted}
    return tuple(_located(problem, found.get(problem.line or 0), delimiter) for problem in problems)


def cell_start(line: str, column: int, delimiter: str) -> int | None:
    """Find where a cell begins in a line, from 0, inside its quotes; None where it is not there."""
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


def _located(problem: Problem, line: str | None, delimiter: str) -> Problem:
    start = cell_start(line, problem.column, delimiter) if line and problem.column else None
    if line is None or start is None:
        return problem
    as_written = problem.mark is not None and line.startswith(problem.value or "", start)
    offset = problem.mark.offset if problem.mark and as_written else 0
    return replace(problem, char=start + offset + 1)
