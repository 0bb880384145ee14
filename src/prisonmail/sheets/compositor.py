"""The compositor: sets an address in the window panel, as large as it fits.

What depends on the prison alone is worked out once and kept, since a list has many rows and few
prisons: a row then only asks whether its name fits the rows that are left for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from prisonmail.letters import Draft
from prisonmail.sheets.arrangements import (
    ARRANGEMENTS,
    Arrangement,
    Pieces,
    Place,
    broken,
    pieces,
)
from prisonmail.sheets.drawing import MM_PER_POINT, Rectangle
from prisonmail.sheets.panel import INSET, PanelLayout, PlacedLine, SymbolPlace, symbol_place
from prisonmail.sheets.rows import (
    LEAST_LEADING,
    Row,
    even_baselines,
    measured,
    tight_baselines,
)
from prisonmail.sheets.typeface import Extent, Typeface

SIZES = (9.0, 8.5, 8.0)
"""Points, the largest that fits is taken; at 8 pt Roboto's capitals are just over 2 mm high."""
MODULE_DOTS = (8, 6)
"""Printer dots of 1/600 inch to a module: 0.339 mm, else 0.254 mm."""
_MOST_BREAKS = 3
_SPACINGS_KEPT = 4096


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


class Spacing(NamedTuple):
    """Where lines stand whose ink reaches so far up and down, whatever they say."""

    baselines: tuple[float, ...]
    rooms: tuple[float, ...]
    """How wide each line may be, in mm."""


@dataclass(frozen=True)
class Compositor:
    """Sets addresses in one area of the sheet."""

    area: Rectangle
    typeface: Typeface
    _frames: dict[tuple[Place, Arrangement, Setting], Frame | None] = field(
        default_factory=dict, repr=False
    )

    def fit(self, draft: Draft) -> PanelLayout | None:
        """Set a letter's address as large as it fits; None where it fits in no way.

        Each arrangement is tried at every size before the next, whole lines before broken ones, the
        wider symbol before the narrower.
        """
        place = Place(draft.prison_name, draft.address)
        names: dict[bool, Pieces] = {}
        for arrangement, setting in WAYS:
            hyphens = arrangement.break_hyphens
            if hyphens not in names:
                names[hyphens] = pieces(draft.name, self.typeface.regular, break_hyphens=hyphens)
            frame = self._frame(place, arrangement, setting)
            lines = frame and broken(names[hyphens], frame.name_rooms)
            layout = frame and lines and self._layout(draft, arrangement, frame, lines)
            if layout:
                return layout
        return None

    def _layout(
        self, draft: Draft, arrangement: Arrangement, frame: Frame, names: tuple[str, ...]
    ) -> PanelLayout | None:
        rows = self._rows(draft, arrangement, frame, names)
        spacing = self._spacing(frame, tuple([row.extent for row in rows]))
        if spacing is None or not _has_room(rows, spacing, frame.setting.em):
            return None
        placed = zip(rows, spacing.baselines, strict=True)
        lines = tuple([PlacedLine(row.text, y, row.bold) for row, y in placed])
        return PanelLayout(self.area.left + INSET, frame.setting.size, lines, frame.symbol)

    def _rows(
        self, draft: Draft, arrangement: Arrangement, frame: Frame, names: tuple[str, ...]
    ) -> tuple[Row, ...]:
        beside = arrangement.identity_beside_marking
        head = f"{draft.marking.value}, {draft.identity}" if beside else draft.marking.value
        person = names if beside else (*names, draft.identity)
        regular = self.typeface.regular
        return (
            measured(head, self.typeface.bold, bold=True),
            *(measured(text, regular) for text in person),
            *frame.place,
        )

    @cached_property
    def _spacing(self) -> Callable[[Frame, tuple[Extent, ...]], Spacing | None]:
        return lru_cache(maxsize=_SPACINGS_KEPT)(self._new_spacing)

    def _new_spacing(self, frame: Frame, lines: tuple[Extent, ...]) -> Spacing | None:
        em = frame.setting.em
        spaced = tight_baselines if frame.setting.tight else even_baselines
        baselines = spaced(lines, self.area.top + INSET, frame.bottom, em)
        if baselines is None:
            return None
        placed = zip(lines, baselines, strict=True)
        return Spacing(
            baselines, tuple(frame.symbol.room(y, line.below * em) for line, y in placed)
        )

    def _frame(self, place: Place, arrangement: Arrangement, setting: Setting) -> Frame | None:
        key = (place, arrangement, setting)
        if key not in self._frames:
            self._frames[key] = self._new_frame(*key)
        return self._frames[key]

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
        return tuple(measured(line, self.typeface.regular) for line in lines)


def _has_room(rows: Sequence[Row], spacing: Spacing, em: float) -> bool:
    return all(row.width * em <= room for row, room in zip(rows, spacing.rooms, strict=True))
