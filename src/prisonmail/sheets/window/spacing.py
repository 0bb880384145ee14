"""Spacing: the baselines of a frame's lines, and how wide each line may be there.

Evenly spaced lines have the same baselines whatever the name is, as long as no ink touches: so
they are worked out once for a frame, and a name is only asked whether it has room.

>>> lines = [Extent(above=0.75, below=0.0), Extent(above=0.75, below=0.0)]
>>> space_evenly(lines, top=57.0, bottom=81.0, em=3.0)
(59.25, 81.0)
>>> space_evenly(lines * 9, top=57.0, bottom=81.0, em=3.0) is None
True
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from prisonmail.sheets.drawing import Drawing, Rectangle, TextRun
from prisonmail.sheets.typeface import Extent
from prisonmail.sheets.window.frames import LEAST_LEADING, Frame
from prisonmail.sheets.window.lines import PanelLine
from prisonmail.sheets.window.panel import INSET
from prisonmail.system.record import Record

LEAST_WHITE = 0.01
"""Ems of white between the ink of two lines: enough that rounding lets no ink touch."""
_KEPT = 4096
"""Spacings that are kept: of each prison there are few frames in which names are tried."""
_NO_INK = Extent(0.0, 0.0)


class Spacing(NamedTuple):
    """The places of all lines of a frame; measures of text are in ems."""

    baselines: tuple[float, ...]
    """Those of the marking and the person, in mm."""
    depths: tuple[float, ...]
    """How far below each of these ink may reach and still have the whole width."""
    whole_width: float
    beside_width: float
    """How wide a line may be whose ink reaches further down, beside the symbol."""
    leading: float
    """Between baselines, if all are the same distance apart; else infinite."""
    place: Drawing

    def suits(self, person: Sequence[PanelLine], below: Extent) -> bool:
        """Check whether the person's lines have room, the first line of the place below them."""
        if not _have_room(person, self.depths, self.whole_width, self.beside_width):
            return False
        return self.leading >= max(_distances([*[line.extent for line in person], below]))


class Spacings(Record, frozen=True, dict=True):
    """The spacings in one area of the sheet."""

    area: Rectangle

    def find(self, frame: Frame, person: Sequence[PanelLine]) -> Spacing | None:
        """Space a frame with a person's lines in it; None if they have no room."""
        if frame.style.tight:
            spacing = self._tight(frame, tuple([line.extent for line in person]))
        else:
            spacing = self._even(frame, person[0].extent.above, len(person))
        return spacing if spacing and spacing.suits(person, frame.place[0].extent) else None

    @cached_property
    def _even(self) -> Callable[[Frame, float, int], Spacing | None]:
        return lru_cache(_KEPT)(self._space_evenly)

    @cached_property
    def _tight(self) -> Callable[[Frame, tuple[Extent, ...]], Spacing | None]:
        return lru_cache(_KEPT)(self._space_tightly)

    def _space_evenly(self, frame: Frame, above: float, count: int) -> Spacing | None:
        """Space a frame for any person whose first line has so much ink above its baseline."""
        person = (Extent(above, 0.0), *[_NO_INK] * (count - 1))
        baselines = space_evenly(_extents(person, frame), *self._bounds(frame))
        if baselines is None:
            return None
        leading = (baselines[1] - baselines[0]) / frame.em
        return self._spacing(frame, baselines, count, leading)

    def _space_tightly(self, frame: Frame, person: tuple[Extent, ...]) -> Spacing | None:
        baselines = space_tightly(_extents(person, frame), *self._bounds(frame))
        return self._spacing(frame, baselines, len(person), inf) if baselines else None

    def _bounds(self, frame: Frame) -> tuple[float, float, float]:
        return self.area.top + INSET, frame.bottom, frame.em

    def _spacing(
        self, frame: Frame, baselines: Sequence[float], count: int, leading: float
    ) -> Spacing | None:
        """Make a spacing; None if the lines of the place have no room."""
        em, symbol = frame.em, frame.symbol
        widths = (symbol.whole_width / em, symbol.beside_width / em)
        depths = tuple([(symbol.white_top - y) / em for y in baselines])
        if not _have_room(frame.place, depths[count:], *widths):
            return None
        left, size = self.area.left + INSET, frame.style.size
        placed = zip(frame.place, baselines[count:], strict=True)
        place = Drawing(tuple(TextRun(left, y, line.text, size) for line, y in placed))
        return Spacing(tuple(baselines[:count]), depths[:count], *widths, leading, place)


def space_evenly(
    lines: Sequence[Extent], top: float, bottom: float, em: float
) -> tuple[float, ...] | None:
    """Space baselines evenly, all ink between top and bottom, these and an em in mm.

    None if ink would touch or lines would be cramped.
    """
    first, last = _ends(lines, top, bottom, em)
    leading = (last - first) / (len(lines) - 1)
    room = leading / em
    if room < LEAST_LEADING or any(distance > room for distance in _distances(lines)):
        return None
    # counted from the last, so that it is on the baseline of the printed code to the last digit
    return tuple(last - leading * up for up in range(len(lines) - 1, -1, -1))


def space_tightly(
    lines: Sequence[Extent], top: float, bottom: float, em: float
) -> tuple[float, ...] | None:
    """Space baselines as evenly as their ink allows; None if the ink has no room."""
    first, last = _ends(lines, top, bottom, em)
    distances = [distance * em for distance in _distances(lines)]
    leading = _common_leading(distances, last - first)
    if leading is None:
        return None
    return tuple(accumulate((max(least, leading) for least in distances), initial=first))


def _have_room(
    lines: Iterable[PanelLine], depths: Sequence[float], whole: float, beside: float
) -> bool:
    """Check that no line is too wide: the whole width, or what is left beside the symbol."""
    for line, depth in zip(lines, depths, strict=True):
        if line.width > (whole if line.extent.below <= depth else beside):
            return False
    return True


def _ends(lines: Sequence[Extent], top: float, bottom: float, em: float) -> tuple[float, float]:
    return top + lines[0].above * em, bottom - lines[-1].below * em


def _common_leading(distances: Sequence[float], height: float) -> float | None:
    """Find the distance that fills a height if the lines that need more get what they need."""
    rest = height
    widest_first = sorted(distances, reverse=True)
    for number, least in enumerate(widest_first):
        share = rest / (len(widest_first) - number)
        if least <= share:
            return share
        rest -= least
    return None


def _distances(lines: Sequence[Extent]) -> list[float]:
    """Work out how far apart each two baselines have to be, in ems, so that no ink touches."""
    return [upper.below + lower.above + LEAST_WHITE for upper, lower in pairwise(lines)]


def _extents(person: Sequence[Extent], frame: Frame) -> tuple[Extent, ...]:
    return (*person, *(line.extent for line in frame.place))
