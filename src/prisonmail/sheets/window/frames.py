"""Frames: panels of one prison with rows left for a name, the best first.

The best arrangement has a line for every item. If the window is too low for that, street and
locality share a line, then the identity stands beside the marking; no item is ever left out. Names
break at spaces, and after hyphens only if nothing else helps.

What depends on the prison alone is worked out once and kept, since a list has many rows and few
prisons: a row then only asks whether its name fits the rows that are left for it.

>>> place = PrisonLines("HMP Leeds", ("2 Gloucester Terrace", "Armley", "LEEDS", "LS12 2TJ"))
>>> place.set_out(joined=True)
('HMP Leeds', '2 Gloucester Terrace, Armley', 'LEEDS', 'LS12 2TJ')
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import ClassVar, NamedTuple

from prisonmail.sheets.drawing import MM_PER_POINT, Rectangle
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.late_sequence import LateSequence
from prisonmail.sheets.window.lines import PanelLine, break_text, measure_recurring, split_text
from prisonmail.sheets.window.panel import INSET, SymbolPlace, place_symbol
from prisonmail.sheets.window.sender_lines import (
    SenderBlock,
    SenderPlace,
    WindowSender,
    raise_white,
)
from prisonmail.system.record import Record, field, replace

LEAST_LEADING = 0.95
"""Ems between baselines that are evenly spaced; closer lines look cramped."""
SIZES = (9.0, 8.5, 8.0)
"""Points, the largest that fits is taken; at 8 pt Roboto's capitals are just over 2 mm high."""
MODULE_DOTS = (8, 6)
"""Printer dots of 1/600 inch to a module: 0.339 mm, else 0.254 mm."""
_MOST_BREAKS = 3
"""How many more lines than items are tried: enough for the longest name at every prison."""


class Arrangement(NamedTuple):
    """One way of setting out an address."""

    street_joined: bool
    """Street and locality on one line."""
    identity_beside_marking: bool
    break_hyphens: bool


ARRANGEMENTS = (
    Arrangement(False, False, False),
    Arrangement(True, False, False),
    Arrangement(True, False, True),
    Arrangement(False, True, False),
    Arrangement(True, True, False),
    Arrangement(False, True, True),
    Arrangement(True, True, True),
)


class PrisonLines(NamedTuple):
    """A prison's name and the lines of its address."""

    name: str
    address: tuple[str, ...]
    """Post town and postcode are its last two lines."""

    def set_out(self, *, joined: bool) -> tuple[str, ...]:
        """Return the lines below the recipient."""
        street, ending = self.address[:-2], self.address[-2:]
        return (self.name, *((", ".join(street),) if joined and street else street), *ending)


class PanelStyle(NamedTuple):
    """How large, with how many more lines than items, beside which symbol, and how spaced."""

    size: float
    breaks: int
    module_dots: int
    tight: bool
    """Whether baselines may be nearer and less even than they should be: the last resort."""
    short: bool = False
    """Whether rows stay empty at the bottom, so that one long word has room above the symbol."""


_BREAKS = range(_MOST_BREAKS + 1)
_EVEN = [PanelStyle(*each, tight=False) for each in product(SIZES, _BREAKS, MODULE_DOTS)]
_TIGHT = [PanelStyle(*each, tight=True) for each in product(SIZES[-1:], _BREAKS, MODULE_DOTS)]
_SHORT = [style._replace(short=True) for style in _TIGHT if style.breaks]
WAYS = tuple(way for styles in (_EVEN, _TIGHT, _SHORT) for way in product(ARRANGEMENTS, styles))
"""All that is tried, the best first."""


class Frame(Record, frozen=True, eq=False):
    """A panel of one prison, with rows left for a name."""

    style: PanelStyle
    em: float
    """Its type size in mm."""
    symbol: SymbolPlace
    name_rooms: tuple[float, ...]
    """How wide each line of the name may be, in ems."""
    place: tuple[PanelLine, ...]
    """The lines below the recipient."""
    bottom: float
    """How far down the ink of the last line may reach, in mm."""
    block: SenderBlock | None = None
    """The sender above the symbol."""
    behind: WindowSender | None = None
    """The sender behind the marking."""

    def set_head(self, marking: PanelLine) -> PanelLine | None:
        """Measure the line of the marking with all that stands on it; None if it has no room."""
        if self.behind is None:
            return marking
        return self.behind.widen(marking, self.em, self.symbol.whole_width)


