"""Shows what `generate` found and did on a terminal."""

from collections.abc import Iterator
from pathlib import Path

import typer

from prisonmail import clock
from prisonmail.cli.described import assumptions
from prisonmail.cli.problems import told
from prisonmail.cli.repeating import command_again
from prisonmail.cli.telling_options import Form, Telling
from prisonmail.recipients.checked import CheckedList
from prisonmail.reports import runs
from prisonmail.reports.lines import ReportLine
from prisonmail.result import Issued, Outcome


def report(
    outcome: Outcome, telling: Telling, context: typer.Context
) -> Iterator[str | ReportLine]:
    """Say what was found and done, the most important thing last."""
    checked = outcome.checked
    yield from told(checked.problems, telling)
    if telling.quiet or telling.form is Form.JSON:
        return
    if checked.columns.of and not checked.is_unusable:
        yield from assumptions(checked, outcome.columns_used)
    yield from runs.words(outcome, clock.now())
    if not isinstance(outcome, Issued) and not checked.is_faultless:
        yield _next_try(checked, context)


def _next_try(checked: CheckedList, context: typer.Context) -> str:
    if checked.is_unusable:
        return f"When it is put right, run it again: {command_again(context)}"
    good = len(checked.entries)
    kept = "row" if good == 1 else f"{good:,} rows"
    skipping = ("--skip-bad", "--rejects", _rejects_name(checked.name))
    again = command_again(context, *skipping, without=("--check",))
    return f"To print the other {kept}: {again}"


def _rejects_name(list_name: str) -> str:
    """Name a file beside the list, so that the paths in it start from the same folder."""
    path = Path("list" if list_name == "standard input" else list_name)
    return str(path.with_name(f"{path.stem}-to-fix.csv"))
