"""Alike problems are told together: the first in full, of the others their number and lines.

>>> from prisonmail.problems.problem import CellPlace, Fault
>>> rows = [CellPlace("clients.csv", line).problem(Fault("PM302", "no prison")) for line in (3, 4)]
>>> groups, left = first_groups(rows, most=1)
>>> [(group.first.code, group.rows, group.lines) for group in groups.values()], left
([('PM302', 2, [3, 4])], 0)
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from prisonmail.problems.problem import Problem, Severity

MOST_LINES = 10
"""How many lines of a group are named."""

Likeness = tuple[str, str, str, str | None]


@dataclass(slots=True)
class Group:
    """Problems that are alike but for where they are."""

    first: Problem
    rows: int = 0
    lines: list[int] = field(default_factory=list)
    """The first of them."""

    def add(self, problem: Problem) -> None:
        """Count one more row."""
        self.rows += 1
        if problem.line and len(self.lines) < MOST_LINES:
            self.lines.append(problem.line)


def likeness(problem: Problem) -> Likeness:
    """Give what alike problems have in common."""
    return (problem.code, problem.message, problem.help, problem.heading)


def first_groups(problems: Iterable[Problem], most: int) -> tuple[dict[Likeness, Group], int]:
    """Give the first groups, all for 0, and say how many more there are.

    No warning takes the place of an error. Of a group that is not shown only a number is kept.
    """
    groups: dict[Likeness, Group] = {}
    others: set[int] = set()
    kept: Counter[Severity] = Counter()
    for problem in problems:
        key = likeness(problem)
        if key not in groups and most and kept[problem.severity] == most:
            others.add(hash(key))
            continue
        if key not in groups:
            groups[key] = Group(problem)
            kept[problem.severity] += 1
        groups[key].add(problem)
    gone = _last_warnings(groups, len(groups) - most) if most else ()
    shown = {key: group for key, group in groups.items() if key not in gone}
    return shown, len(gone) + len(others)


def _last_warnings(groups: dict[Likeness, Group], surplus: int) -> frozenset[Likeness]:
    warnings = [key for key, group in groups.items() if group.first.severity is Severity.WARNING]
    return frozenset(warnings[-surplus:] if surplus > 0 else ())
