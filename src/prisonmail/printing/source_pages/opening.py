"""Opens other PDFs, but for those that cannot be printed as their viewer shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pikepdf import PasswordError, Pdf, PdfError

from prisonmail.printing.source_pages.refusal import UNREADABLE, PdfRefused

_PROTECTED = ("the PDF is protected by a password or encrypted", "Save it without one.")
_PORTFOLIO = (
    "the PDF is a portfolio, a folder of other files",
    "Take the files out of it, and join them to one PDF.",
)
_XFA = (
    "the PDF is a form that only Adobe’s programs can show (dynamic XFA)",
    "Open it there, and print it to a PDF.",
)


@contextmanager
def open_pdf(path: str) -> Iterator[Pdf]:
    """Open a PDF. Raises PdfRefused if it is of a kind that cannot be printed as it shows."""
    try:
        pdf = Pdf.open(path)
    except PasswordError:
        raise PdfRefused(*_PROTECTED) from None
    except PdfError as error:
        raise PdfRefused(*_PROTECTED if "ncrypt" in str(error) else UNREADABLE) from None
    with pdf:
        if pdf.is_encrypted:
            raise PdfRefused(*_PROTECTED)
        if "/Collection" in pdf.Root:
            raise PdfRefused(*_PORTFOLIO)
        if _is_dynamic_xfa(pdf.Root):
            raise PdfRefused(*_XFA)
        yield pdf


def _is_dynamic_xfa(root: Any) -> bool:
    """Return whether a form is drawn by a program in it; others have fields with pictures too."""
    form = root.get("/AcroForm", {})
    drawn = root.get("/NeedsRendering", False) or len(form.get("/Fields", ())) == 0
    return "/XFA" in form and drawn
