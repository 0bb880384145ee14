"""`prisonmail generate`: a list becomes a recorded, print-ready PDF."""

from typing import Annotated

import typer

from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import Home, ledger_place
from prisonmail.cli.options.lists import Reading, RowOptions
from prisonmail.cli.options.outputs import Outputs, refuse_two_on_stdout
from prisonmail.cli.options.paper import Sheets
from prisonmail.cli.options.problems import Form, ProblemDisplay
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views import run
from prisonmail.errors import WrongUsage
from prisonmail.recipients import saved_mappings
from prisonmail.reports import runs
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.before_issue.usual import read_usual
from prisonmail.use_cases.order import Order

ListArgument = Annotated[
    str,
    typer.Argument(
        metavar="LIST", help="The list: a CSV file or workbook, or - for standard input."
    ),
]


@expand_groups
def command(
    context: typer.Context,
    recipients: ListArgument,
    outputs: Outputs,
    home: Home,
    reading: Reading,
    rows: RowOptions,
    display: ProblemDisplay,
    sheets: Sheets,
) -> None:
    """Example: **prisonmail generate recipients.csv**

    Prints one A4 sheet for each person on the list. Every row is checked first: if one has a
    problem, nothing is issued and nothing is written, and all problems are shown.
    """
    order = _order(recipients, outputs, home, reading, rows, sheets, display.form)
    files = {"PDF": order.output, "manifest": order.manifest, "rejects": order.rejects}
    files |= {"inner labels": order.inner_labels, "post book": order.post_book}
    refuse_two_on_stdout(files, as_json=outputs.as_json)
    with show_progress(quiet=display.quiet) as progress:
        outcome = generate_once(order, rows.idempotency_key, progress)
    if reading.save_mapping and outcome.checked.columns.of:
        saved_mappings.save(reading.save_mapping, outcome.checked)
    for line in run.report(outcome, display, context):
        talk(line)
    if outputs.as_json:
        answer_json(runs.document(outcome, redact=display.redact))
    raise typer.Exit(outcome.exit_code)


def _order(
    recipients: str,
    outputs: Outputs,
    home: Home,
    reading: Reading,
    rows: RowOptions,
    sheets: Sheets,
    form: Form,
) -> Order:
    if rows.rejects and not rows.skip_bad:
        raise WrongUsage("--rejects needs --skip-bad, which leaves the bad rows out.")
    place = ledger_place(home.ledger)
    profile = home.profile or find_profile_path()
    usual = read_usual(profile, without=home.no_defaults)
    return Order(
        recipients=recipients,
        profile=profile,
        ledger=place,
        by=home.by,
        signatory=home.signatory,
        output=outputs.output,
        envelope=sheets.envelope,
        check_only=outputs.check,
        force=outputs.force,
        manifest=outputs.manifest,
        inner_labels=outputs.inner_labels,
        inner_grid=outputs.inner_grid,
        post_book=outputs.post_book,
        skip_bad=rows.skip_bad,
        rejects=rows.rejects,
        again=rows.again,
        cancel_earlier=rows.cancel_earlier,
        remember=rows.remember,
        list=reading.options(rows, usual.mapping),
        printing=sheets.options(usual),
        care=make_care(strict=outputs.strict_storage, form=form),
    )
