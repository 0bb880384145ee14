"""The drawing model: what is on a sheet, before there is any PDF.

Millimetres from the sheet's top-left corner, y downwards; type sizes in points.
"""

from dataclasses import dataclass
from typing import NamedTuple

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72
DOT = MM_PER_INCH / 600
"""One dot of a 600 dpi printer, in mm."""
SHEET_WIDTH = 210.0
SHEET_HEIGHT = 297.0


class Rectangle(NamedTuple):
    """A part of the sheet, in mm."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in mm; not above 0 where the rectangle is empty."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm; not above 0 where the rectangle is empty."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text set in one size and weight; x is its left edge, y its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle: a bar of the symbol, or a rule."""

    x: float
    y: float
    width: float
    height: float
    grey: float = 0.0
    """From 0, black, to 1, white."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Texts and boxes that belong together."""

    texts: tuple[TextRun, ...] = ()
    boxes: tuple[Box, ...] = ()

    def __add__(self, other: "Drawing") -> "Drawing":
        """Lay another drawing over this one."""
        return Drawing(self.texts + other.texts, self.boxes + other.boxes)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One A4 page: what it shares with other sheets of its batch, and what is its own."""

    shared: Drawing
    own: Drawing
