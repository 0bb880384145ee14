"""The letterhead: the organisation at the top left, how to reach it at the top right.

The block at the right stands beside the window of every envelope, never in it.
"""

from collections.abc import Iterator
from datetime import date
from math import ceil

from prisonmail.sender.sender import Sender
from prisonmail.sheets import drawing
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap, wrap_anywhere
from prisonmail.system import clock
from prisonmail.system.record import Record

_TOP = 20.0
"""First baseline of the block at the right, in mm from the top."""
_RULE_Y = 29.0
"""The rule under the organisation's name, in mm: above all that any window can show."""
_RULE_GAP = 3.5
"""From the last line of the name down to the rule, in mm: descenders stay clear of it."""
_NAME_SIZES = (15.0, 13.0, 11.0)
"""Points: the largest in which the name fits one line; if none does, lines of the last."""
_NAME_SPACING = 0.9
"""Of the usual leading: lines of a name belong together."""
_GUTTER = 6.0
"""Between the name or picture and the block at the right, in mm."""
_PICTURE_TOP = 10.0
_PICTURE_BOTTOM = 29.0
"""A picture lies between these, in mm: below what printers cannot reach, above every window."""
_DATE_DROP = 6.0
"""From the window down to the date, in mm, if a whole page lies under the sheet."""
_HEAD_DROP = 8.0
"""From where the free space of a following page begins down to its first baseline, in mm."""
_FOOT_RISE = 3.0
"""From where the free space of a page ends up to the baseline of our foot, in mm."""
_SHARP = 150.0
"""Dots an inch that a picture has at least: with fewer its edges are seen to be stairs."""
_LEAST = 0.5
"""Of the place for a picture, how much it has to fill of the width or the height."""
_WHOLE = drawing.Span(0.0, drawing.SHEET_HEIGHT)
_GROUP_GAP = 2.0
"""More before each group of lines of the block than between its lines, in mm."""
_ASIDE_SIZES = (drawing.SMALL, 8.0, 7.5, 7.0)
"""Points: the largest in which the block ends high enough."""
_ASIDE_BELOW = 8.0
"""How far the block at the right may reach below the window, in mm; the letter begins there."""


class Letterhead(Record, frozen=True):
    """The organisation's name in type, unless there is a picture of it, or a whole page."""

    picture: drawing.Picture | None = None
    under: drawing.SourcePage | None = None
    """A page that has all of the letterhead and lies under the sheet."""
    free: drawing.Span = _WHOLE
    """What that page leaves free."""
    following: drawing.SourcePage | None = None
    """The page that lies under the sheets that continue the first."""
    following_free: drawing.Span = _WHOLE

    def draw(
        self, sender: Sender, issued: date, window: drawing.Rectangle, typeface: Typeface
    ) -> drawing.Drawing:
        """Draw the letterhead with the date of issue; a page that lies under shows in no window.

        The window is all of the sheet that can show in it, in mm.
        """
        # a white box hides what the page under the sheet has in the window
        if self.under:
            white = drawing.Box(window.left, window.top, window.width, window.height, grey=1.0)
            y = self.find_head_bottom(window) + _DATE_DROP
            return drawing.Drawing(
                (drawing.TextRun(drawing.ASIDE, y, clock.long_date(issued), drawing.SMALL),),
                (white,),
            )
        aside = drawing.Drawing(_aside(sender, issued, window.bottom + _ASIDE_BELOW, typeface))
        if self.picture:
            return drawing.Drawing(pictures=(self.picture,)) + aside
        name = _organisation(sender.organisation, typeface)
        rule = drawing.Box(
            drawing.MARGIN,
            _RULE_Y,
            drawing.ASIDE - _GUTTER - drawing.MARGIN,
            drawing.HAIRLINE,
            drawing.RULE_GREY,
        )
        return drawing.Drawing(name, (rule,)) + aside

    def list_free(self) -> tuple[drawing.Span, ...]:
        """Return what its pages leave free, in their order; nothing if it has none."""
        pages = ((self.under, self.free), (self.following, self.following_free))
        return tuple(free for page, free in pages if page)

    def find_head_bottom(self, window: drawing.Rectangle) -> float:
        """Return where letterhead and window both end, in mm: text begins below it."""
        return max(window.bottom, self.free.top)

    def lift_foot(self, y: float) -> float:
        """Return a baseline near the lower edge, in mm, so that it stands above a page's foot."""
        return _lift(y, self.free)

    def frame_following(self, first: float, last: float, foot: float) -> drawing.Span:
        """Return the first and the last baseline of following sheets, whose foot is lifted too."""
        free = self.following_free
        return drawing.Span(max(first, free.top + _HEAD_DROP), last - foot + _lift(foot, free))

    def lift_following_foot(self, y: float) -> float:
        """Return a baseline near the lower edge of a following sheet."""
        return _lift(y, self.following_free)


