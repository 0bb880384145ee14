"""Positions: at which character of its line a cell begins, so that an editor can go there.

>>> find_cell_start('1,"Leeds, Armley",A1O10XY', 3, ",")
18
>>> find_cell_start('1,"Leeds, Armley"', 2, ",")
3
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from prisonmail.recipients.problems import Problem


def locate_problems(
    problems: Iterable[Problem], lines: Callable[[], Iterable[str]], delimiter: str
) -> Iterator[Problem]:
    """Give problems the character at which their cell, or what is wrong in it, begins.

    The lines of the list are gone through along with the problems, and again from the top where
    the next problem lies further up.
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


def _located(problem: Problem, line: str, column: int, delimiter: str) -> Problem:
    start = find_cell_start(line, column, delimiter) if line else None
    if start is None:
        return problem
    as_written = problem.mark is not None and line.startswith(problem.value or "", start)
    offset = problem.mark.offset if problem.mark and as_written else 0
    return replace(problem, char=start + offset + 1)
