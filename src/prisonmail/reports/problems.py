"""One problem of a list: as a line, and as JSON. One cell is shown, never a row."""

import json
from textwrap import shorten

from prisonmail.problems.problem import Problem

_LONGEST_REFERENCE = 40
"""Characters of a sender's reference: enough to know a row by, in one line with its place."""


def problem_document(problem: Problem) -> dict[str, object]:
    """Return one problem as JSON."""
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


def json_line(problem: Problem) -> str:
    """Write one problem as a line of JSON."""
    return json.dumps(problem_document(problem), ensure_ascii=False)


def concise_line(problem: Problem) -> str:
    """Write one problem as a line that editors find the place by."""
    parts = (problem.list_name, problem.line, problem.char)
    place = ":".join(str(part) for part in parts if part is not None)
    text = f"{place}: {problem.severity} {problem.code}: {problem.message}"
    return f"{text}; did you mean {problem.suggestion}?" if problem.suggestion else text


def place(problem: Problem) -> str:
    """Say where a problem is: the file and line, then row, column and reference if known."""
    file = problem.list_name if problem.line is None else f"{problem.list_name}:{problem.line}"
    parts = []
    if problem.row:
        parts.append(f"row {problem.row}")
    if problem.column:
        heading = f' "{problem.heading}"' if problem.heading else ""
        parts.append(f"column {problem.column_letter}{heading}")
    if problem.reference:
        parts.append(f"ref {shorten(problem.reference, _LONGEST_REFERENCE, placeholder='…')}")
    return f"{file}  ({', '.join(parts)})" if parts else file
