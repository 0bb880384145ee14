"""Reads barcodes of HMPPS from the pages of a PDF, as the Ministry's own service makes it.

No other file knows zxing-cpp, which reads the bars of pictures that pypdfium2 makes of pages. It
comes with `prisonmail[barcodes]`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prisonmail.errors import InputMissing
from prisonmail.letters.hmpps_barcode import Barcode, is_barcode, parse_barcode

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_RESOLUTIONS = (300, 200, 600)
"""Dots to the inch, one after another until there is a barcode: bars that are pictures of few dots
themselves are read best when they are neither much smaller nor much larger."""
_LONGEST_SIDE = 10_000
"""Dots: a page of A4 at 600 dots to the inch has 7,016. No page fills the memory."""
_POINTS_PER_INCH = 72


def read_pages(path: Path) -> Iterator[tuple[Barcode, ...]]:
    """Go through the pages of a PDF and return what barcodes of HMPPS each has, each once.

    Raises InputMissing if the file or a part of prisonmail is missing, or it cannot be read.
    """
    try:
        import pypdfium2
        import zxingcpp  # noqa: F401 - asked for before any page is drawn
    except ImportError:
        raise InputMissing(
            "To read barcodes takes a part of prisonmail that is not installed.",
            "Install it with: pip install 'prisonmail[barcodes]'",
        ) from None
    if not path.is_file():
        raise InputMissing(f"There is no file {path}.", "Check the name.")
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        raise InputMissing(
            f"{path} is not a PDF that can be read, or it asks for a password.",
            "Take it from the Ministry’s service again, and save it as it comes.",
        ) from None
    with document:
        yield from map(_read_page, document)


def _read_page(page: "PdfPage") -> tuple[Barcode, ...]:
    for resolution in _RESOLUTIONS:
        if found := _read_picture(page, resolution):
            return found
    return ()


def _read_picture(page: "PdfPage", resolution: int) -> tuple[Barcode, ...]:
    import zxingcpp

    largest = _LONGEST_SIDE / max(*page.get_size(), 1)
    picture = page.render(scale=min(resolution / _POINTS_PER_INCH, largest)).to_pil()
    code128 = zxingcpp.BarcodeFormat.Code128
    texts = [each.text for each in zxingcpp.read_barcodes(picture) if each.format == code128]
    return tuple(dict.fromkeys(parse_barcode(text) for text in texts if is_barcode(text)))
