"""The window panel: marking, recipient and address at left, the symbol at right.

All of it lies inside the part of the sheet that always shows in the window. Lines that end above
the symbol have the whole width; those beside it end where its quiet zone begins.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import floor
from typing import NamedTuple

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.sheets import code128
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Box, Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Typeface

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
        beside = baseline + descent + _CLEARANCE > self.top
        quiet_zone = (self.first_dot - code128.QUIET_MODULES * self.module_dots) * DOT
        right = quiet_zone if beside else self.area.right - INSET
        return right - self.area.left - INSET


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """Everything about a panel that does not depend on its code."""

    left: float
    size: float
    lines: tuple[PlacedLine, ...]
    symbol: SymbolPlace


def symbol_place(area: Rectangle, module_dots: int, typeface: Typeface) -> SymbolPlace:
    """Place the symbol in a panel."""
    digit_height = typeface.regular.capital_height * CODE_SIZE * MM_PER_POINT
    return SymbolPlace(area, module_dots, digit_height)


def draw(layout: PanelLayout, code: Code, typeface: Typeface) -> Drawing:
    """Draw a panel with its code."""
    symbol = layout.symbol
    characters = (_bars(symbol, *each) for each in enumerate(code128.values(code)))
    printed = codes.printed(code)
    middle = (symbol.first_dot + code128.MODULES * symbol.module_dots / 2) * DOT
    left = middle - typeface.regular.width(printed, CODE_SIZE) / 2
    lines = tuple(
        TextRun(layout.left, line.y, line.text, layout.size, line.bold) for line in layout.lines
    )
    return Drawing(
        (*lines, TextRun(left, symbol.baseline, printed, CODE_SIZE)), tuple(chain(*characters))
    )


@lru_cache(maxsize=16_384)
def _bars(symbol: SymbolPlace, place: int, value: int) -> tuple[Box, ...]:
    """Draw a character; the table of one symbol's has some eight hundred of them."""
    first = symbol.first_dot + place * code128.CHARACTER_MODULES * symbol.module_dots
    module = symbol.module_dots * DOT
    return tuple(
        Box(first * DOT + bar.start * module, symbol.top, bar.width * module, SYMBOL_HEIGHT)
        for bar in code128.bars_of(value)
    )