def _lift(y: float, free: drawing.Span) -> float:
    return y if free.bottom >= drawing.SHEET_HEIGHT else min(y, free.bottom - _FOOT_RISE)


def place_picture(path: str, width: int, height: int) -> drawing.Picture:
    """Place a picture of some pixels at the top left, as large as it has room and prints sharp."""
    scale = min(_fill_place(width, height), drawing.MM_PER_INCH / _SHARP)
    return drawing.Picture(drawing.MARGIN, _PICTURE_TOP, width * scale, height * scale, path)


def find_pixels_needed(width: int, height: int) -> tuple[int, int] | None:
    """Return the pixels that a picture needs to be printed sharp; None if it has enough.

    >>> find_pixels_needed(600, 100), find_pixels_needed(60, 10)
    (None, (579, 97))
    """
    whole = _fill_place(width, height)
    if whole * _LEAST <= drawing.MM_PER_INCH / _SHARP:
        return None
    dots = whole / drawing.MM_PER_INCH * _SHARP
    return ceil(width * dots), ceil(height * dots)


def _fill_place(width: int, height: int) -> float:
    """Return the mm of a pixel of a picture that fills its place."""
    across = drawing.ASIDE - _GUTTER - drawing.MARGIN
    return min(across / width, (_PICTURE_BOTTOM - _PICTURE_TOP) / height)


def _organisation(name: str, typeface: Typeface) -> tuple[drawing.TextRun, ...]:
    room = drawing.ASIDE - _GUTTER - drawing.MARGIN
    for size in _NAME_SIZES:
        lines = wrap(name, typeface.bold, size, room)
        if len(lines) == 1:
            break
    spacing = drawing.measure_leading(size) * _NAME_SPACING
    first = _RULE_Y - _RULE_GAP - spacing * (len(lines) - 1)
    return tuple(
        drawing.TextRun(drawing.MARGIN, first + spacing * number, line, size, bold=True)
        for number, line in enumerate(lines)
    )


def _aside(
    sender: Sender, issued: date, lowest: float, typeface: Typeface
) -> tuple[drawing.TextRun, ...]:
    """Set the block at the right in the largest type in which it ends high enough."""
    for size in _ASIDE_SIZES:
        texts = tuple(_aside_lines(sender, issued, size, typeface))
        if texts[-1].y <= lowest:
            break
    return texts


def _aside_lines(
    sender: Sender, issued: date, size: float, typeface: Typeface
) -> Iterator[drawing.TextRun]:
    width = drawing.RIGHT - drawing.ASIDE
    face = typeface.regular
    groups = (
        [line for entry in sender.address for line in wrap(entry, face, size, width)],
        [
            *wrap(f"Telephone {sender.telephone}", face, size, width),
            *wrap_anywhere(sender.cjsm_address, face, size, width),
        ],
        [clock.long_date(issued)],
    )
    y = _TOP
    for group in groups:
        for line in group:
            yield drawing.TextRun(drawing.ASIDE, y, line, size)
            y += drawing.measure_leading(size)
        y += _GROUP_GAP
