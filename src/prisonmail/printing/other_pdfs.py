"""Other PDFs, letterheads and enclosures: whether they can be printed, and laid under our pages.

No other file knows pypdf.
"""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from prisonmail.letters.letter import Enclosure
from prisonmail.sheets.drawing import MM_PER_POINT, SHEET_HEIGHT, SHEET_WIDTH, SourcePage
from prisonmail.system.record import Record
from prisonmail.system.standard_output import quieten

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

_TOLERANCE = 2.0
"""Millimetres by which a page may differ from A4."""
_VERSION = "%PDF-1.7"
"""New enough for all that enclosures may have in them."""


class UnprintableFile(Record, frozen=True):
    """Why a file of the user's cannot be printed, and what to do."""

    reason: str
    remedy: str


def read_enclosure(path: Path) -> Enclosure | UnprintableFile:
    """Look at a PDF, and return it or what keeps it from being printed.

    Every page of it has to be A4 upright, give or take 2 mm.
    """
    from pypdf import PdfReader

    quieten("pypdf")
    if not path.is_file():
        return UnprintableFile(
            "there is no such file", "Correct the path; it starts from the list."
        )
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return UnprintableFile("the PDF is protected by a password", "Save it without one.")
        pages = [_check_page(page, number) for number, page in enumerate(reader.pages, start=1)]
        _print_to_nowhere(path, len(pages))
    except Exception:  # pypdf raises whatever a damaged part brings about
        return UnprintableFile("the file is not a PDF that can be read", "Save it as a PDF again.")
    if not pages:
        return UnprintableFile("the PDF has no pages", "Save it as a PDF again.")
    return next(filter(None, pages), None) or Enclosure(str(path), len(pages), digest_file(path))


def is_unchanged(enclosed: Enclosure) -> bool:
    """Check whether the file is still there and as it was when the letter was issued."""
    path = Path(enclosed.path)
    return path.is_file() and digest_file(path) == enclosed.digest


def digest_file(path: Path) -> str:
    """Return what tells a file from any other: SHA-256 in hexadecimal."""
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


def _check_page(page: "PageObject", number: int) -> UnprintableFile | None:
    """Find what is wrong with a page's shape, as it shows after its own rotation."""
    width, height = (float(side) * MM_PER_POINT for side in page.mediabox[2:])
    width -= float(page.mediabox[0]) * MM_PER_POINT
    height -= float(page.mediabox[1]) * MM_PER_POINT
    if page.rotation % 180:
        width, height = height, width
    if abs(width - SHEET_WIDTH) <= _TOLERANCE and abs(height - SHEET_HEIGHT) <= _TOLERANCE:
        return None
    lying = abs(height - SHEET_WIDTH) <= _TOLERANCE and abs(width - SHEET_HEIGHT) <= _TOLERANCE
    shape = "A4 landscape" if lying else f"{width:.0f} × {height:.0f} mm"
    return UnprintableFile(f"page {number} of the PDF is {shape}", "Make every page A4 upright.")


def lay_under(pdf: BinaryIO, under: Mapping[int, SourcePage], target: BinaryIO) -> None:
    """Write a PDF again with other pages under its own, these counted from 0."""
    from pypdf import PdfWriter

    quieten("pypdf")
    writer = PdfWriter(clone_from=pdf)
    sources = _Sources()
    for number, source in under.items():
        writer.pages[number].merge_page(sources.page(source), over=False)
    writer.pdf_header = _VERSION
    writer.compress_identical_objects()  # fonts and pictures that many pages bring along, once
    writer.write(target)


class _Sources:
    """The pages that are laid under others, each read and turned upright once."""

    def __init__(self) -> None:
        self._files: dict[str, PdfWriter] = {}
        self._pages: dict[SourcePage, PageObject] = {}

    def page(self, source: SourcePage) -> "PageObject":
        if source not in self._pages:
            self._pages[source] = _upright(self._file(source.path).pages[source.number])
        return self._pages[source]

    def _file(self, path: str) -> "PdfWriter":
        from pypdf import PdfWriter

        if path not in self._files:
            self._files[path] = PdfWriter(clone_from=path)
        return self._files[path]


def _upright(page: "PageObject") -> "PageObject":
    from pypdf import Transformation

    if page.rotation:
        page.transfer_rotation_to_content()
    left, bottom = page.mediabox.lower_left
    if left or bottom:
        page.add_transformation(Transformation().translate(-left, -bottom))
    return page
