"""The lines of a panel: a text in pieces, broken where it may be, and each line measured.

Widths and heights are in ems, so that they hold for every type size.

>>> from prisonmail.sheets.fonts import load_roboto
>>> pieces = split_text("Ann Mary Hart-Smith", load_roboto().regular, break_hyphens=True)
>>> pieces.texts
('Ann', 'Mary', 'Hart-', 'Smith')
>>> break_text(pieces, (4.0, 6.0, 6.0))
('Ann', 'Mary Hart-', 'Smith')
>>> break_text(pieces, (4.0,)) is None
True
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from prisonmail.sheets.drawing import Slot
from prisonmail.sheets.typeface import Extent, Face
from prisonmail.sheets.typesetting import share_evenly
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_AFTER_HYPHENS = compile_late(r"(?<=[-‐])(?=.)")
_SPACE = " "
_KEPT = 1024
"""Recurring lines that are kept: those of all prisons, and the markings."""


class PanelLine(NamedTuple):
    """A line of text and its measures in ems."""

    text: str
    width: float
    extent: Extent
    bold: bool = False
    slot: Slot | None = None
    """What it is of the letter, if it is that and nothing else."""


def measure(text: str, face: Face, *, bold: bool = False, slot: Slot | None = None) -> PanelLine:
    """Measure a line in a weight."""
    return PanelLine(text, face.measure_ems(text), face.measure_extent(text), bold, slot)


measure_recurring = lru_cache(_KEPT)(measure)
"""Measures a line that many letters have."""


class Pieces(Record, frozen=True):
    """A text in the pieces that it may be broken into, and their widths in ems."""

    whole: str
    width: float
    """Of the whole."""
    texts: tuple[str, ...]
    joints: tuple[str, ...]
    """What stands after each piece on the same line: a space, or nothing after a hyphen."""
    widths: tuple[float, ...]
    gaps: tuple[float, ...]
    """The widths of the joints."""

    def join(self, begin: int, end: int) -> str:
        """Return some of the pieces as one line."""
        pairs = zip(self.texts[begin:end], self.joints[begin:end], strict=True)
        return "".join(text + joint for text, joint in pairs).rstrip(_SPACE)


def split_text(text: str, face: Face, *, break_hyphens: bool = False) -> Pieces:
    """Split a text at its spaces, and after its hyphens too if asked to."""
    texts: list[str] = []
    joints: list[str] = []
    for word in text.split(_SPACE):
        parts = _AFTER_HYPHENS.split(word) if break_hyphens else [word]
        texts += parts
        joints += [""] * (len(parts) - 1) + [_SPACE]
    space = face.advances[_SPACE]
    widths = tuple(map(face.measure_ems, texts))
    gaps = tuple([space if joint else 0.0 for joint in joints])
    width = sum(widths) + sum(gaps[:-1])
    return Pieces(text, width, tuple(texts), tuple(joints), widths, gaps)


def break_text(pieces: Pieces, rooms: Sequence[float]) -> tuple[str, ...] | None:
    """Share a text out over lines of some widths in ems; None if it does not fit them."""
    if len(rooms) == 1:
        return (pieces.whole,) if pieces.width <= rooms[0] else None
    ends = share_evenly(pieces.widths, pieces.gaps, rooms)
    if ends is None:
        return None
    return tuple(pieces.join(begin, end) for begin, end in pairwise((0, *ends)))
