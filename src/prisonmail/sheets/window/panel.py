"""The window panel: marking, recipient and address at left, the symbol at right.

All of it lies inside the part of the sheet that always shows in the window. Lines that end above
the symbol have the whole width; those beside it end where its quiet zone begins.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import floor
from typing import NamedTuple

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Box, Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window import code128

SYMBOL_HEIGHT = 12.0
CODE_SIZE = 8.0
INSET = 0.1
"""How far ink stays from the edges of the panel, in mm."""
_CODE_GAP = 0.8
GRID_DOTS = 4
"""The symbol begins on a dot of printers and scanners of 150 and 300 to the inch, too."""
_CLEARANCE = 0.8
"""White between a line of text and the bars below it, in mm."""


class PlacedLine(NamedTuple):
    """A printed line and where its baseline is, in mm."""

    text: str
    y: float
    bold: bool = False


class SymbolPlace(NamedTuple):
    """Where the symbol stands: as far to the right and as low as it can."""

    area: Rectangle
    module_dots: int
    """Printer dots of 1/600 inch to a module."""
    digit_height: float
    """Height of the printed code below the symbol, in mm."""

    @property
    def first_dot(self) -> int:
        """Where the first bar begins, in printer dots from the left edge of the sheet."""
        modules = code128.MODULES + code128.QUIET_MODULES
        dots = floor(self.area.right / DOT) - modules * self.module_dots
        return dots - dots % GRID_DOTS

    @property
    def baseline(self) -> float:
        """The baseline of the printed code, and of the last line of the address."""
        return self.area.bottom - INSET

    @property
    def top(self) -> float:
        """The upper end of the bars."""
        return self.baseline - self.digit_height - _CODE_GAP - SYMBOL_HEIGHT

    def room(self, baseline: float, descent: float) -> float:
        """Measure how wide a line on a baseline may be that reaches so far below it."""
        return self.beside_width if baseline + descent > self.white_top else self.whole_width

    @property
    def white_top(self) -> float:
        """Where the white above the bars begins: ink that reaches further down is beside them."""
        return self.top - _CLEARANCE

    @property
    def whole_width(self) -> float:
        """How wide a line above the symbol may be, in mm."""
        return self.area.right - self.area.left - 2 * INSET

    @property
    def beside_width(self) -> float:
        """How wide a line beside the symbol and its quiet zone may be, in mm."""
        quiet_zone = (self.first_dot - code128.QUIET_MODULES * self.module_dots) * DOT
        return quiet_zone - self.area.left - INSET


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """Everything about a panel that does not depend on its code."""

    left: float
    size: float
    person: tuple[PlacedLine, ...]
    """The marking, and whom the letter is for."""
    place: Drawing
    """The prison's name and address, the same for many letters."""
    symbol: SymbolPlace

    @property
    def lines(self) -> tuple[PlacedLine, ...]:
        """All lines from top to bottom."""
        return self.person + tuple(PlacedLine(run.text, run.y) for run in self.place.texts)


def place_symbol(area: Rectangle, module_dots: int, typeface: Typeface) -> SymbolPlace:
    """Place the symbol in a panel."""
    digit_height = typeface.regular.capital_height * CODE_SIZE * MM_PER_POINT
    return SymbolPlace(area, module_dots, digit_height)


def draw(layout: PanelLayout, code: Code, typeface: Typeface) -> tuple[Drawing, ...]:
    """Draw a panel with its code."""
    characters = _characters(layout.symbol)
    bars = map(characters.__getitem__, enumerate(code128.values(code)))
    printed = codes.format_code(code)
    left = characters.middle - typeface.regular.width(printed, CODE_SIZE) / 2
    person = [TextRun(layout.left, y, text, layout.size, bold) for text, y, bold in layout.person]
    below = TextRun(left, layout.symbol.baseline, printed, CODE_SIZE)
    return (Drawing(tuple(person)), layout.place, *bars, Drawing((below,)))


class _Characters(dict[tuple[int, int], Drawing]):
    """A symbol's characters by place and value; there are some eight hundred."""

    def __init__(self, symbol: SymbolPlace) -> None:
        super().__init__()
        self._symbol = symbol
        self.middle = (symbol.first_dot + code128.MODULES * symbol.module_dots / 2) * DOT
        """Between the first bar and the last, in mm from the left."""

    def __missing__(self, key: tuple[int, int]) -> Drawing:
        symbol, (place, value) = self._symbol, key
        first = symbol.first_dot + place * code128.CHARACTER_MODULES * symbol.module_dots
        module = symbol.module_dots * DOT
        bars = (
            Box(first * DOT + bar.start * module, symbol.top, bar.width * module, SYMBOL_HEIGHT)
            for bar in code128.bars_of(value)
        )
        self[key] = Drawing(boxes=tuple(bars), recurs=True)
        return self[key]


@lru_cache(maxsize=64)
def _characters(symbol: SymbolPlace) -> _Characters:
    return _Characters(symbol)
