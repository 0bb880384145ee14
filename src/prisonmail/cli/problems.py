"""Presents problems: what is wrong, where, and what to do. One cell is shown, never a row."""

import sys
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

from prisonmail.cli.telling_options import Form, Telling
from prisonmail.cli.terminal import Style, counted, styled
from prisonmail.recipients.problems import Problem, Severity
from prisonmail.recipients.redacting import redacted

_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.CAUTION}
_LONGEST_REFERENCE = 40
_MOST_ROWS_NAMED = 10


def told(problems: Sequence[Problem], telling: Telling) -> Iterator[str]:
    """Say the problems of a list: those of the whole list alone, else alike ones together."""
    of_the_list = [problem for problem in problems if problem.of_the_list]
    chosen = of_the_list or problems
    shown = [redacted(problem) for problem in chosen] if telling.redact else chosen
    groups = _alike(shown)
    for group in _first(groups, telling.most):
        yield from _lines(group, telling.form)
    left = len(groups) - telling.most if telling.most else 0
    if left > 0 and telling.form is not Form.JSON:
        yield f"… and {counted(left, 'more problem')}. To see all: --max-errors 0"
        yield ""
    if of_the_list and len(of_the_list) < len(problems) and telling.form is Form.FULL:
        yield "Problems of single rows are shown once this is put right."
        yield ""


def problem_document(problem: Problem) -> dict[str, Any]:
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


def _alike(problems: Sequence[Problem]) -> list[list[Problem]]:
    groups: dict[tuple[str, str, str, str | None], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, problem.message, problem.help, problem.heading)
        groups.setdefault(key, []).append(problem)
    return list(groups.values())


def _first(groups: list[list[Problem]], most: int) -> list[list[Problem]]:
    """Keep the first so many, and no warning in the place of an error."""
    if not most or len(groups) <= most:
        return groups
    ranks = range(len(groups))
    by_weight = sorted(ranks, key=lambda rank: groups[rank][0].severity is Severity.WARNING)
    return [groups[rank] for rank in sorted(by_weight[:most])]


def _lines(group: list[Problem], form: Form) -> Iterator[str]:
    match form:
        case Form.FULL:
            yield from _in_full(group)
            yield ""
        case Form.CONCISE:
            yield from map(_in_one_line, group)
        case Form.JSON:
            import json

            for problem in group:
                yield json.dumps(problem_document(problem), ensure_ascii=False)


def _in_full(group: list[Problem]) -> Iterator[str]:
    first = group[0]
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


def _rows_of(group: list[Problem]) -> str:
    if len(group) == 1:
        return ""
    lines = [str(problem.line) for problem in group if problem.line]
    more = ", …" if len(lines) > _MOST_ROWS_NAMED else ""
    return f"  ({counted(len(group), 'row')}: {', '.join(lines[:_MOST_ROWS_NAMED])}{more})"


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
