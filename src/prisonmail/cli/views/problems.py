"""Shows problems: what is wrong, where, and what to do. One cell is shown, never a row.

Alike problems are told together: the first in full, of the others their number and lines.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from prisonmail.cli.options.problems import Form, ProblemDisplay
from prisonmail.problems.collected import Problems
from prisonmail.problems.problem import Problem, Severity, redact_problem
from prisonmail.reports.counts import count
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.problems import concise_line, json_line, place
from prisonmail.system.record import Workpiece, field

_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.CAUTION}
_LINES = {Form.CONCISE: concise_line, Form.JSON: json_line}
"""How a problem is written in one line."""
_MOST_LINES = 10
"""Lines of a group that are named: as many as fit beside a message."""

_Likeness = tuple[str, str, str, str | None]


class Group(Workpiece):
    """Problems that are alike but for their place."""

    first: Problem
    rows: int = 0
    lines: list[int] = field(default_factory=list)
    """The first of them."""

    def add(self, problem: Problem) -> None:
        """Count one more row."""
        self.rows += 1
        if problem.line and len(self.lines) < _MOST_LINES:
            self.lines.append(problem.line)


def problem_lines(problems: Problems, display: ProblemDisplay) -> Iterator[str | ReportLine]:
    """Say the problems of a list: those of the whole list alone, else alike ones together."""
    groups, left = first_groups(_chosen(problems, display), display.most)
    if display.form is Form.FULL:
        for group in groups.values():
            yield from _in_full(group)
            yield ""
    else:
        alike = (each for each in _chosen(problems, display) if _likeness(each) in groups)
        yield from map(_LINES[display.form], alike)
    if left and display.form is not Form.JSON:
        yield f"… and {count(left, 'more problem')}. To see all: --max-errors 0"
        yield ""
    if 0 < problems.of_the_list < len(problems) and display.form is Form.FULL:
        yield "Problems of single rows are shown once this is corrected."
        yield ""


def _chosen(problems: Problems, display: ProblemDisplay) -> Iterator[Problem]:
    chosen = (each for each in problems if each.of_the_list or not problems.of_the_list)
    return map(redact_problem, chosen) if display.redact else chosen


def _in_full(group: Group) -> Iterator[str | ReportLine]:
    first = group.first
    label = f"{first.severity}[{first.code}]"
    said = f": {first.message}{_rows_of(group)}"
    yield ReportLine(label, _TONES[first.severity], said)
    margin = " " * len(str(first.line or ""))
    yield f"{margin} --> {place(first)}"
    if first.mark and first.value:
        yield f"{margin} |"
        yield f"{first.line} | {first.value}"
        yield f"{margin} | {' ' * first.mark.offset}^ {first.mark.label}"
    yield f"{margin} |"
    if first.help:
        yield f"{margin} = help: {first.help}"
    yield f"{margin} = more: prisonmail explain {first.code}"


def _rows_of(group: Group) -> str:
    if group.rows == 1:
        return ""
    more = ", …" if group.rows > _MOST_LINES else ""
    lines = ", ".join(map(str, group.lines))
    return f"  ({count(group.rows, 'row')}: {lines}{more})"


def _likeness(problem: Problem) -> _Likeness:
    return (problem.code, problem.message, problem.help, problem.heading)


def first_groups(problems: Iterable[Problem], most: int) -> tuple[dict[_Likeness, Group], int]:
    """Return the first groups, all for 0, and how many more there are.

    No warning takes the place of an error. Of a group that is not shown only a number is kept.
    """
    groups: dict[_Likeness, Group] = {}
    others: set[int] = set()
    kept: Counter[Severity] = Counter()
    for problem in problems:
        key = _likeness(problem)
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


def _last_warnings(groups: dict[_Likeness, Group], surplus: int) -> frozenset[_Likeness]:
    warnings = [key for key, group in groups.items() if group.first.severity is Severity.WARNING]
    return frozenset(warnings[-surplus:] if surplus > 0 else ())
