"""Frames: panels of one prison with rows left for a name, the best first.

What depends on the prison alone is worked out once and kept, since a list has many rows and few
prisons: a row then only asks whether its name fits the rows that are left for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from prisonmail.sheets.arrangements import ARRANGEMENTS, Arrangement, Place, broken, pieces
from prisonmail.sheets.drawing import MM_PER_POINT, Rectangle
from prisonmail.sheets.panel import INSET, SymbolPlace, symbol_place
from prisonmail.sheets.rows import LEAST_LEADING, Row, recurring
from prisonmail.sheets.typeface import Typeface

SIZES = (9.0, 8.5, 8.0)
"""Points, the largest that fits is taken; at 8 pt Roboto's capitals are just over 2 mm high."""
MODULE_DOTS = (8, 6)
"""Printer dots of 1/600 inch to a module: 0.339 mm, else 0.254 mm."""
_MOST_BREAKS = 3


class Setting(NamedTuple):
    """How large, with how many more lines than items, beside which symbol, and how spaced."""

    size: float
    breaks: int
    module_dots: int
    tight: bool
    """Whether baselines may be nearer and less even than they should be: the last resort."""
    short: bool = False
    """Whether rows stay empty at the bottom, so that one long word has room above the symbol."""

    @property
    def em(self) -> float:
        """The type size in mm."""
        return self.size * MM_PER_POINT


_BREAKS = range(_MOST_BREAKS + 1)
_EVEN = [Setting(*each, tight=False) for each in product(SIZES, _BREAKS, MODULE_DOTS)]
_TIGHT = [Setting(*each, tight=True) for each in product(SIZES[-1:], _BREAKS, MODULE_DOTS)]
_SHORT = [setting._replace(short=True) for setting in _TIGHT if setting.breaks]
WAYS = tuple(way for settings in (_EVEN, _TIGHT, _SHORT) for way in product(ARRANGEMENTS, settings))
"""All that is tried, the best first."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A panel of one prison, with rows left for a name."""

    setting: Setting
    symbol: SymbolPlace
    name_rooms: tuple[float, ...]
    """How wide each line of the name may be, in ems."""
    place: tuple[Row, ...]
    """The lines below the recipient."""
    bottom: float
    """How far down the ink of the last line may reach, in mm."""


@dataclass(frozen=True)
class Frames:
    """The frames in one area of the sheet."""

    area: Rectangle
    typeface: Typeface
    _of: "dict[Place, _Made]" = field(default_factory=dict, repr=False)

    def of(self, place: Place) -> Iterator[tuple[Arrangement, Frame]]:
        """Give the frames of a place, the best first; each is made when first wanted."""
        if place not in self._of:
            self._of[place] = _Made([], self._new_frames(place))
        made, coming = self._of[place]
        yield from made
        for each in coming:
            made.append(each)
            yield each

    def _new_frames(self, place: Place) -> Iterator[tuple[Arrangement, Frame]]:
        for arrangement, setting in WAYS:
            frame = self._new_frame(place, arrangement, setting)
            if frame:
                yield arrangement, frame

    def _new_frame(self, place: Place, arrangement: Arrangement, setting: Setting) -> Frame | None:
        texts = place.lines(joined=arrangement.street_joined)
        above_place = 1 if arrangement.identity_beside_marking else 2
        count = above_place + 1 + len(texts) + setting.breaks
        symbol = symbol_place(self.area, setting.module_dots, self.typeface)
        top = self.area.top + INSET + self.typeface.bold.capital_height * setting.em
        leading = (symbol.baseline - top) / (count - 1)
        if leading < LEAST_LEADING * setting.em and not setting.tight:
            return None
        rooms = tuple(symbol.room(top + leading * row, 0.0) / setting.em for row in range(count))
        for name_rows in (1,) if setting.short else range(setting.breaks + 1, 0, -1):
            lines = self._filled(texts, rooms[above_place + name_rows :])
            empty = count - above_place - name_rows - len(lines)
            if lines and bool(empty) is setting.short:
                bottom = symbol.baseline - leading * empty
                return Frame(setting, symbol, rooms[1 : 1 + name_rows], lines, bottom)
        return None

    def _filled(self, texts: Sequence[str], rooms: Sequence[float]) -> tuple[Row, ...]:
        lines: list[str] = []
        for text in texts:
            parts = pieces(text, self.typeface.regular)
            rest = rooms[len(lines) :]
            ways = (broken(parts, rest[:count]) for count in range(1, len(rest) + 1))
            found = next(filter(None, ways), None)
            if found is None:
                return ()
            lines += found
        return tuple(recurring(line, self.typeface.regular) for line in lines)


class _Made(NamedTuple):
    made: list[tuple[Arrangement, Frame]]
    coming: Iterator[tuple[Arrangement, Frame]]
