"""`prisonmail image`: the window panel of one issued code as a picture."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail import codes, publishing
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ForceOption
from prisonmail.cli.terminal import talk
from prisonmail.codes import Code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.letters import Letter
from prisonmail.sheets import pictures


def command(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An issued code.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="A .png or .svg file to write.")
    ],
    ledger: LedgerOption = None,
    force: ForceOption = False,
) -> None:
    """Example: **prisonmail image 1234-5678-9012-44 -o panel.png**

    Makes a picture of one letter's window panel (marking, address and barcode) to paste into a
    letter of your own. Keep it at its own size: a barcode made smaller may not be read.
    """
    draw = pictures.WRITERS.get(output.suffix.casefold())
    if draw is None:
        raise WrongUsage(f"{output} is neither .png nor .svg.", "Name it so with -o.")
    try:
        wanted = codes.parse(code)
    except codes.MistypedCodeError as error:
        raise WrongUsage(f"{code} is not a code: {error}.", "Type it again as printed.") from None
    publishing.refuse_if_taken(output, force=force, kept=[ledger_place(ledger)])
    drawing = pictures.panel_picture(_letter(wanted, ledger))
    if drawing is None:
        raise WrongUsage(
            f"The address has no room in a picture of {pictures.WIDTH:g} × {pictures.HEIGHT:g} mm.",
            f"Print the letter again as it was: prisonmail reprint {wanted}",
        )
    with publishing.published(output) as file:
        draw(drawing, file)
    talk(f"{output}: {pictures.WIDTH:g} × {pictures.HEIGHT:g} mm. Paste it at that size.")


def _letter(code: Code, ledger: str | None) -> Letter:
    with open_ledger(ledger_place(ledger)) as book:
        found = book.entry(code)
    if found is None:
        raise InputMissing(
            "The ledger has no letter with this code.",
            "Check the code, and that it is the ledger that issued it.",
        )
    if found.cancellation:
        raise WrongUsage("This letter is cancelled.", "Issue a new one from the list.")
    return found.letter
