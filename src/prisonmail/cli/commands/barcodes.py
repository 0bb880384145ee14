"""`prisonmail barcodes`: the firm's own barcodes of HMPPS, read from the PDF of that service."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.shared import ForceOption, StrictStorageOption
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import talk
from prisonmail.reports.counts import count
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.barcodes.listing import list_barcodes


def command(
    pdf: Annotated[Path, typer.Argument(metavar="PDF", help="The PDF that Send Legal Mail made.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A CSV to write; - for standard output."
        ),
    ],
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail barcodes labels.pdf -o codes.csv**

    Reads the barcodes that the Ministry's own service, Send Legal Mail, made for you, one a page,
    in the order of the pages. Copy them into a column of your list called barcode, each beside the
    person whom you made it for.
    """
    written = [] if is_stdout(output) else [output]
    look_at_places(strict=strict_storage, read=[pdf], written=written)
    found = list_barcodes(pdf, output, force=force)
    named = "standard output" if is_stdout(output) else output
    talk(f"{count(found, 'barcode')} → {named}")
    talk("Next: copy them into a column called barcode, each beside the person it was made for.")
