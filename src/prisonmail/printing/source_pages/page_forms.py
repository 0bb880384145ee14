"""Pages of other PDFs become forms, each with the box that its viewer shows, turned as it shows it.

A form is drawn in a state of its own, so that what a page leaves open ends with it. What lies over
a page is drawn in a second form around the first.
"""

import zlib
from functools import lru_cache
from typing import Any, NamedTuple, Self

from pikepdf import Array, Page, Pdf, Stream

from prisonmail.printing.objects.pdf_file import DEFLATED, PdfFile
from prisonmail.printing.source_pages.appearances import Appearance, find_appearances, read_box
from prisonmail.printing.source_pages.copying import ObjectCopies, WrittenObjects
from prisonmail.printing.source_pages.layers import Layers
from prisonmail.printing.source_pages.opening import open_pdf
from prisonmail.printing.source_pages.refusal import PdfRefused
from prisonmail.sheets.drawing import MM_PER_POINT, SHEET_HEIGHT, SHEET_WIDTH

_TOLERANCE = 2.0
"""Millimetres by which a page may differ from A4."""
_TURNS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
"""The first four numbers of the matrix that turns a page clockwise, by degrees."""
_WHOLE_FILES = 256
"""Files whose forms are remembered, in case several letters enclose the same one."""
_SHAPES = 64
"""Shapes of pages that are remembered: most pages have one of a few."""
_FORM = b"/Type/XObject/Subtype/Form"


class PageForm(NamedTuple):
    """A page of another PDF in the file that is written."""

    number: int
    """Of the form's object."""
    group: bytes
    """How colours mix on the page, as an entry of a page; or nothing."""


class PageForms:
    """Writes pages of other PDFs into a file, those of one PDF when the first is needed."""

    def __init__(self, file: PdfFile) -> None:
        self._written = WrittenObjects(file)
        self._write = lru_cache(_WHOLE_FILES)(self._write_all)

    def find(self, path: str, number: int) -> PageForm:
        """Return the form of a page, counted from 0. Raises PdfRefused."""
        return self._write(path)[number]

    def _write_all(self, path: str) -> tuple[PageForm, ...]:
        with open_pdf(path) as pdf:
            return write_pages(pdf, self._written)


def write_pages(
    pdf: Pdf, written: WrittenObjects, *, examine: bool = False, upright: bool = False
) -> tuple[PageForm, ...]:
    """Write all pages of a PDF, and with `examine` unpack what they draw to see if it is whole.

    With `upright` none may lie on its side. Raises PdfRefused, or whatever pikepdf does about a
    damaged part.
    """
    layers, copies = Layers(pdf), ObjectCopies(pdf, written, examine=examine)
    return tuple(
        _write_page(pdf, page, _Shown.read(page, number, upright=upright), layers, copies)
        for number, page in enumerate(pdf.pages, start=1)
    )


def _write_page(
    pdf: Pdf, page: Page, shown: "_Shown", layers: Layers, copies: ObjectCopies
) -> PageForm:
    source: Any = page.obj
    layers.cut_page(source)
    content, packing = _read_content(source, copies)
    resources = copies.write(source.Resources) if "/Resources" in source else b"<<>>"
    entries = b"%b%b/Resources %b%b" % (_FORM, _write_box(shown), resources, packing)
    over = tuple(find_appearances(pdf, source, layers))
    if over:
        form = copies.written.write(entries, content)
        number = _write_over(form, over, shown, copies)
    else:
        number = copies.written.write(entries + _write_matrix(shown), content)
    group = b"/Group %b" % copies.write(source.Group) if "/Group" in source else b""
    return PageForm(number, group)


