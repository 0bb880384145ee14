"""Writes sheets as a PDF, PDF/A-2B if it can be.

Sheets go to the file as they come; what stands around them comes last, when it is known which
characters they have.
"""

from collections.abc import Iterable
from typing import BinaryIO

from prisonmail.printing.content import ContentWriter
from prisonmail.printing.frame import About, write_frame
from prisonmail.printing.pdf_objects import PdfFile
from prisonmail.printing.sheet_writer import SheetWriter
from prisonmail.sheets.drawing import SHEET_HEIGHT, SHEET_WIDTH, Sheet

__all__ = ["About", "write_sheets"]


def write_sheets(sheets: Iterable[Sheet], target: BinaryIO, about: About) -> None:
    """Write sheets to a file that need not be able to seek."""
    height = SHEET_WIDTH if about.lying else SHEET_HEIGHT
    file, content = PdfFile(target), ContentWriter(about.pictures, about.offset, height)
    # pages of other PDFs are laid under ours by a library that would copy the forms of all pages
    writer = SheetWriter(file, content, forms=about.archival)
    for sheet in sheets:
        writer.add(sheet)
    write_frame(file, writer, about, content.unusual)
