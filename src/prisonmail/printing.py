"""Prints the letters of a batch: the same letters always give the same sheets."""

import sys
from collections.abc import Iterable
from pathlib import Path

from prisonmail import publishing
from prisonmail.letters import Batch, Letter
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.fonts import roboto
from prisonmail.sheets.page import Stationery

STANDARD_OUTPUT = Path("-")


def print_letters(
    batch: Batch, letters: Iterable[Letter], envelope: Envelope, output: Path
) -> None:
    """Write one sheet a letter to a PDF, or to standard output. Raises OutputRefused."""
    from prisonmail.sheets import pdf

    stationery = Stationery(batch, envelope, roboto())
    sheets = (stationery.sheet(letter) for letter in letters)
    if output == STANDARD_OUTPUT:
        pdf.write(sheets, batch, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with publishing.published(output) as file:
        pdf.write(sheets, batch, file)
