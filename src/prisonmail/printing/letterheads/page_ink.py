"""Where a page of a PDF has ink, as it would be printed. It makes a picture of it by pypdfium2."""

from itertools import groupby
from typing import TYPE_CHECKING

from prisonmail.sheets.drawing import Rectangle, Span
from prisonmail.system.record import Record

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

_PER_MM = 6
"""Pixels: the thinnest rule of a letterhead, 0.1 mm, still darkens one."""
_POINTS_PER_MM = 72 / 25.4
_FAINTEST = 216
"""The grey, of 255, that counts as ink: a watermark or tint of up to 15 % can be printed on."""
_FAINTEST_DOT = 160
"""That of a single pixel: the paper of a scan is noisy, and only on the whole as pale as that."""
_MOST_PIXELS = 150_000_000
"""Of all pictures on a page: one of A4 at 1,200 dpi has 139 million."""


class PageInk(Record, frozen=True):
    """What is inked of a page, pixel by pixel."""

    picture: "Image"
    """White where there is ink."""

    def find_free(self, left: float, right: float) -> Span:
        """Find the highest strip without ink from a left edge to a right one, all in mm."""
        strip = self.picture.crop(_pixels(Rectangle(left, 0, right, self.picture.height / _PER_MM)))
        _, inked = strip.getprojection()
        best, y = Span(0.0, 0.0), 0
        for is_inked, rows in groupby(inked):
            end = y + len(list(rows))
            if not is_inked and (end - y) / _PER_MM > best.height:
                best = Span(y / _PER_MM, end / _PER_MM)
            y = end
        return best

    def find_ink(self, area: Rectangle) -> Rectangle | None:
        """Return the box round all ink in an area, in mm; None if it has none."""
        box = self.picture.crop(_pixels(area)).getbbox()
        if box is None:
            return None
        left, top, right, bottom = (side / _PER_MM for side in box)
        return Rectangle(area.left + left, area.top + top, area.left + right, area.top + bottom)


def find_page_ink(path: str, number: int) -> PageInk | None:
    """Find the ink of a page, from 0; None if its pictures have too many pixels to look at.

    Raises ValueError if the page cannot be shown.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            document.init_forms()  # so that what stands in their fields shows, as it will print
            page = document[number]
            if _count_pixels(page) > _MOST_PIXELS:
                return None
            scale = _PER_MM / _POINTS_PER_MM
            shown = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from None
    return PageInk(_mark_ink(shown))


def _mark_ink(shown: "Image") -> "Image":
    from PIL import ImageChops, ImageFilter

    on_the_whole = shown.filter(ImageFilter.BoxBlur(1))
    return ImageChops.lighter(_mark(on_the_whole, _FAINTEST), _mark(shown, _FAINTEST_DOT))


def _mark(shown: "Image", faintest: int) -> "Image":
    return shown.point([255 if grey < faintest else 0 for grey in range(256)])


def _count_pixels(page: "pypdfium2.PdfPage") -> int:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    sizes = [each.get_px_size() for each in page.get_objects([FPDF_PAGEOBJ_IMAGE])]
    return sum(width * height for width, height in sizes)


def _pixels(area: Rectangle) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * _PER_MM) for side in area)
    return left, top, right, bottom
