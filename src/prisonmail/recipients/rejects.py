"""Rejects: the rows that were left out, each with its problem, to be mended and read again."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from prisonmail.problems.problem import Problem
from prisonmail.recipients.checked_list import CheckedList

HEADING = "Problem"
"""Of the first column. A list that has it is read as if it had not."""


def rejects(checked: CheckedList) -> Iterator[Sequence[str]]:
    """Return headings and bad rows of a list: the problem, then the cells as they stood."""
    yield (HEADING, *(checked.header.cells if checked.header else ()))
    wrong = groupby(checked.errors, key=attrgetter("line"))
    line, problems = next(wrong, _NO_MORE)
    for row in checked.bad_rows:
        while line is not None and line < row.line:
            line, problems = next(wrong, _NO_MORE)
        reasons = map(_reason, problems) if line == row.line else ()
        yield ("; ".join(reasons), *row.cells)


_NO_MORE: tuple[None, Iterator[Problem]] = (None, iter(()))


def _reason(problem: Problem) -> str:
    return f"{problem.code} {problem.message}. {problem.help}".strip()
