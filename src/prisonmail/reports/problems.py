"""Problems of a list: one as a line and as JSON, and how many. One cell is shown, never a row."""

import json
from textwrap import shorten

from prisonmail.problems.problem import Problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.reports.counts import count

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


def count_rows(checked: CheckedList) -> dict[str, object]:
    """Return as JSON how many rows were read, good, bad and skipped."""
    return {
        "read": checked.rows_read,
        "ok": len(checked.good_rows),
        "bad": checked.rows_bad,
        "skipped": sum(checked.skipped.values()),
    }


def describe_bad_rows(checked: CheckedList) -> str:
    """Say how many problems a list has, and in how many rows."""
    problems = count(checked.problems.errors, "problem")
    where = (
        f" in {checked.rows_bad:,} of {count(checked.rows_read, 'row')}" if checked.rows_bad else ""
    )
    return f"{checked.name}: {problems}{where}."
