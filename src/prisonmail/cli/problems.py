"""Presents problems: what is wrong, where, and what to do. One cell is shown, never a row."""

import sys
from collections.abc import Iterator
from typing import Any

from prisonmail.cli.terminal import Style, styled
from prisonmail.recipients.problems import Problem, Severity

_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.CAUTION}


def problem_lines(problem: Problem) -> Iterator[str]:
    """Say one problem in full."""
    label = styled(f"{problem.severity}[{problem.code}]", _STYLES[problem.severity], sys.stderr)
    yield f"{label}: {problem.message}"
    yield f"  --> {_place(problem)}"
    if problem.help:
        yield f"   = help: {problem.help}"


def problem_document(problem: Problem) -> dict[str, Any]:
    """Give one problem as JSON."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "line": problem.line,
        "column": problem.column,
        "heading": problem.heading,
        "value": problem.value,
        "message": problem.message,
        "help": problem.help,
        "suggestion": problem.suggestion,
    }


def _place(problem: Problem) -> str:
    place = problem.list_name if problem.line is None else f"{problem.list_name}:{problem.line}"
    if problem.column is None:
        return place
    heading = f' "{problem.heading}"' if problem.heading else ""
    return f"{place}  (column {problem.column_letter}{heading})"
