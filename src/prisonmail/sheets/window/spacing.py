"""Spacing: where the lines of a frame stand, and how wide each of them may be there.

Evenly spaced lines stand in the same places whatever the name is, as long as no ink touches: so
they are worked out once for a frame, and a name is only asked whether it has room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf
from typing import NamedTuple

from prisonmail.sheets.drawing import Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Extent
from prisonmail.sheets.window.frames import Frame
from prisonmail.sheets.window.lines import PanelLine, needs, space_evenly, space_tightly
from prisonmail.sheets.window.panel import INSET

_KEPT = 4096
_NO_INK = Extent(0.0, 0.0)


class Spacing(NamedTuple):
    """The places of all lines of a frame; measures of text are in ems."""

    baselines: tuple[float, ...]
    """Those of the marking and the person, in mm."""
    depths: tuple[float, ...]
    """How far below each of these ink may reach that is to have the whole width."""
    whole_width: float
    beside_symbol: float
    """How wide a line may be whose ink reaches further down."""
    leading: float
    """Between baselines, if all are as far apart."""
    place: Drawing

    def suits(self, rows: Sequence[PanelLine], below: Extent) -> bool:
        """Check whether the person's rows have room, the first row of the place below them."""
        for row, depth in zip(rows, self.depths, strict=True):
            room = self.whole_width if row.extent.below <= depth else self.beside_symbol
            if row.width > room:
                return False
        return self.leading >= max(needs([*[row.extent for row in rows], below]))


@dataclass(frozen=True)
class Spacings:
    """The spacings in one area of the sheet."""

    area: Rectangle

    def of(self, frame: Frame, rows: Sequence[PanelLine]) -> Spacing | None:
        """Space a frame with a person's rows in it; None if they have no room."""
        if frame.style.tight:
            found = self._tight(frame, tuple([row.extent for row in rows]))
        else:
            found = self._even(frame, rows[0].extent.above, len(rows))
        return found if found and found.suits(rows, frame.place[0].extent) else None

    @cached_property
    def _even(self) -> Callable[[Frame, float, int], Spacing | None]:
        return lru_cache(_KEPT)(self._new_even)

    @cached_property
    def _tight(self) -> Callable[[Frame, tuple[Extent, ...]], Spacing | None]:
        return lru_cache(_KEPT)(self._new_tight)

    def _new_even(self, frame: Frame, above: float, count: int) -> Spacing | None:
        person = (Extent(above, 0.0), *[_NO_INK] * (count - 1))
        baselines = space_evenly(_extents(person, frame), *self._bounds(frame))
        if baselines is None:
            return None
        leading = (baselines[1] - baselines[0]) / frame.style.em
        return self._spacing(frame, baselines, count, leading)

    def _new_tight(self, frame: Frame, person: tuple[Extent, ...]) -> Spacing | None:
        baselines = space_tightly(_extents(person, frame), *self._bounds(frame))
        return self._spacing(frame, baselines, len(person), inf) if baselines else None

    def _bounds(self, frame: Frame) -> tuple[float, float, float]:
        return self.area.top + INSET, frame.bottom, frame.style.em

    def _spacing(
        self, frame: Frame, baselines: Sequence[float], count: int, leading: float
    ) -> Spacing | None:
        """Make a spacing; None if the lines of the place have no room."""
        em, symbol = frame.style.em, frame.symbol
        placed = list(zip(frame.place, baselines[count:], strict=True))
        if any(row.width * em > symbol.room(y, row.extent.below * em) for row, y in placed):
            return None
        left, size = self.area.left + INSET, frame.style.size
        place = Drawing(tuple(TextRun(left, y, row.text, size) for row, y in placed), recurs=True)
        person = tuple(baselines[:count])
        depths = tuple((symbol.white_top - y) / em for y in person)
        widths = (symbol.whole_width / em, symbol.beside_width / em)
        return Spacing(person, depths, *widths, leading, place)


def _extents(person: Sequence[Extent], frame: Frame) -> tuple[Extent, ...]:
    return (*person, *(row.extent for row in frame.place))
