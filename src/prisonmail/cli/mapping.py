"""`prisonmail mapping`: what was understood of a list's headings."""

from collections.abc import Iterator
from typing import Annotated

import typer

from prisonmail import clock
from prisonmail.cli import described
from prisonmail.cli.described import columns
from prisonmail.cli.grouping import grouped
from prisonmail.cli.list_options import Reading, Selection
from prisonmail.cli.list_order import list_options
from prisonmail.cli.options import JsonOption
from prisonmail.cli.problems import told
from prisonmail.cli.telling_options import Telling
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.errors import ExitCode
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.checking import check
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.reading import read_source
from prisonmail.recipients.saved_mappings import save
from prisonmail.reports.counts import counted
from prisonmail.reports.runs import list_document


@grouped
def command(
    reading: Reading,
    recipients: Annotated[
        str, typer.Argument(metavar="LIST", help="The list, or - for standard input.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail mapping recipients.csv**

    Shows which column of a list is taken for what, which are ignored, and how many rows are ready
    to be printed. Nothing is issued.
    """
    options = list_options(reading, Selection())
    checked = _checked(recipients, options)
    if checked.columns.of and reading.save_mapping:
        _save(reading.save_mapping, checked)
    if as_json:
        answer_json(list_document(checked))
    elif checked.columns.of:
        answer("\n".join(_table(checked)))
    else:
        for line in told(checked.problems, Telling()):
            talk(line)
    for line in described.assumptions(checked):
        talk(line)
    raise typer.Exit(ExitCode.DONE if checked.columns.of else ExitCode.NO)


def _checked(recipients: str, options: ListOptions) -> CheckedList:
    today = clock.uk_date(clock.now())
    return check(read_source(recipients), load_directory(), today, options)


def _save(name: str, checked: CheckedList) -> None:
    save(name, checked)
    talk(f"Saved. Use it with: --mapping {name}")


def _table(checked: CheckedList) -> Iterator[str]:
    for letter, heading, field in columns(checked):
        yield f"{letter:>3}  {heading:<32}  {field}"
    yield ""
    ready = f"{counted(len(checked.entries), 'row')} of {checked.rows_read:,} ready to be printed"
    yield ready + ("." if not checked.rows_bad else f", {checked.rows_bad:,} with problems.")
