"""Writes sheets as a PDF, PDF/A-2B if it can be.

Sheets go to the file as they come; what stands around them comes last, when it is known which
characters they have.
"""

from collections.abc import Iterable
from typing import BinaryIO

from prisonmail.printing.content import ContentWriter
from prisonmail.printing.frame import About, write_frame
from prisonmail.printing.objects.pdf_file import PdfFile
from prisonmail.printing.sheet_writer import SheetWriter
from prisonmail.printing.stencils import StencilCutter
from prisonmail.sheets.drawing import SHEET_HEIGHT, SHEET_WIDTH, Sheet

__all__ = ["About", "write_sheets"]


def write_sheets(
    sheets: Iterable[Sheet], target: BinaryIO, about: About, cutter: StencilCutter | None = None
) -> None:
    """Write sheets to a file that need not be able to seek.

    Files with the same pictures and offset may share what cuts their stencils.
    """
    cutter = cutter or StencilCutter(about.pictures, about.offset)
    height = SHEET_WIDTH if about.lying else SHEET_HEIGHT
    file, content = PdfFile(target), ContentWriter(about.pictures, about.offset, height)
    writer = SheetWriter(file, content, cutter)
    for sheet in sheets:
        writer.add(sheet)
    write_frame(file, writer, about, content.unusual)
