"""Typefaces: how wide and how high text is, as pure numbers."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import ClassVar, NamedTuple, TypedDict

from prisonmail.sheets.drawing import MM_PER_POINT
from prisonmail.system.record import Record


class Extent(NamedTuple):
    """How far ink reaches above and below the baseline, in ems."""

    above: float
    below: float


class Piece(NamedTuple):
    """Part of a text that is set on from where the part before it ends, but for a shift in ems."""

    text: str
    across: float = 0.0
    up: float = 0.0


MARKS = frozenset(map(chr, range(0x300, 0x370)))
"""Accents and dots that combine with the letter before them, if Unicode has no letter with them."""


def _keep_whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text),)


class FaceMeasures(TypedDict):
    """The measures of one weight, those of characters in their order."""

    advances: list[int]
    """In thousandths of an em, as PDF has them; the others are in units of the font."""
    tops: list[int]
    bottoms: list[int]
    capital_height: int


class Measures(TypedDict):
    """What is measured of a typeface."""

    characters: str
    em: int
    faces: list[FaceMeasures]
    """The regular weight and the bold one."""


class Face(Record, frozen=True, eq=False):
    """One weight of a typeface. All measures are in ems."""

    withheld: ClassVar[tuple[str, ...]] = ("advances", "tops", "bottoms", "place_marks")

    advances: Mapping[str, float]
    """How far each character moves on."""
    tops: Mapping[str, float]
    """The highest ink of each character, from the baseline upwards."""
    bottoms: Mapping[str, float]
    """The lowest ink of each character, from the baseline upwards."""
    capital_height: float
    place_marks: Callable[[str], tuple[Piece, ...]] = _keep_whole
    """How the typeface places the marks of a text that has some."""

    def split(self, text: str) -> tuple[Piece, ...]:
        """Split a text at its marks, each of which is set by itself."""
        return _keep_whole(text) if MARKS.isdisjoint(text) else self.place_marks(text)

    def measure_width(self, text: str, size: float) -> float:
        """Measure text in mm at a size in points. Raises KeyError for a character it lacks."""
        return self.measure_ems(text) * size * MM_PER_POINT

    def measure_ems(self, text: str) -> float:
        """Measure the width of text in ems. Raises KeyError for a character it lacks."""
        return sum(map(self.advances.__getitem__, text))

    def measure_extent(self, text: str) -> Extent:
        """Measure how far the ink of a text reaches, in ems."""
        if not text:
            return Extent(0.0, 0.0)
        if not MARKS.isdisjoint(text):
            pieces = self.split(text)
            tops = [self.tops[letter] + piece.up for piece in pieces for letter in piece.text]
            ends = [self.bottoms[letter] + piece.up for piece in pieces for letter in piece.text]
            return Extent(max(tops), -min(ends))
        lowest = min(map(self.bottoms.__getitem__, text))
        return Extent(max(map(self.tops.__getitem__, text)), -lowest)


class Typeface(Record, frozen=True, dict=True):
    """The two weights that a sheet is set in."""

    regular: Face
    bold: Face

    @cached_property
    def characters(self) -> frozenset[str]:
        """All that can be printed in both weights."""
        return frozenset(self.regular.advances.keys() & self.bold.advances.keys())

    def find_missing(self, text: str) -> str | None:
        """Return the first character of a text that cannot be printed, or None."""
        return next((letter for letter in text if letter not in self.characters), None)

    def choose(self, *, bold: bool) -> Face:
        """Choose a weight."""
        return self.bold if bold else self.regular
