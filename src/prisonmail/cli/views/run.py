"""Shows what `generate` found and did on a terminal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from prisonmail.cli.options.problems import Form, ProblemDisplay
from prisonmail.cli.views.problems import problem_lines
from prisonmail.ledger.store import safe_name
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.reports import runs
from prisonmail.reports.lines import ReportLine
from prisonmail.reports.list_reading import assumptions
from prisonmail.system import clock
from prisonmail.system.places.command_words import quote
from prisonmail.use_cases.order import Issued, Outcome


def report(
    outcome: Outcome, display: ProblemDisplay, context: typer.Context
) -> Iterator[str | ReportLine]:
    """Say what was found and done, the most important thing last."""
    checked = outcome.checked
    yield from problem_lines(checked.problems, display)
    if display.quiet or display.form is Form.JSON:
        return
    if checked.columns.of and not checked.is_unusable:
        yield from assumptions(checked, outcome.columns_used)
    yield from runs.words(outcome, clock.now())
    if not isinstance(outcome, Issued) and not checked.is_faultless:
        yield _next_try(checked, context)


def _next_try(checked: CheckedList, context: typer.Context) -> str:
    good = len(checked.good_rows) - len(checked.doubts)
    if checked.is_unusable or not good:
        return f"When it is corrected, run it again: {_command_again(context)}"
    kept = "row" if good == 1 else f"{good:,} rows"
    skipping = ("--skip-bad", "--rejects", _rejects_name(checked.name))
    again = _command_again(context, *skipping, without=("--check",))
    return f"To print the other {kept}: {again}"


def _rejects_name(list_name: str) -> str:
    """Name a file beside the list, so that the paths in it start from the same folder."""
    path = Path("list" if list_name == "standard input" else list_name)
    return str(path.with_name(f"{path.stem}-to-fix.csv"))


def _command_again(context: typer.Context, *more: str, without: tuple[str, ...] = ()) -> str:
    """Write the command that was given once more, to be pasted, with or without some options."""
    given = [word for words in _given(context, {*without, *more}) for word in words]
    return " ".join(map(quote, [*context.command_path.split(), *given, *more]))


def _given(context: typer.Context, left_out: set[str]) -> Iterator[list[str]]:
    parameters = context.command.params
    for parameter in sorted(parameters, key=lambda each: each.param_type_name != "argument"):
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE":
            continue
        value = context.params[name]
        if parameter.param_type_name == "argument":
            yield [str(value)]
        elif not left_out.intersection(parameter.opts):
            shown = safe_name(value) if name == "ledger" else value
            yield _option(max(parameter.opts, key=len), shown)


def _option(option: str, value: Any) -> list[str]:  # noqa: ANN401 - whatever an option takes
    if value is True:
        return [option]
    values = value if isinstance(value, list | tuple) else [value]
    return [word for each in values for word in (option, str(each))]