_Symbols = dict[int, tuple[SymbolPlace, SenderBlock | None]]
"""Symbols, each with what stands above it, by the dots of a module."""


class Frames(Record, frozen=True, dict=True):
    """The frames in one area of the sheet."""

    withheld: ClassVar[tuple[str, ...]] = ("_made",)

    area: Rectangle
    typeface: Typeface
    sender: WindowSender | None = None
    """Who the panel is to say that the letter is from."""
    _made: dict[PrisonLines, LateSequence[tuple[Arrangement, Frame]]] = field(default_factory=dict)

    def find(self, place: PrisonLines) -> Iterator[tuple[Arrangement, Frame]]:
        """Return the frames of a place, the best first; each is made when first asked for."""
        if place not in self._made:
            self._made[place] = LateSequence(self._make_frames(place))
        return iter(self._made[place])

    def _make_frames(self, place: PrisonLines) -> Iterator[tuple[Arrangement, Frame]]:
        for sender_place in self.sender.places if self.sender else (SenderPlace.NOWHERE,):
            for arrangement, style in WAYS:
                symbol = self._symbols[sender_place].get(style.module_dots)
                frame = symbol and self._make_frame(place, arrangement, style, *symbol)
                if frame and sender_place is SenderPlace.BEHIND_MARKING:
                    frame = replace(frame, behind=self.sender)
                if frame:
                    yield arrangement, frame

    def _make_frame(
        self,
        place: PrisonLines,
        arrangement: Arrangement,
        style: PanelStyle,
        symbol: SymbolPlace,
        block: SenderBlock | None,
    ) -> Frame | None:
        """Set a prison's lines below rows for the marking and a name; None if they have no room.

        Rows are evenly spaced, the last on the baseline of the printed code. The name gets as many
        of them as it may be broken into, or one fewer at a time until the prison fits the rest; all
        rows have to be filled then, but with a style that leaves some empty at the bottom.
        """
        texts = place.set_out(joined=arrangement.street_joined)
        above_place = 1 if arrangement.identity_beside_marking else 2
        count = above_place + 1 + len(texts) + style.breaks
        em = style.size * MM_PER_POINT
        top = self.area.top + INSET + self.typeface.bold.capital_height * em
        leading = (symbol.baseline - top) / (count - 1)
        if leading < LEAST_LEADING * em and not style.tight:
            return None
        rooms = tuple([_room(symbol, top + leading * row) / em for row in range(count)])
        for name_rows in (1,) if style.short else range(style.breaks + 1, 0, -1):
            lines = self._fill(texts, rooms[above_place + name_rows :])
            empty = count - above_place - name_rows - len(lines)
            if lines and bool(empty) is style.short:
                bottom = symbol.baseline - leading * empty
                return Frame(style, em, symbol, rooms[1 : 1 + name_rows], lines, bottom, block)
        return None

    def _fill(self, texts: Sequence[str], rooms: Sequence[float]) -> tuple[PanelLine, ...]:
        """Break texts over rows, each over as few as it needs; nothing if they need too many."""
        lines: list[str] = []
        for text in texts:
            pieces = split_text(text, self.typeface.regular)
            rest = rooms[len(lines) :]
            ways = (break_text(pieces, rest[:count]) for count in range(1, len(rest) + 1))
            broken = next(filter(None, ways), None)
            if broken is None:
                return ()
            lines += broken
        return tuple(measure_recurring(line, self.typeface.regular) for line in lines)

    @cached_property
    def _symbols(self) -> Mapping[SenderPlace, _Symbols]:
        """Where the symbol stands, and the sender above it, by the dots of a module."""
        alone = {dots: place_symbol(self.area, dots, self.typeface) for dots in MODULE_DOTS}
        below: _Symbols = {}
        for dots, symbol in alone.items():
            block = self.sender and self.sender.set_above(symbol, self.area)
            if block:
                below[dots] = (raise_white(symbol), block)
        by_itself: _Symbols = {dots: (symbol, None) for dots, symbol in alone.items()}
        return dict.fromkeys(SenderPlace, by_itself) | {SenderPlace.ABOVE_SYMBOL: below}


def _room(symbol: SymbolPlace, baseline: float) -> float:
    """Measure how wide a line on a baseline may be, whatever it has below that, in mm."""
    return symbol.beside_width if baseline > symbol.white_top else symbol.whole_width
