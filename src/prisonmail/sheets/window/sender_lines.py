"""Who a letter is from, in the window: the organisation's name and its telephone.

They stand above the symbol, if all lines of the address have room at their left. If one does not,
they stand on one line behind the marking. A name that is too wide is shortened at a word.

>>> from prisonmail.sheets.fonts import load_roboto
>>> sender = WindowSender("Criminal Cases Review Commission", "0113 496 0000", load_roboto())
>>> for width in (60, 46, 34, 12):
...     print(sender.shorten(width))
From Criminal Cases Review Commission
Criminal Cases Review Commission
Criminal Cases Review…
None
"""

from collections.abc import Iterator
from enum import Enum, auto
from math import inf

from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Extent, Typeface
from prisonmail.sheets.window.code128 import QUIET_MODULES
from prisonmail.sheets.window.lines import PanelLine
from prisonmail.sheets.window.panel import CODE_SIZE, INSET, SymbolPlace
from prisonmail.system.record import Record

_EM = CODE_SIZE * MM_PER_POINT
_GAP = 1.5
"""White between the address and what stands at its right, in mm."""
_WHITE = 0.8
"""White between the telephone and the bars below it, in mm."""
_LEADING = 1.15
"""Ems between the baselines of the two lines, if there is room."""
_LEAST_WHITE = 0.05
"""Ems of white between the ink of the two lines, if there is not."""


class SenderPlace(Enum):
    """Where the sender stands, the best first."""

    ABOVE_SYMBOL = auto()
    BEHIND_MARKING = auto()
    NOWHERE = auto()


class SenderBlock(Record, frozen=True):
    """A sender's two lines above the symbol. Measures are in mm."""

    lines: tuple[str, str]
    left: float
    highest: float
    """The highest baseline of the first line."""
    lowest: float
    """The lowest baseline of the second line."""
    least: float
    """The least distance between them."""

    def draw(self, beside: float) -> Drawing:
        """Draw them, the first on the baseline of the marking beside it if there is room."""
        first = min(max(beside, self.highest), self.lowest - self.least)
        second = min(first + max(_LEADING * _EM, self.least), self.lowest)
        places = zip(self.lines, (first, second), strict=True)
        return Drawing(tuple([TextRun(self.left, y, line, CODE_SIZE) for line, y in places]))


class WindowSender(Record, frozen=True):
    """What the window says of a sender."""

    name: str
    telephone: str
    typeface: Typeface
    is_needed: bool = False
    """Whether there is to be no panel without it."""

    @property
    def places(self) -> tuple[SenderPlace, ...]:
        """The places that are tried."""
        return tuple(SenderPlace)[: 2 if self.is_needed else 3]

    def set_above(self, symbol: SymbolPlace, area: Rectangle) -> SenderBlock | None:
        """Set the sender above a symbol; None if it has no room there."""
        first_bar, right = symbol.first_dot * DOT, area.right - INSET
        room = right - first_bar + QUIET_MODULES * symbol.module_dots * DOT - _GAP
        name = self.shorten(room)
        widest = max(self._measure(name or ""), self._measure(self.telephone))
        if name is None or widest > room:
            return None
        upper, lower = self._extent(name), self._extent(self.telephone)
        block = SenderBlock(
            lines=(name, self.telephone),
            left=min(first_bar, right - widest),
            highest=area.top + INSET + upper.above * _EM,
            lowest=symbol.top - _WHITE - lower.below * _EM,
            least=(upper.below + lower.above + _LEAST_WHITE) * _EM,
        )
        return block if block.lowest - block.highest >= block.least else None

    def widen(self, marking: PanelLine, em: float, width: float) -> PanelLine | None:
        """Add the sender to the measures of the line before it; None if it has no room there.

        The line may be so many mm wide; its own measures are in ems of so many mm.
        """
        text = self._write_behind(marking, em, width)
        if text is None:
            return None
        scale, extent = _EM / em, self._extent(text)
        above = max(marking.extent.above, extent.above * scale)
        below = max(marking.extent.below, extent.below * scale)
        wide = marking.width + (_GAP + self._measure(text)) / em
        return marking._replace(width=wide, extent=Extent(above, below))

    def draw_behind(
        self, marking: PanelLine, baseline: float, em: float, symbol: SymbolPlace, right: float
    ) -> Drawing:
        """Draw the sender at the right end of the marking's line."""
        text = self._write_behind(marking, em, symbol.whole_width) or ""
        return Drawing((TextRun(right - self._measure(text), baseline, text, CODE_SIZE),))

    def shorten(self, width: float) -> str | None:
        """Write the name in the fullest way that is no wider, in mm; None if there is none."""
        ways = (f"From {self.name}", self.name, *_drop_words(self.name))
        return next((way for way in ways if self._measure(way) <= width), None)

    def _write_behind(self, marking: PanelLine, em: float, width: float) -> str | None:
        ending = f", {self.telephone}"
        name = self.shorten(width - marking.width * em - _GAP - self._measure(ending))
        return name and name + ending

    def _measure(self, text: str) -> float:
        return self.typeface.regular.measure_width(text, CODE_SIZE)

    def _extent(self, text: str) -> Extent:
        return self.typeface.regular.measure_extent(text)


def raise_white(symbol: SymbolPlace) -> SymbolPlace:
    """Return a symbol above which no line of the address has room, since the sender is there."""
    return symbol._replace(white_top=-inf)


def _drop_words(name: str) -> Iterator[str]:
    words = name.split(" ")
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).rstrip(" ,;:&-–") + "…"
