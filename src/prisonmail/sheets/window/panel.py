"""The window panel: marking, recipient and address at left, sender and symbol at right.

All of it lies inside the part of the sheet that always shows in the window. Lines that end above
the symbol have the whole width; those beside it end at its quiet zone.
"""

from collections.abc import Iterator
from math import floor
from typing import NamedTuple

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters.hmpps_barcode import BARCODE_DIGITS, Barcode, format_barcode
from prisonmail.sheets.drawing import (
    DOT,
    MM_PER_POINT,
    Box,
    Drawing,
    Rectangle,
    Slot,
    Symbol,
    TextRun,
)
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window import code128
from prisonmail.system.record import Record

SYMBOL_HEIGHT = 12.0
"""Of the bars, in mm: a reader that is held askew still crosses all of them."""
CODE_SIZE = 8.0
"""Points: the least that anything in the window is set in."""
INSET = 0.1
"""How far ink stays from the edges of the panel, in mm."""
_CODE_GAP = 0.8
"""White between the bars and the printed code, in mm."""
_ANY_CODE = codes.format_code(Code("0" * codes.CODE_DIGITS))
_ANY_BARCODE = format_barcode("0" * BARCODE_DIGITS)
"""As wide as every code, since the typeface's digits are all equally wide."""
_BARCODE_MODULES = (
    code128.MODULES - (codes.CODE_DIGITS - BARCODE_DIGITS) // 2 * code128.CHARACTER_MODULES
)
"""Of the symbol of a barcode of HMPPS, which has fewer digits."""
GRID_DOTS = 4
"""The symbol begins on a dot of printers and scanners of 150 and 300 to the inch, too."""
_CLEARANCE = 0.8
"""White between a line of text and the bars below it, in mm."""


class PlacedLine(NamedTuple):
    """A printed line and its baseline, in mm."""

    text: str
    y: float
    bold: bool = False
    slot: Slot | None = None


class SymbolPlace(NamedTuple):
    """Where the symbol stands: as far to the right and as low as it can. Measures are in mm."""

    module_dots: int
    """Printer dots of 1/600 inch to a module."""
    first_dot: int
    """Where the first bar begins, in printer dots from the left edge of the sheet."""
    top: float
    """The upper end of the bars."""
    baseline: float
    """The baseline of the printed code, and of the last line of the address."""
    code_left: float
    """The left edge of the printed code, whose middle is that of the bars."""
    barcode_dot: int
    """Where the first bar of a barcode of HMPPS begins, likewise: it is narrower."""
    barcode_left: float
    """The left edge of such a barcode as it is printed."""
    white_top: float
    """Where the white above the bars begins: ink that reaches further down is beside them."""
    whole_width: float
    """How wide a line above the symbol may be."""
    beside_width: float
    """How wide a line beside the symbol and its quiet zone may be."""


class PanelLayout(Record, frozen=True):
    """Everything about a panel that does not depend on its code."""

    left: float
    size: float
    person: tuple[PlacedLine, ...]
    """The marking, and who the letter is for."""
    place: Drawing
    """The prison's name and address, the same for many letters."""
    symbol: SymbolPlace
    sender: Drawing
    """Who the letter is from."""
    lacks_sender: bool
    """Whether it was to say who the letter is from, and has no room for that."""

    @property
    def lines(self) -> tuple[PlacedLine, ...]:
        """All lines from top to bottom."""
        return self.person + tuple(PlacedLine(run.text, run.y) for run in self.place.texts)


def place_symbol(area: Rectangle, module_dots: int, typeface: Typeface) -> SymbolPlace:
    """Place the symbol in a panel."""
    regular = typeface.regular
    last_dot = floor(area.right / DOT) - code128.QUIET_MODULES * module_dots
    first_dot = _begin(last_dot, code128.MODULES * module_dots)
    barcode_dot = _begin(last_dot, _BARCODE_MODULES * module_dots)
    baseline = area.bottom - INSET
    digit_height = regular.capital_height * CODE_SIZE * MM_PER_POINT
    top = baseline - digit_height - _CODE_GAP - SYMBOL_HEIGHT
    middle = (first_dot + code128.MODULES * module_dots / 2) * DOT
    barcode_middle = (barcode_dot + _BARCODE_MODULES * module_dots / 2) * DOT
    quiet_zone = (first_dot - code128.QUIET_MODULES * module_dots) * DOT
    return SymbolPlace(
        module_dots=module_dots,
        first_dot=first_dot,
        top=top,
        baseline=baseline,
        code_left=middle - regular.measure_width(_ANY_CODE, CODE_SIZE) / 2,
        barcode_dot=barcode_dot,
        barcode_left=barcode_middle - regular.measure_width(_ANY_BARCODE, CODE_SIZE) / 2,
        white_top=top - _CLEARANCE,
        whole_width=area.right - area.left - 2 * INSET,
        beside_width=quiet_zone - area.left - INSET,
    )


def _begin(last_dot: int, dots: int) -> int:
    """Return where bars of so many dots begin, to end before a dot and begin on the grid."""
    return (last_dot - dots) // GRID_DOTS * GRID_DOTS


def draw_panel(
    layout: PanelLayout, code: Code, barcode: Barcode | None = None
) -> tuple[Drawing, ...]:
    """Draw a panel with its code, or in place of that with a barcode of HMPPS."""
    place, left, size = layout.symbol, layout.left, layout.size
    person = [TextRun(left, y, text, size, bold, slot) for text, y, bold, slot in layout.person]
    module = place.module_dots * DOT
    if barcode:
        first, start, printed = place.barcode_dot, place.barcode_left, format_barcode(barcode)
    else:
        first, start, printed = place.first_dot, place.code_left, codes.format_code(code)
    symbol = Symbol(first * DOT, place.top, module, SYMBOL_HEIGHT, barcode or code)
    below = TextRun(start, place.baseline, printed, CODE_SIZE, slot=Slot.CODE)
    lines = Drawing(tuple(person)) + layout.place + layout.sender
    return lines, Drawing((below,), symbols=(symbol,))


def draw_bars(symbol: Symbol) -> Iterator[Box]:
    """Draw the bars of a symbol one by one."""
    for first, width in code128.locate_bars(symbol.digits):
        x = symbol.x + first * symbol.module
        yield Box(x, symbol.y, width * symbol.module, symbol.height)
