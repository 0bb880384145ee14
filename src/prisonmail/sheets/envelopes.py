"""Envelopes and their windows: which part of a folded sheet shows, and which always does.

Millimetres. A window is measured from the envelope's left edge and up from its bottom edge, as
envelope makers do. The sheet lies in the envelope with play, so two rectangles follow.

>>> DL.always_visible
Rectangle(left=20.0, top=57.0, right=100.0, bottom=81.0)
>>> DL.ever_visible
Rectangle(left=10.0, top=46.0, right=110.0, bottom=92.0)
"""

from dataclasses import dataclass
from enum import Enum

from prisonmail.sheets.drawing import SHEET_HEIGHT, SHEET_WIDTH, Rectangle


class Fold(Enum):
    """How a sheet is folded; the value is the height of the panel in mm."""

    THIRDS = SHEET_HEIGHT / 3
    HALF = SHEET_HEIGHT / 2
    NONE = SHEET_HEIGHT


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope with one window."""

    name: str
    width: float
    height: float
    window_left: float
    window_up: float
    window_width: float
    window_height: float
    fold: Fold

    @property
    def play(self) -> tuple[float, float]:
        """How far the sheet can slide across and down, in mm."""
        return (self.width - SHEET_WIDTH, self.height - self.fold.value)

    @property
    def always_visible(self) -> Rectangle:
        """The part of the sheet that shows wherever the sheet lies."""
        across, down = self.play
        left, top, right, bottom = self._window
        return Rectangle(left, top, right - across, bottom - down)

    @property
    def ever_visible(self) -> Rectangle:
        """The part of the sheet that can show somewhere: nothing else may put ink here."""
        across, down = self.play
        left, top, right, bottom = self._window
        return Rectangle(left - across, top - down, right, bottom)

    @property
    def _window(self) -> Rectangle:
        top = self.height - self.window_up - self.window_height
        left = self.window_left
        return Rectangle(left, top, left + self.window_width, top + self.window_height)


DL = Envelope("dl", 220.0, 110.0, 20.0, 18.0, 90.0, 35.0, Fold.THIRDS)
ENVELOPES = {envelope.name: envelope for envelope in (DL,)}
