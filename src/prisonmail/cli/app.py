"""The program: its commands and the options that all of them share."""

from typing import Annotated

import typer

from prisonmail import __version__
from prisonmail.cli import envelopes, generate, image, prisons, profile, verify
from prisonmail.cli.boundary import Boundary
from prisonmail.cli.terminal import answer

app = typer.Typer(
    name="prisonmail",
    cls=Boundary,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
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
    """Example: [bold]prisonmail generate recipients.csv[/bold]

    Turns a list of people in prison in England and Wales into print-ready letters for window
    envelopes, each with its Rule 39, YOI Rule 17 or confidential-access marking, the prison's
    address and a one-time barcode, and answers for a code when a mailroom asks.
    """


app.command("generate")(generate.command)
app.command("verify")(verify.command)
app.add_typer(profile.app, name="profile")
app.add_typer(prisons.app, name="prisons")
app.add_typer(envelopes.app, name="envelopes")
app.command("image")(image.command)


def main() -> None:
    """Run the program."""
    app()
