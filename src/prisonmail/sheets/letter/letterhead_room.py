"""The room that a firm's own letterhead takes, and what it leaves to the letter.

>>> free = drawing.Span(78.0, 268.0)
>>> find_head_bottom(92.0, free), lift_foot(287.0, free), lift_foot(287.0, WHOLE)
(92.0, 265.0, 287.0)
"""

from math import ceil

from prisonmail.sheets import drawing

WHOLE = drawing.Span(0.0, drawing.SHEET_HEIGHT)
"""A sheet that has all of its height free."""
_HEAD_DROP = 8.0
"""From where the free space of a page begins down to its first baseline, in mm."""
_FOOT_RISE = 3.0
"""From where the free space of a sheet ends up to the baseline of our foot, in mm."""
_SHARP = 150.0
"""Dots an inch that a picture has at least: with fewer its edges are seen to be stairs."""
_LEAST = 0.5
"""Of the place for a picture, how much it has to fill of the width or the height."""


def find_head_bottom(window_bottom: float, free: drawing.Span) -> float:
    """Return where window and letterhead both end, in mm: text begins below it."""
    return max(window_bottom, free.top)


def lift_foot(y: float, free: drawing.Span) -> float:
    """Return a baseline near the lower edge, in mm, so that it stands above a letterhead's foot."""
    return y if free.bottom >= drawing.SHEET_HEIGHT else min(y, free.bottom - _FOOT_RISE)


def frame_text(usual: drawing.Span, foot: float, free: drawing.Span) -> drawing.Span:
    """Return the first and the last baseline of a page, the last as far from its foot as usual."""
    last = usual.bottom - foot + lift_foot(foot, free)
    return drawing.Span(max(usual.top, free.top + _HEAD_DROP), last)


def place_picture(
    path: str, width: int, height: int, place: drawing.Rectangle, *, sharp: bool = True
) -> drawing.Picture:
    """Place a picture of some pixels at the top left, as large as it has room and is sharp."""
    scale = _fill(place, width, height)
    if sharp:
        scale = min(scale, drawing.MM_PER_INCH / _SHARP)
    return drawing.Picture(place.left, place.top, width * scale, height * scale, path)


def find_pixels_needed(width: int, height: int, place: drawing.Rectangle) -> tuple[int, int] | None:
    """Return the pixels that a picture needs to be printed sharp; None if it has enough.

    >>> place = drawing.Rectangle(20.0, 10.0, 118.0, 29.0)
    >>> find_pixels_needed(600, 100, place), find_pixels_needed(60, 10, place)
    (None, (579, 97))
    """
    whole = _fill(place, width, height)
    if whole * _LEAST <= drawing.MM_PER_INCH / _SHARP:
        return None
    dots = whole / drawing.MM_PER_INCH * _SHARP
    return ceil(width * dots), ceil(height * dots)


def _fill(place: drawing.Rectangle, width: int, height: int) -> float:
    """Return the mm of a pixel of a picture that fills a place."""
    return min(place.width / width, place.height / height)
