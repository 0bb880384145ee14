"""`prisonmail generate`: a list becomes a recorded, print-ready PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from prisonmail.cli.grouping import grouped
from prisonmail.cli.list_options import Reading, Selection
from prisonmail.cli.list_order import list_options
from prisonmail.cli.options import JsonOption, LedgerOption, ProfileOption, ledger_place
from prisonmail.cli.sheet_options import Sheets, print_options
from prisonmail.cli.telling_options import Telling
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import WrongUsage

if TYPE_CHECKING:
    from prisonmail.generate import Order
    from prisonmail.recipients.options import ListOptions
    from prisonmail.sheets.options import PrintOptions


@grouped
def command(
    context: typer.Context,
    reading: Reading,
    selection: Selection,
    telling: Telling,
    sheets: Sheets,
    recipients: Annotated[
        str,
        typer.Argument(
            metavar="LIST", help="The list: a CSV file or .xlsx workbook, or - for standard input."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT.pdf",
            help="The PDF to write, or - for standard output. Without it the PDF is named after "
            "the list, in the current folder.",
        ),
    ] = None,
    profile: ProfileOption = None,
    ledger: LedgerOption = None,
    envelope: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The envelope, where not the profile's.", show_default=False
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check the list and stop: no codes, no PDF.")
    ] = False,
    manifest: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also write a CSV of the list's own columns with code, batch and page, to import "
            "into the case-management system.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there already.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail generate recipients.csv**

    Prints one A4 sheet for each person on the list. Every row is checked first: if one has a
    problem, nothing is issued and nothing is written, and all problems are shown.
    """
    from prisonmail.cli import generated
    from prisonmail.cli.progress import watching
    from prisonmail.generate import generate
    from prisonmail.recipients import saved_mappings

    options = list_options(reading, selection)
    printing = print_options(sheets)
    order = _order(
        recipients, output, profile, ledger, envelope, check, manifest, force, options, printing
    )
    if as_json and str(order.output) == "-":
        raise WrongUsage(
            "The PDF and the JSON document cannot both go to standard output.",
            "Give the PDF a file name with -o.",
        )
    with watching(quiet=telling.quiet) as watch:
        result = generate(order, watch)
    if reading.save_mapping and result.checked.columns.of:
        saved_mappings.save(reading.save_mapping, result.checked)
    for line in generated.report(result, telling, context):
        talk(line)
    if as_json:
        answer_json(generated.document(result, redact=telling.redact))
    raise typer.Exit(result.exit_code)


def _order(
    recipients: str,
    output: Path | None,
    profile: Path | None,
    ledger: str | None,
    envelope: str | None,
    check: bool,
    manifest: Path | None,
    force: bool,
    options: "ListOptions",
    printing: "PrintOptions",
) -> "Order":
    from prisonmail.generate import Order
    from prisonmail.sender.store import profile_path

    return Order(
        recipients=recipients,
        profile=profile or profile_path(),
        ledger=ledger_place(ledger),
        output=output,
        envelope=envelope,
        check_only=check,
        force=force,
        manifest=manifest,
        list=options,
        printing=printing,
    )
