"""Reads printed pages back: pictures, barcodes, and text with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import pypdfium2
import zxingcpp
from PIL import Image

from prisonmail.sheets.drawing import Rectangle

MM_PER_POINT = 25.4 / 72
A4_HEIGHT = 297.0
_DARK = 200


@dataclass(frozen=True)
class FoundText:
    """A piece of text and the box of its ink, in mm from the top left of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pictures(pdf: bytes, dpi: int = 300) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def barcodes(picture: Image.Image) -> list[str]:
    # told no kind, a reader takes three times as long, and now and then takes some bars for others
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    return [each.text for each in zxingcpp.read_barcodes(picture, formats=kind)]


def cropped(picture: Image.Image, area: Rectangle, dpi: int) -> Image.Image:
    """The pixels that an area in mm touches."""
    scale = dpi / 25.4
    low = (floor(area.left * scale + 1e-6), floor(area.top * scale + 1e-6))
    high = (ceil(area.right * scale - 1e-6), ceil(area.bottom * scale - 1e-6))
    return picture.crop((*low, *high))


def ink_amount(picture: Image.Image) -> int:
    """How many pixels are dark."""
    return sum(picture.histogram()[:_DARK])


def ink_box(picture: Image.Image, dpi: int) -> Rectangle:
    """The box round all dark pixels, in mm from the picture's corner."""
    box = picture.point(lambda grey: 255 if grey < _DARK else 0).getbbox()
    assert box, "the picture is white"
    return Rectangle(*(edge * 25.4 / dpi for edge in box))


def texts(pdf: bytes, page: int = 0) -> list[FoundText]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        content = document[page].get_textpage()
        found = []
        for index in range(content.count_rects()):
            left, bottom, right, top = content.get_rect(index)
            found.append(
                FoundText(
                    content.get_text_bounded(left, bottom, right, top).strip(),
                    left * MM_PER_POINT,
                    A4_HEIGHT - top * MM_PER_POINT,
                    right * MM_PER_POINT,
                    A4_HEIGHT - bottom * MM_PER_POINT,
                )
            )
        return found
    finally:
        document.close()


def words(pdf: bytes, page: int = 0) -> str:
    """All text of a page, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()