def _write_over(
    page: int, over: tuple[Appearance, ...], shown: "_Shown", copies: ObjectCopies
) -> int:
    """Write a form that draws another, and things over it."""
    drawn, named = [b"/P Do\n"], [b"/P %d 0 R" % page]
    for number, (form, matrix) in enumerate(over):
        wide, tall, across, up = map(_write_number, matrix)
        drawn.append(b"q %b 0 0 %b %b %b cm /A%d Do Q\n" % (wide, tall, across, up, number))
        named.append(b"/A%d %b" % (number, copies.write(form)))
    resources = b"/Resources<</XObject<<%b>>>>" % b"".join(named)
    entries = _FORM + _write_box(shown) + _write_matrix(shown) + resources
    return copies.written.write(entries, b"".join(drawn))


def _read_content(page: Any, copies: ObjectCopies) -> tuple[bytes, bytes]:
    """Return what a page draws as it is packed, and the entries that say how."""
    content = page.get("/Contents")
    streams = list(content) if isinstance(content, Array) else [content]
    streams = [each for each in streams if isinstance(each, Stream)]
    if len(streams) == 1:
        return copies.read_packed(streams[0])
    # a word of the content may not be cut in two, but streams may end without a space
    return zlib.compress(b"\n".join(each.read_bytes() for each in streams)), DEFLATED


class _Shown(NamedTuple):
    """The part of a page that shows, in its own units, and how it comes onto the paper."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int
    """Degrees clockwise."""
    unit: float
    """Of the page, in points."""

    @classmethod
    def read(cls, page: Page, number: int, *, upright: bool) -> Self:
        """Read it. A page that lies on its side is turned: its top comes to the left of the paper.

        Raises PdfRefused unless it shows as A4, give or take 2 mm, and upright if it has to.
        """
        media, crop = read_box(page.mediabox), read_box(page.cropbox)
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        box = (left, bottom, right, top) if left < right and bottom < top else media
        shown = cls(*box, page.rotation // 90 % 4 * 90, float(page.obj.get("/UserUnit", 1)))
        width, height = shown._size
        if _is_a4(width, height):
            return shown
        lies = _is_a4(height, width)
        if lies and not upright:
            return shown._replace(turned=(shown.turned + 270) % 360)
        shape = "A4 landscape" if lies else f"{width:.0f} × {height:.0f} mm"
        needed = "Make every page A4 upright." if upright else "Make every page A4."
        raise PdfRefused(f"page {number} of the PDF is {shape}", needed)

    @property
    def _size(self) -> tuple[float, float]:
        """Width and height as it shows, in mm."""
        scale = self.unit * MM_PER_POINT
        width, height = (self.right - self.left) * scale, (self.top - self.bottom) * scale
        return (height, width) if self.turned % 180 else (width, height)


@lru_cache(_SHAPES)
def _write_box(shown: _Shown) -> bytes:
    """Write what shows as the box of a form."""
    return b"/BBox[%b]" % b" ".join(map(_write_number, shown[:4]))


@lru_cache(_SHAPES)
def _write_matrix(shown: _Shown) -> bytes:
    """Write the matrix of a form: upright, its upper left corner in that of the paper."""
    a, b, c, d = (number * shown.unit for number in _TURNS[shown.turned])
    corners = (shown[:2], shown[2:4])
    left = min(a * x + c * y for x, y in corners)
    top = max(b * x + d * y for x, y in corners)
    moved = (a, b, c, d, -left, round(SHEET_HEIGHT / MM_PER_POINT, 2) - top)
    return b"/Matrix[%b]" % b" ".join(map(_write_number, moved))


def _is_a4(width: float, height: float) -> bool:
    return abs(width - SHEET_WIDTH) <= _TOLERANCE and abs(height - SHEET_HEIGHT) <= _TOLERANCE


def _write_number(number: float) -> bytes:
    """Write a number as a PDF has it, without an exponent.

    >>> _write_number(-0.000001), _write_number(595.2755905511812)
    (b'0', b'595.27559')
    """
    return f"{round(number, 5) + 0:.5f}".rstrip("0").rstrip(".").encode()
