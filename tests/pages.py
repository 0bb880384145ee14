"""Reads printed pages back: pictures, barcodes, and text with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

MM_PER_POINT = 25.4 / 72
A4_HEIGHT = 297.0


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
    return [found.text for found in zxingcpp.read_barcodes(picture)]


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
