r"""Content streams: drawings as the operators that PDF draws them with.

A dot of 1/600 inch is 0.12 pt, so that bars stay on the printer's grid to the last digit. A
character is written as its UTF-16 code unit, which the fonts of the PDF take for its number.

>>> bars = Drawing(boxes=(Box(0.0, 10.0, 25.4, 12.7),))
>>> ContentWriter().write([bars]).decode()
'0 777.54 72 36 re\nf\n'
>>> ContentWriter().write([Drawing(symbols=(Symbol(0.0, 10.0, 25.4 / 75, 12.7, "00"),))])[:45]
b'q 0.96 0 0 36 0 777.54 cm\n0 0 2 1 re 3 0 1 1 '
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, groupby
from operator import attrgetter

from prisonmail.printing.plates import USUAL_CHARACTERS
from prisonmail.printing.tags import CLOSE, PagePart
from prisonmail.sheets.drawing import (
    MM_PER_POINT,
    SHEET_HEIGHT,
    Box,
    Drawing,
    Picture,
    Symbol,
    TextRun,
)
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.typeface import MARKS, Piece
from prisonmail.sheets.window import code128

_GREY = attrgetter("grey")
_SLANT = b"0.21256"
"""Of italics: the tangent of 12°, as in the italics of Roboto, which are its letters slanted."""

_PLACES = 1024
"""Lengths that are kept as they are written: sheets have most of them in common."""


class ContentWriter:
    """Writes drawings, all moved across and down by an offset in mm.

    Pictures are known by their place in a list of paths: the first is /I1.
    """

    def __init__(
        self,
        pictures: Sequence[str] = (),
        offset: tuple[float, float] = (0.0, 0.0),
        height: float = SHEET_HEIGHT,
    ) -> None:
        """Write for pages of a height in mm."""
        self._pictures = pictures
        self._across, self._down = offset
        self._height = height
        self.unusual: set[str] = set()
        """The characters so far that the usual fonts do not have."""

    def write(self, drawings: Iterable[Drawing]) -> bytes:
        """Write drawings one after another."""
        return b"".join(map(self.write_drawing, drawings))

    def write_tagged(self, parts: Iterable[PagePart]) -> bytes:
        """Write parts of a page, each a marked-content sequence or an artefact."""
        written = ((each.open(), self.write_drawing(each.ink), CLOSE) for each in parts)
        return b"".join(chain.from_iterable(written))

    def write_drawing(self, drawing: Drawing) -> bytes:
        """Write one drawing."""
        # what comes later lies above: a white box hides a letterhead, and text is hidden by nothing
        return b"".join(
            (
                *map(self._picture, drawing.pictures),
                *self._boxes(drawing.boxes),
                *[self.write_symbol(each, write_bars(each.digits)) for each in drawing.symbols],
                self.write_texts(drawing.texts),
            )
        )

    def write_texts(self, texts: Sequence[TextRun]) -> bytes:
        """Write some texts, which may be none."""
        if not texts:
            return b""
        written = [b"BT\n"]
        font, shade = None, 0.0
        for x, y, text, size, bold, _, grey, italic, *_ in texts:
            if grey != shade:
                shade = grey
                written.append(b"%b g\n" % f"{grey:g}".encode())
            if font != (bold, size):
                font = (bold, size)
                written.append(b"/F%d %b Tf\n" % (2 if bold else 1, f"{size:g}".encode()))
            # Tm and not Td: a place that counts from the sheet's corner is the same on all sheets
            place, slant = self._place(x, y).encode(), _SLANT if italic else b"0"
            shown = self._show(text, size, bold=bold)
            written.append(b"1 0 %b 1 %b Tm %b\n" % (slant, place, shown))
        written.append(b"0 g\nET\n" if shade else b"ET\n")
        return b"".join(written)

    def _show(self, text: str, size: float, *, bold: bool) -> bytes:
        """Show a text; marks that combine with a letter where the typeface wants them."""
        if MARKS.isdisjoint(text):
            return b"(%b) Tj" % self.encode(text)
        pieces = load_roboto().choose(bold=bold).split(text)
        return b" ".join([self._show_piece(each, size) for each in pieces])

    def _show_piece(self, piece: Piece, size: float) -> bytes:
        shown = self.encode(piece.text)
        if not piece.across and not piece.up:
            return b"(%b) Tj" % shown
        there, rise = f"{-piece.across * 1000:.0f}", f"{piece.up * size:.2f}"
        back = f"{piece.across * 1000:.0f}"
        return b"%b Ts [%b (%b) %b] TJ 0 Ts" % (rise.encode(), there.encode(), shown, back.encode())

    def write_gap(self, run: TextRun) -> bytes:
        """Write a text with a gap, `%b`, for a string of the PDF, and the space it may end in."""
        space = "\0 " if run.text.endswith(" ") else ""
        font = f"/F{2 if run.bold else 1} {run.size:g} Tf"
        shade, black = (f" {run.grey:g} g", "0 g\n") if run.grey else ("", "")
        return f"BT{font}{shade} {self._place(run.x, run.y)} Td(%b{space})Tj ET\n{black}".encode()

    def encode_all(self, texts: Sequence[str]) -> list[bytes]:
        """Write several texts as they stand in strings of the PDF."""
        joined = "\\".join(texts)
        # most have nothing unusual in them, and are written in a third of the time if all are one
        is_plain = (
            joined.isascii() and joined.isprintable() and "(" not in joined and ")" not in joined
        )
        if is_plain and joined.count("\\") == len(texts) - 1:
            return joined.encode("utf-16-be").split(b"\0\\")
        return list(map(self.encode, texts))

    def encode(self, text: str) -> bytes:
        """Write a text as it stands in a string of the PDF, and note characters it is to have."""
        if not USUAL_CHARACTERS.issuperset(text):
            self.unusual.update(text)
        string = text.encode("utf-16-be").replace(b"\\", b"\\\\").replace(b"\r", b"\\r")
        return string.replace(b"(", b"\\(").replace(b")", b"\\)")

    def write_symbol(self, symbol: Symbol, bars: bytes) -> bytes:
        """Write a symbol with its bars, a module being 1 and their height 1 within it."""
        sides = f"{_points(symbol.module)} 0 0 {_points(symbol.height)}"
        place = self._place(symbol.x, symbol.y + symbol.height)
        return b"q %b %b cm\n%bf Q\n" % (sides.encode(), place.encode(), bars)

    def _boxes(self, boxes: Sequence[Box]) -> Iterator[bytes]:
        """Fill boxes that follow each other in one grey by one `f`; grey goes back to black."""
        for grey, alike in groupby(boxes, key=_GREY):
            filled = f"{''.join(map(self._box, alike))}f\n"
            yield (f"{grey:g} g\n{filled}0 g\n" if grey else filled).encode()

    def _box(self, box: Box) -> str:
        place = self._place(box.x, box.y + box.height)
        return f"{place} {_points(box.width)} {_points(box.height)} re\n"

    def _picture(self, picture: Picture) -> bytes:
        place = self._place(picture.x, picture.y + picture.height)
        width, height = _points(picture.width), _points(picture.height)
        number = self._pictures.index(picture.path) + 1
        return f"q {width} 0 0 {height} {place} cm /I{number} Do Q\n".encode()

    def _place(self, x: float, y: float) -> str:
        return f"{_points(x + self._across)} {_points(self._height - y - self._down)}"


def write_bars(digits: str) -> bytes:
    """Write the bars of a code's symbol, in modules from its left edge."""
    return b"".join(map(_write_character, enumerate(code128.encode(digits))))


@cache
def _write_character(placed: tuple[int, int]) -> bytes:
    place, value = placed
    first = place * code128.CHARACTER_MODULES
    bars = code128.find_bars(value)
    return b"".join(b"%d 0 %d 1 re " % (first + start, width) for start, width in bars)


@lru_cache(_PLACES)
def _points(millimetres: float) -> str:
    """Write mm as points, to a hundredth: a twelfth of a dot of a 600 dpi printer."""
    return f"{round(millimetres / MM_PER_POINT, 2):g}"
