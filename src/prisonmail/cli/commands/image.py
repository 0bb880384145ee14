"""`prisonmail image`: the window panel of one issued code as a picture."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ForceOption, StrictStorageOption
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import talk
from prisonmail.printing import picture
from prisonmail.use_cases.before_issue.panel_picture import write_panel_picture


def command(
    code: Annotated[str, typer.Argument(metavar="CODE", help="An issued code.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="A .png or .svg file to write.")
    ],
    ledger: LedgerOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail image 12345-67890-1244 -o panel.png**

    Makes a picture of one letter's window panel (marking, address and barcode) to paste into a
    letter of your own. Keep it at its own size: a barcode made smaller may not be read.
    """
    look_at_places(strict=strict_storage, written=[output])
    write_panel_picture(code, ledger_place(ledger), output, force=force)
    talk(f"{output}: {picture.WIDTH:g} × {picture.HEIGHT:g} mm. Paste it at that size.")
