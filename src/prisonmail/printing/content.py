r"""Content streams: a drawing as the operators that PDF draws it with, and a sheet as a page.

A page is compressed, ready to be put into a PDF by any process.

A dot of 1/600 inch is 0.12 pt, so that bars stay on the printer's grid to the last digit. A
character is written as its UTF-16 code unit, which the fonts of the PDF take for its number, so
that the same drawing becomes the same bytes in whatever process. What recurs on many sheets is
written out once and kept.

>>> bars = Drawing(boxes=(Box(0.0, 10.0, 25.4, 12.7),))
>>> ContentWriter().write([bars]).decode()
'0 777.54 72 36 re\nf\n'
>>> writer = PageWriter(ContentWriter())
>>> first, second = map(writer.write, [Sheet(shared=Drawing())] * 2)
>>> first.shared is second.shared
True
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from prisonmail.sheets.drawing import (
    EMPTY,
    MM_PER_POINT,
    SHEET_HEIGHT,
    Box,
    Drawing,
    Picture,
    Sheet,
    SourcePage,
    TextRun,
)

_KEPT = 8192
"""How many drawings that recur are kept: prisons, and characters at all places of the symbol."""
_GREY = attrgetter("grey")
_ESCAPED = {letter: f"\\{letter}" for letter in "()\\"} | {"\r": r"\r"}
_LEVEL = 2
"""Of compression: sheets come out 6 % larger than at the usual 6, and a third sooner."""


class Alphabet(NamedTuple):
    """The characters that were written in each weight, in their order."""

    regular: str = ""
    bold: str = ""

    def __or__(self, other: "Alphabet") -> "Alphabet":
        """Return the characters of both."""
        return Alphabet(*("".join(sorted({*a, *b})) for a, b in zip(self, other, strict=True)))


class ContentWriter:
    """Writes drawings, all moved across and down by an offset in mm.

    Pictures are known by their place in a list of paths: the first is /I1.
    """

    def __init__(
        self, pictures: Sequence[str] = (), offset: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self._pictures = pictures
        self._across, self._down = offset
        self._strings = (_Strings(), _Strings())
        self._kept = lru_cache(_KEPT)(self._written)
        self._place = lru_cache(_KEPT)(self._new_place)

    @property
    def alphabet(self) -> Alphabet:
        """Return the characters that all drawings so far had."""
        return Alphabet(*("".join(map(chr, sorted(strings))) for strings in self._strings))

    def write(self, drawings: Iterable[Drawing]) -> bytes:
        """Write drawings one after another."""
        written = [(self._kept if each.recurs else self._written)(each) for each in drawings]
        return "".join(written).encode("latin-1")

    def _written(self, drawing: Drawing) -> str:
        # what comes later lies above: a white box hides a letterhead, and text is hidden by nothing
        pictures = map(self._picture, drawing.pictures)
        return "".join((*pictures, *self._boxes(drawing.boxes), self._texts(drawing.texts)))

    def _boxes(self, boxes: Sequence[Box]) -> Iterator[str]:
        """Fill boxes that follow each other in one grey by one `f`; grey goes back to black."""
        for grey, alike in groupby(boxes, key=_GREY):
            filled = f"{''.join(map(self._box, alike))}f\n"
            yield f"{grey:g} g\n{filled}0 g\n" if grey else filled

    def _texts(self, texts: Sequence[TextRun]) -> str:
        if not texts:
            return ""
        written = ["BT\n"]
        font = None
        for x, y, text, size, bold in texts:
            if font != (bold, size):
                font = (bold, size)
                written.append(f"/F{2 if bold else 1} {size:g} Tf\n")
            string = text.translate(self._strings[bold])
            # Tm and not Td: a place that counts from the sheet's corner is the same on all sheets
            written.append(f"1 0 0 1 {self._place(x, y)} Tm ({string}) Tj\n")
        written.append("ET\n")
        return "".join(written)

    def _box(self, box: Box) -> str:
        place = self._place(box.x, box.y + box.height)
        return f"{place} {_points(box.width)} {_points(box.height)} re\n"

    def _picture(self, picture: Picture) -> str:
        place = self._place(picture.x, picture.y + picture.height)
        width, height = _points(picture.width), _points(picture.height)
        number = self._pictures.index(picture.path) + 1
        return f"q {width} 0 0 {height} {place} cm /I{number} Do Q\n"

    def _new_place(self, x: float, y: float) -> str:
        return f"{_points(x + self._across)} {_points(SHEET_HEIGHT - y - self._down)}"


class _Strings(dict[int, str]):
    """For `str.translate`: the two bytes of each character, as they stand in a PDF's string."""

    def __missing__(self, character: int) -> str:
        both = chr(character).encode("utf-16-be").decode("latin-1")
        self[character] = "".join(_ESCAPED.get(byte, byte) for byte in both)
        return self[character]


def _points(millimetres: float) -> str:
    """Write mm as points, to a hundredth: a twelfth of a dot of a 600 dpi printer."""
    return f"{round(millimetres / MM_PER_POINT, 2):g}"


class Page(NamedTuple):
    """A sheet's content streams, compressed, and what a PDF is to know of it beside."""

    shared: bytes
    """What it shares with other pages, the same bytes for all; empty if that is nothing."""
    own: bytes
    bookmarks: tuple[str, ...] = ()
    under: SourcePage | None = None


class PageWriter:
    """Writes the sheets of one PDF, or some of them."""

    def __init__(self, content: ContentWriter) -> None:
        self._content = content
        self._shared: dict[int, tuple[Drawing, bytes]] = {}

    @property
    def alphabet(self) -> Alphabet:
        """Return the characters that all sheets so far had."""
        return self._content.alphabet

    def write(self, sheet: Sheet) -> Page:
        """Write one sheet."""
        own = self._stream(sheet.own)
        return Page(self._shared_stream(sheet.shared), own, sheet.bookmarks, sheet.under)

    def _shared_stream(self, drawing: Drawing) -> bytes:
        if drawing is EMPTY:
            return b""
        if id(drawing) not in self._shared:
            self._shared[id(drawing)] = (drawing, self._stream([drawing]))
        return self._shared[id(drawing)][1]

    def _stream(self, drawings: Iterable[Drawing]) -> bytes:
        return zlib.compress(self._content.write(drawings), _LEVEL)
