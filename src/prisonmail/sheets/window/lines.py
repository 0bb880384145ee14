"""Rows: the lines of a panel and how they are spaced from its upper edge to its lower.

>>> lines = [Extent(above=0.75, below=0.0), Extent(above=0.75, below=0.0)]
>>> space_evenly(lines, top=57.0, bottom=81.0, em=3.0)
(59.25, 81.0)
>>> space_evenly(lines * 9, top=57.0, bottom=81.0, em=3.0) is None
True
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from prisonmail.sheets.typeface import Extent, Face

LEAST_LEADING = 0.95
"""Ems between baselines that are evenly spaced; closer lines look cramped."""
_LEAST_WHITE = 0.01
"""Ems of white between the ink of two lines."""


class PanelLine(NamedTuple):
    """A line of text and its measures in ems."""

    text: str
    width: float
    extent: Extent
    bold: bool = False


def measure(text: str, face: Face, *, bold: bool = False) -> PanelLine:
    """Measure a line in a weight."""
    return PanelLine(text, face.ems(text), face.extent(text), bold)


measure_recurring = lru_cache(maxsize=1024)(measure)
"""Measures a line that many letters have."""


def space_evenly(
    lines: Sequence[Extent], top: float, bottom: float, em: float
) -> tuple[float, ...] | None:
    """Space baselines evenly, all ink between top and bottom.

    None if ink would touch or lines would be cramped.
    """
    first, last = _ends(lines, top, bottom, em)
    leading = (last - first) / (len(lines) - 1)
    room = leading / em
    if room < LEAST_LEADING or any(need > room for need in needs(lines)):
        return None
    return tuple(last - leading * up for up in range(len(lines) - 1, -1, -1))


def space_tightly(
    lines: Sequence[Extent], top: float, bottom: float, em: float
) -> tuple[float, ...] | None:
    """Space baselines as evenly as their ink allows; None if the ink has no room."""
    first, last = _ends(lines, top, bottom, em)
    distances = [need * em for need in needs(lines)]
    leading = _common_leading(distances, last - first)
    if leading is None:
        return None
    return tuple(accumulate((max(need, leading) for need in distances), initial=first))


def _ends(lines: Sequence[Extent], top: float, bottom: float, em: float) -> tuple[float, float]:
    return top + lines[0].above * em, bottom - lines[-1].below * em


def _common_leading(needs: Sequence[float], height: float) -> float | None:
    """Find the distance that lines have, but for those that need more, to fill a height."""
    rest = height
    ordered = sorted(needs, reverse=True)
    for number, need in enumerate(ordered):
        share = rest / (len(ordered) - number)
        if need <= share:
            return share
        rest -= need
    return None


def needs(lines: Sequence[Extent]) -> list[float]:
    """Work out how far apart each two baselines have to be, in ems, so that no ink touches."""
    return [upper.below + lower.above + _LEAST_WHITE for upper, lower in pairwise(lines)]
