"""The program: its commands and the options that all of them share."""

from typing import Annotated

import typer

from prisonmail import __version__
from prisonmail.cli import (
    batches,
    cancel,
    codes,
    doctor,
    envelopes,
    explain,
    generate,
    image,
    ledger,
    mapping,
    prisons,
    profile,
    purge,
    reprint,
    scan,
    template,
    verify,
)
from prisonmail.cli.boundary import Boundary
from prisonmail.cli.terminal import answer

app = typer.Typer(
    name="prisonmail",
    cls=Boundary,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        answer(f"prisonmail {__version__}")
        raise typer.Exit


@app.callback()
def _prisonmail(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="After a fault of prisonmail's own, show where it was.")
    ] = False,
) -> None:
    """Example: **prisonmail generate recipients.csv**

    Turns a list of people in prison in England and Wales into print-ready letters for window
    envelopes, each with its Rule 39, YOI Rule 17 or confidential-access marking, the prison's
    address and a one-time barcode, and answers for a code when a mailroom asks.
    """


_COMMANDS = (
    ("generate", generate.command, "Turn a list into recorded, print-ready letters."),
    ("mapping", mapping.command, "Show what is understood of a list."),
    ("template", template.command, "Print an empty list with its headings."),
    ("explain", explain.command, "Explain the code of a problem."),
    ("image", image.command, "Make a picture of one letter's address and barcode."),
    ("verify", verify.command, "Say whether a letter may be delivered unopened."),
    ("scan", scan.command, "Answer for one code after another, from a scanner."),
    ("reprint", reprint.command, "Print the paper of a batch or a letter once more."),
    ("cancel", cancel.command, "Withdraw a code or a batch."),
    ("purge", purge.command, "Erase the people of old letters."),
    ("doctor", doctor.command, "Examine profile, ledger, folders and fonts."),
)
_GROUPS = (
    ("profile", profile.app, "Make, show and check the sender profile."),
    ("envelopes", envelopes.app, "Show envelopes, and print test sheets for them."),
    ("prisons", prisons.app, "Find prisons, and take a newer register."),
    ("batches", batches.app, "Show what was issued."),
    ("codes", codes.app, "Show what the ledger holds of a code."),
    ("ledger", ledger.app, "Check, back up, export and import the ledger."),
)
for _name, _command, _summary in _COMMANDS:
    app.command(_name, short_help=_summary)(_command)
for _name, _group, _summary in _GROUPS:
    app.add_typer(_group, name=_name, short_help=_summary)


def main() -> None:
    """Run the program."""
    app()
