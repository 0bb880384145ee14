"""Presents problems: what is wrong, where, and what to do. One cell is shown, never a row."""

import sys
from collections.abc import Iterator
from textwrap import shorten

from prisonmail.cli.alike import MOST_LINES, Group, first_groups, likeness
from prisonmail.cli.telling_options import Form, Telling
from prisonmail.cli.terminal import Style, counted, styled
from prisonmail.recipients.collected import Problems
from prisonmail.recipients.problems import Problem, Severity, redact_problem

_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.CAUTION}
_LONGEST_REFERENCE = 40


def told(problems: Problems, telling: Telling) -> Iterator[str]:
    """Say the problems of a list: those of the whole list alone, else alike ones together."""
    groups, left = first_groups(_chosen(problems, telling), telling.most)
    if telling.form is Form.FULL:
        for group in groups.values():
            yield from _in_full(group)
            yield ""
    else:
        alike = (each for each in _chosen(problems, telling) if likeness(each) in groups)
        yield from map(_LINES[telling.form], alike)
    if left and telling.form is not Form.JSON:
        yield f"… and {counted(left, 'more problem')}. To see all: --max-errors 0"
        yield ""
    if 0 < problems.of_the_list < len(problems) and telling.form is Form.FULL:
        yield "Problems of single rows are shown once this is put right."
        yield ""


def problem_document(problem: Problem) -> dict[str, object]:
    """Give one problem as JSON."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "line": problem.line,
        "row": problem.row,
        "column": problem.column,
        "char": problem.char,
        "heading": problem.heading,
        "ref": problem.reference,
        "value": problem.value,
        "message": problem.message,
        "help": problem.help,
        "suggestion": problem.suggestion,
    }


def _chosen(problems: Problems, telling: Telling) -> Iterator[Problem]:
    chosen = (each for each in problems if each.of_the_list or not problems.of_the_list)
    return map(redact_problem, chosen) if telling.redact else chosen


def _in_full(group: Group) -> Iterator[str]:
    first = group.first
    label = styled(f"{first.severity}[{first.code}]", _STYLES[first.severity], sys.stderr)
    yield f"{label}: {first.message}{_rows_of(group)}"
    margin = " " * len(str(first.line or ""))
    yield f"{margin} --> {_place(first)}"
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
    more = ", …" if group.rows > MOST_LINES else ""
    lines = ", ".join(map(str, group.lines))
    return f"  ({counted(group.rows, 'row')}: {lines}{more})"


def _in_one_line(problem: Problem) -> str:
    parts = (problem.list_name, problem.line, problem.char)
    place = ":".join(str(part) for part in parts if part is not None)
    text = f"{place}: {problem.severity} {problem.code}: {problem.message}"
    return f"{text}; did you mean {problem.suggestion}?" if problem.suggestion else text


def _place(problem: Problem) -> str:
    place = problem.list_name if problem.line is None else f"{problem.list_name}:{problem.line}"
    parts = []
    if problem.row:
        parts.append(f"row {problem.row}")
    if problem.column:
        heading = f' "{problem.heading}"' if problem.heading else ""
        parts.append(f"column {problem.column_letter}{heading}")
    if problem.reference:
        parts.append(f"ref {shorten(problem.reference, _LONGEST_REFERENCE, placeholder='…')}")
    return f"{place}  ({', '.join(parts)})" if parts else place


def _as_json(problem: Problem) -> str:
    import json

    return json.dumps(problem_document(problem), ensure_ascii=False)


_LINES = {Form.CONCISE: _in_one_line, Form.JSON: _as_json}
"""How a problem is written in one line."""
