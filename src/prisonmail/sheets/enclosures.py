"""Reads enclosures: whether a file can be printed with a letter, and is what it was."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from prisonmail.letters import Enclosure
from prisonmail.problems.problem import Fault
from prisonmail.sheets.drawing import MM_PER_POINT, SHEET_HEIGHT, SHEET_WIDTH, SourcePage
from prisonmail.sheets.overlay import lay_under, quieten_pypdf

if TYPE_CHECKING:
    from pypdf import PageObject

_TOLERANCE = 2.0
"""Millimetres by which a page may differ from A4."""
_CODE = "PM503"


def enclosure(path: Path) -> Enclosure | Fault:
    """Look at a PDF, and give it or what keeps it from being printed.

    Every page of it has to be A4 upright, give or take 2 mm.
    """
    from pypdf import PdfReader

    quieten_pypdf()
    if not path.is_file():
        return Fault(_CODE, "there is no such file", "Correct the path; it starts from the list.")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return Fault(_CODE, "the PDF is protected by a password", "Save it without one.")
        pages = [_fault_of(page, number) for number, page in enumerate(reader.pages, start=1)]
        _print_to_nowhere(path, len(pages))
    except Exception:  # pypdf raises whatever a damaged part brings about
        return Fault(_CODE, "the file is not a PDF that can be read", "Save it as a PDF again.")
    if not pages:
        return Fault(_CODE, "the PDF has no pages", "Save it as a PDF again.")
    return next(filter(None, pages), None) or Enclosure(str(path), len(pages), digest(path))


def is_unchanged(enclosed: Enclosure) -> bool:
    """Say whether the file is still there and as it was when the letter was issued."""
    path = Path(enclosed.path)
    return path.is_file() and digest(path) == enclosed.digest


def digest(path: Path) -> str:
    """Tell a file from any other: SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _print_to_nowhere(path: Path, pages: int) -> None:
    """Do all that printing will do with a PDF: some damage shows only then."""
    from pypdf import PdfWriter

    blank, paper = BytesIO(), PdfWriter()
    for _ in range(pages):
        paper.add_blank_page(SHEET_WIDTH / MM_PER_POINT, SHEET_HEIGHT / MM_PER_POINT)
    paper.write(blank)
    under = {number: SourcePage(str(path), number) for number in range(pages)}
    lay_under(blank, under, BytesIO())


def _fault_of(page: "PageObject", number: int) -> Fault | None:
    width, height = (float(side) * MM_PER_POINT for side in page.mediabox[2:])
    width -= float(page.mediabox[0]) * MM_PER_POINT
    height -= float(page.mediabox[1]) * MM_PER_POINT
    if page.rotation % 180:
        width, height = height, width
    if abs(width - SHEET_WIDTH) <= _TOLERANCE and abs(height - SHEET_HEIGHT) <= _TOLERANCE:
        return None
    lying = abs(height - SHEET_WIDTH) <= _TOLERANCE and abs(width - SHEET_HEIGHT) <= _TOLERANCE
    shape = "A4 landscape" if lying else f"{width:.0f} × {height:.0f} mm"
    return Fault(_CODE, f"page {number} of the PDF is {shape}", "Make every page A4 upright.")
