"""The window panel: marking, recipient and address at left, the symbol at right.

All of it lies inside the part of the sheet that always shows in the window. Lines that end above
the symbol have the whole width; those beside it end where its quiet zone begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import floor

from prisonmail import codes
from prisonmail.letters import Draft, Letter
from prisonmail.sheets import code128
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Box, Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Extent, Typeface
from prisonmail.sheets.wrapping import count_that_fit

SIZES = (9.0, 8.5, 8.0)
"""Points, the largest that fits is taken; at 8 pt Roboto's capitals are just over 2 mm high."""
MODULE_DOTS = (8, 6)
"""Printer dots of 1/600 inch to a module: 0.339 mm, else 0.254 mm."""
SYMBOL_HEIGHT = 12.0
_INSET = 0.2
_CODE_SIZE = 8.0
_CODE_GAP = 0.9
_FIGURES = "0123456789"
_CLEARANCE = 1.0
_LINE_GAP = 0.05
_SYMBOL_MODULES = 112


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the address; printed as one line, or as more where it is too long."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line and where its baseline is, in mm."""

    text: str
    y: float
    bold: bool


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """Everything about a panel that does not depend on its code."""

    left: float
    size: float
    lines: tuple[PlacedLine, ...]
    module_dots: int
    symbol_dot: int
    """Where the first bar begins, in printer dots from the left edge of the sheet."""
    symbol_top: float
    code_baseline: float


def arrangements(draft: Draft) -> Iterator[tuple[Line, ...]]:
    """Give the ways of setting out an address, marking first and postcode last, the best first.

    The best has a line for every item. Where the window is too low for that, street and locality
    share a line, or the identity follows the name; no item is ever left out.
    """
    street = draft.address[:-2]
    joined_street = (", ".join(street),) if len(street) > 1 else street
    ending = draft.address[-2:]
    apart = (draft.name, draft.identity)
    together = (f"{draft.name}, {draft.identity}",)
    for person, place in dict.fromkeys(product((apart, together), (street, joined_street))):
        texts = (*person, draft.prison_name, *place, *ending)
        yield (Line(draft.marking.value, bold=True), *(Line(text) for text in texts))


def fit(draft: Draft, area: Rectangle, typeface: Typeface) -> PanelLayout | None:
    """Set a letter's address as large as it fits an area; None where it fits at no size.

    At each size the wider symbol is tried before the narrower one, and whole lines before
    lines broken at spaces.
    """
    ways = product(arrangements(draft), SIZES, (False, True), MODULE_DOTS)
    for lines, size, breaking, dots in ways:
        attempt = _Attempt(area, typeface, size, dots)
        placed = attempt.place(lines, breaking=breaking)
        if placed:
            return PanelLayout(
                left=area.left + _INSET,
                size=size,
                lines=placed,
                module_dots=dots,
                symbol_dot=attempt.symbol_dot,
                symbol_top=attempt.symbol_top,
                code_baseline=attempt.code_baseline,
            )
    return None


def draw(layout: PanelLayout, letter: Letter, typeface: Typeface) -> Drawing:
    """Draw a panel with its letter's code."""
    texts = [
        TextRun(layout.left, line.y, line.text, layout.size, line.bold) for line in layout.lines
    ]
    module = layout.module_dots * DOT
    start = layout.symbol_dot * DOT
    boxes = tuple(
        Box(start + bar.start * module, layout.symbol_top, bar.width * module, SYMBOL_HEIGHT)
        for bar in code128.bars(letter.code)
    )
    printed = codes.printed(letter.code)
    middle = start + _SYMBOL_MODULES * module / 2
    left = middle - typeface.regular.width(printed, _CODE_SIZE) / 2
    texts.append(TextRun(left, layout.code_baseline, printed, _CODE_SIZE))
    return Drawing(tuple(texts), boxes)


class _Attempt:
    """One way of filling the panel: a type size and a module width."""

    def __init__(self, area: Rectangle, typeface: Typeface, size: float, dots: int) -> None:
        self._area = area
        self._typeface = typeface
        self._size = size
        symbol_dots = (_SYMBOL_MODULES + code128.QUIET_MODULES) * dots
        self.symbol_dot = floor(area.right / DOT) - symbol_dots
        self.code_baseline = (
            area.bottom - _INSET - typeface.regular.extent(_FIGURES, _CODE_SIZE).below
        )
        digit_height = typeface.regular.capital_height * _CODE_SIZE * MM_PER_POINT
        self.symbol_top = self.code_baseline - digit_height - _CODE_GAP - SYMBOL_HEIGHT
        self._column_right = (self.symbol_dot - code128.QUIET_MODULES * dots) * DOT

    def place(self, lines: Sequence[Line], *, breaking: bool) -> tuple[PlacedLine, ...] | None:
        """Set the lines, or give None where they do not fit."""
        most = len(lines) * 2 if breaking else len(lines)
        for count in range(len(lines), most + 1):
            baselines = self._baselines(lines, count)
            placed = self._fill(lines, baselines)
            if placed and len(placed) == count and self._ink_is_apart(placed):
                return placed
        return None

    def _baselines(self, lines: Sequence[Line], count: int) -> tuple[float, ...]:
        first, last = lines[0], lines[-1]
        top = self._area.top + _INSET + self._extent(first.text, bold=first.bold).above
        bottom = self._area.bottom - _INSET - self._extent(last.text, bold=last.bold).below
        leading = (bottom - top) / (count - 1)
        return tuple(bottom - leading * up for up in range(count - 1, -1, -1))

    def _fill(
        self, lines: Sequence[Line], baselines: Sequence[float]
    ) -> tuple[PlacedLine, ...] | None:
        placed: list[PlacedLine] = []
        for line in lines:
            for text in self._broken(line, baselines[len(placed) :]):
                if len(placed) == len(baselines):
                    return None
                placed.append(PlacedLine(text, baselines[len(placed)], line.bold))
        return tuple(placed) if all(self._has_room(line) for line in placed) else None

    def _broken(self, line: Line, baselines: Sequence[float]) -> Iterator[str]:
        face = self._typeface.face(bold=line.bold)
        words = line.text.split(" ")
        for baseline in baselines:
            count = count_that_fit(words, face, self._size, self._width_at(line, baseline))
            yield " ".join(words[:count])
            words = words[count:]
            if not words:
                return
        yield " ".join(words)

    def _width_at(self, line: Line, baseline: float) -> float:
        below = self._extent(line.text, bold=line.bold).below
        beside = baseline + below + _CLEARANCE > self.symbol_top
        right = self._column_right if beside else self._area.right - _INSET
        return right - self._area.left - _INSET

    def _has_room(self, placed: PlacedLine) -> bool:
        line = Line(placed.text, placed.bold)
        width = self._typeface.face(bold=line.bold).width(line.text, self._size)
        return width <= self._width_at(line, placed.y)

    def _ink_is_apart(self, placed: Sequence[PlacedLine]) -> bool:
        return all(
            upper.y + self._extent(upper.text, bold=upper.bold).below + _LINE_GAP
            <= lower.y - self._extent(lower.text, bold=lower.bold).above
            for upper, lower in pairwise(placed)
        )

    def _extent(self, text: str, *, bold: bool) -> Extent:
        return self._typeface.face(bold=bold).extent(text, self._size)
