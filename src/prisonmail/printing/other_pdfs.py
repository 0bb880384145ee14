"""Other PDFs, letterheads and enclosures: whether they can be printed, and whether they changed.

The library that reads them is loaded when there is one.
"""

import hashlib
import os
from pathlib import Path

from prisonmail.letters.letter import Enclosure
from prisonmail.printing.objects.pdf_file import PdfFile
from prisonmail.system.record import Record
from prisonmail.system.standard_output import quieten


class UnprintableFile(Record, frozen=True):
    """Why a file of the user's cannot be printed, and what to do."""

    reason: str
    remedy: str


def read_enclosure(path: Path, *, upright: bool = False) -> Enclosure | UnprintableFile:
    """Look at a PDF, and return it or what keeps it from being printed.

    Every page of it has to show as A4, give or take 2 mm, and for a letterhead upright.
    """
    if not is_there(path):
        return UnprintableFile(
            "there is no such file", "Correct the path; it starts from the list."
        )
    digest = digest_file(path)
    pages = _print_to_nowhere(path, upright=upright)
    if isinstance(pages, UnprintableFile):
        return pages
    if not pages:
        return UnprintableFile("the PDF has no pages", "Save it as a PDF again.")
    return Enclosure(str(path), pages, digest)


def is_unchanged(enclosed: Enclosure) -> bool:
    """Check whether the file is still there and as it was when the letter was issued."""
    path = Path(enclosed.path)
    return path.is_file() and digest_file(path) == enclosed.digest


def is_there(path: Path) -> bool:
    """Return whether a path is a file; a text that is too long to be one is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def digest_file(path: Path) -> str:
    """Return what tells a file from any other: SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _print_to_nowhere(path: Path, *, upright: bool) -> int | UnprintableFile:
    """Do all that printing will do with a PDF, and count its pages: some damage shows only then."""
    from prisonmail.printing.source_pages.copying import WrittenObjects
    from prisonmail.printing.source_pages.opening import open_pdf
    from prisonmail.printing.source_pages.page_forms import write_pages
    from prisonmail.printing.source_pages.refusal import UNREADABLE, PdfRefused

    quieten("pikepdf")
    try:
        with Path(os.devnull).open("wb") as nowhere, open_pdf(str(path)) as pdf:
            written = WrittenObjects(PdfFile(nowhere))
            return len(write_pages(pdf, written, examine=True, upright=upright))
    except PdfRefused as refused:
        return UnprintableFile(refused.reason, refused.remedy)
    except Exception:  # pikepdf raises whatever a damaged part brings about
        return UnprintableFile(*UNREADABLE)
