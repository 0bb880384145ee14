"""`prisonmail generate`: a list becomes a recorded, print-ready PDF."""

from typing import Annotated

import typer

from prisonmail.cli import generated
from prisonmail.cli.grouping import grouped
from prisonmail.cli.list_options import Reading, Selection
from prisonmail.cli.list_order import list_options
from prisonmail.cli.options import Home, ledger_place
from prisonmail.cli.output_options import Outputs, refuse_two_on_stdout
from prisonmail.cli.progress import show_progress
from prisonmail.cli.sheet_options import Sheets, print_options
from prisonmail.cli.telling_options import Telling
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import WrongUsage
from prisonmail.generate import generate
from prisonmail.order import Order
from prisonmail.recipients import saved_mappings
from prisonmail.reports import runs
from prisonmail.sender.store import profile_path

ListArgument = Annotated[
    str,
    typer.Argument(
        metavar="LIST", help="The list: a CSV file or .xlsx workbook, or - for standard input."
    ),
]


@grouped
def command(
    context: typer.Context,
    recipients: ListArgument,
    outputs: Outputs,
    home: Home,
    reading: Reading,
    selection: Selection,
    telling: Telling,
    sheets: Sheets,
) -> None:
    """Example: **prisonmail generate recipients.csv**

    Prints one A4 sheet for each person on the list. Every row is checked first: if one has a
    problem, nothing is issued and nothing is written, and all problems are shown.
    """
    order = _order(recipients, outputs, home, reading, selection, sheets)
    files = {"PDF": order.output, "manifest": order.manifest, "rejects": order.rejects}
    refuse_two_on_stdout(files, as_json=outputs.as_json)
    with show_progress(quiet=telling.quiet) as watch:
        outcome = generate(order, watch)
    if reading.save_mapping and outcome.checked.columns.of:
        saved_mappings.save(reading.save_mapping, outcome.checked)
    for line in generated.report(outcome, telling, context):
        talk(line)
    if outputs.as_json:
        answer_json(runs.document(outcome, redact=telling.redact))
    raise typer.Exit(outcome.exit_code)


def _order(
    recipients: str,
    outputs: Outputs,
    home: Home,
    reading: Reading,
    selection: Selection,
    sheets: Sheets,
) -> Order:

    if selection.rejects and not selection.skip_bad:
        raise WrongUsage("--rejects needs --skip-bad, which leaves the bad rows out.")
    return Order(
        recipients=recipients,
        profile=home.profile or profile_path(),
        ledger=ledger_place(home.ledger),
        output=outputs.output,
        envelope=sheets.envelope,
        check_only=outputs.check,
        force=outputs.force,
        manifest=outputs.manifest,
        skip_bad=selection.skip_bad,
        rejects=selection.rejects,
        again=selection.again,
        list=list_options(reading, selection),
        printing=print_options(sheets),
    )
