"""Presents problems: what is wrong, where, and what to do. One cell is shown, never a row."""

from collections.abc import Iterator

from prisonmail.cli.alike import MOST_LINES, Group, first_groups, likeness
from prisonmail.cli.telling_options import Form, Telling
from prisonmail.recipients.packed import Problems
from prisonmail.recipients.problems import Problem, Severity
from prisonmail.recipients.redacting import redacted
from prisonmail.reports.counts import counted
from prisonmail.reports.lines import ReportLine, Tone
from prisonmail.reports.problems import concise_line, json_line, place

_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.CAUTION}


def told(problems: Problems, telling: Telling) -> Iterator[str | ReportLine]:
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


def _chosen(problems: Problems, telling: Telling) -> Iterator[Problem]:
    chosen = (each for each in problems if each.of_the_list or not problems.of_the_list)
    return map(redacted, chosen) if telling.redact else chosen


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
    more = ", …" if group.rows > MOST_LINES else ""
    lines = ", ".join(map(str, group.lines))
    return f"  ({counted(group.rows, 'row')}: {lines}{more})"


_LINES = {Form.CONCISE: concise_line, Form.JSON: json_line}
"""How a problem is written in one line."""
