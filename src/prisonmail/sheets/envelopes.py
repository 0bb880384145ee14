"""Envelopes and their windows: which part of a folded sheet shows, and which always does.

Millimetres. A window is measured from the envelope's left edge and up from its bottom edge, as
envelope makers do. The sheet lies in the envelope with play, so two rectangles follow.

>>> DL.always_visible
Rectangle(left=20.0, top=57.0, right=100.0, bottom=81.0)
>>> DL.ever_visible
Rectangle(left=10.0, top=46.0, right=110.0, bottom=92.0)
>>> Envelope("small", 220.0, 110.0, 20.0, 18.0, 60.0, 35.0, Fold.THIRDS).find_faults()
('its window is 60 × 35 mm, and the panel takes 71 × 21.5 mm',)
"""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from prisonmail.sheets.drawing import MARGIN, SHEET_HEIGHT, SHEET_WIDTH, Rectangle
from prisonmail.system.record import Record

PANEL_WIDTH = 71.0
PANEL_HEIGHT = 21.5
"""The least that a panel takes, in mm: every prison and all but the longest names fit it."""
_FREE = 1.0
"""Millimetres that stay free at each edge of what always shows, if the panel then has room."""
_NEAR = 5.0
"""Millimetres from the usual margin to a panel that texts below it can be in line with."""
_LETTERHEAD_BOTTOM = 30.0
"""The letterhead may end here, in mm from the top: no window may show it."""
_ASIDE_LEFT = 122.0
"""Date and reference begin to the right of this, in mm from the left, with 2 mm to spare."""
_LOWEST_WINDOW = 106.0
"""The lowest that a window may show, in mm from the top: below it the covering sheet has
room for its text, the particulars of a sender with much to say, and how to check them."""


class Fold(Enum):
    """How a sheet is folded; the value is the height of the panel in mm."""

    THIRDS = SHEET_HEIGHT / 3
    HALF = SHEET_HEIGHT / 2
    NONE = SHEET_HEIGHT


_ROOM = {Fold.THIRDS: 4, Fold.HALF: 10, Fold.NONE: 40}
"""Sheets of 80 gsm that lie flat: folded in three they are three times as thick. Tried by hand, no
standard: [envelopes.name] of a profile may say otherwise."""


class Play(NamedTuple):
    """How far a sheet can slide in its envelope, in mm from one end to the other."""

    across: float
    up: float


class Envelope(Record, frozen=True):
    """An envelope with one window."""

    name: str
    width: float
    height: float
    window_left: float
    window_up: float
    window_width: float
    window_height: float
    fold: Fold
    most_sheets: int | None = None
    """How many sheets it takes, if that is known better than from how they are folded."""

    @property
    def room(self) -> int:
        """How many sheets it takes."""
        return self.most_sheets or _ROOM[self.fold]

    @property
    def play(self) -> Play:
        """How far the sheet can slide."""
        return Play(self.width - SHEET_WIDTH, self.height - self.fold.value)

    @property
    def survived(self) -> Play:
        """How much of its play the panel stays wholly visible through, about the middle."""
        return Play(
            min(self.play.across, self.window_width - PANEL_WIDTH),
            min(self.play.up, self.window_height - PANEL_HEIGHT),
        )

    @property
    def panel(self) -> Rectangle:
        """The part of the sheet that shows through all of the play survived."""
        across, up = (
            (whole - kept) / 2 for whole, kept in zip(self.play, self.survived, strict=True)
        )
        left, top, right, bottom = self.always_visible
        return Rectangle(left - across, top - up, right + across, bottom + up)

    @property
    def printed_panel(self) -> Rectangle:
        """The part of the panel that is printed in: all but its edge, if that leaves room."""
        left, top, right, bottom = panel = self.panel
        across = min(_FREE, (panel.width - PANEL_WIDTH) / 2)
        down = min(_FREE, (panel.height - PANEL_HEIGHT) / 2)
        return Rectangle(left + across, top + down, right - across, bottom - down)

    @property
    def margin(self) -> float:
        """Where text on the sheet begins, in mm: below the panel's, if that is at the left."""
        left = self.printed_panel.left
        return left if abs(left - MARGIN) <= _NEAR else MARGIN

    @property
    def always_visible(self) -> Rectangle:
        """The part of the sheet that shows however the sheet has slid."""
        across, down = self.play
        left, top, right, bottom = self._window
        return Rectangle(left, top, right - across, bottom - down)

    @property
    def ever_visible(self) -> Rectangle:
        """The part of the sheet that can show somewhere: nothing else may put ink here."""
        across, down = self.play
        left, top, right, bottom = self._window
        return Rectangle(left - across, top - down, right, bottom)

    def find_faults(self) -> tuple[str, ...]:
        """Say, with figures, why letters cannot be made for this envelope."""
        return tuple(self._find_faults())

    def _find_faults(self) -> Iterator[str]:
        if self.play.across < 0 or self.play.up < 0:
            yield (
                f"it is {self.width:g} × {self.height:g} mm, and the folded sheet is "
                f"{SHEET_WIDTH:g} × {self.fold.value:g} mm"
            )
            return
        left, top, right, bottom = self._window
        if min(left, top) < 0 or right > self.width or bottom > self.height:
            yield (
                f"its window, {self.window_left:g} to {right:g} mm from the left and "
                f"{self.window_up:g} to {self.height - top:g} mm up, is not inside its "
                f"{self.width:g} × {self.height:g} mm"
            )
        elif min(self.survived) < 0:
            yield (
                f"its window is {self.window_width:g} × {self.window_height:g} mm, and the panel "
                f"takes {PANEL_WIDTH:g} × {PANEL_HEIGHT:g} mm"
            )
        elif self._meets_the_letter():
            seen = self.ever_visible
            yield (
                f"its window can show the sheet from {seen.left:g} to {seen.right:g} mm across and "
                f"{seen.top:g} to {seen.bottom:g} mm down, and the letter leaves room up to "
                f"{_ASIDE_LEFT:g} mm across and from {_LETTERHEAD_BOTTOM:g} to "
                f"{_LOWEST_WINDOW:g} mm down"
            )

    def _meets_the_letter(self) -> bool:
        seen = self.ever_visible
        return (
            seen.top < _LETTERHEAD_BOTTOM
            or seen.right > _ASIDE_LEFT
            or seen.bottom > _LOWEST_WINDOW
        )

    @property
    def _window(self) -> Rectangle:
        top = self.height - self.window_up - self.window_height
        left = self.window_left
        return Rectangle(left, top, left + self.window_width, top + self.window_height)


DL = Envelope("dl", 220.0, 110.0, 20.0, 18.0, 90.0, 35.0, Fold.THIRDS)
C5 = Envelope("c5", 229.0, 162.0, 20.0, 83.0, 90.0, 35.0, Fold.HALF)
C4 = Envelope("c4", 229.0, 324.0, 24.0, 220.0, 90.0, 35.0, Fold.NONE)
ENVELOPES = {envelope.name: envelope for envelope in (DL, C5, C4)}
"""Outsides are the sizes on sale. The windows of C5 and C4 are derived from where the Ministry of
Justice's own service puts its label, not from a standard: hold a test sheet against yours."""
