"""The letterhead: the organisation at the top left, how to reach it at the top right.

The block at the right stands beside the window of every envelope, never in it.
"""

from collections.abc import Iterator
from datetime import date

from prisonmail.sender.sender import Sender
from prisonmail.sheets import drawing
from prisonmail.sheets.letter.letterhead_room import WHOLE, find_head_bottom
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
PICTURE_PLACE = drawing.Rectangle(
    drawing.MARGIN, _PICTURE_TOP, drawing.ASIDE - _GUTTER, _PICTURE_BOTTOM
)
_DATE_DROP = 6.0
"""From the window down to the date, in mm, if a whole page lies under the sheet."""
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
    free: drawing.Span = WHOLE
    """What that page leaves free."""
    following: drawing.SourcePage | None = None
    """The page that lies under the sheets that continue the first."""
    following_free: drawing.Span = WHOLE

    @property
    def free_spaces(self) -> tuple[drawing.Span, ...]:
        """What its pages leave free, in their order; nothing if it has none."""
        pages = ((self.under, self.free), (self.following, self.following_free))
        return tuple(free for page, free in pages if page)

    def draw(
        self, sender: Sender, issued: date, window: drawing.Rectangle, typeface: Typeface
    ) -> drawing.Drawing:
        """Draw the letterhead with the date of issue; a page that lies under shows in no window.

        The window is all of the sheet that can show in it, in mm.
        """
        # a white box hides what the page under the sheet has in the window
        if self.under:
            white = drawing.Box(window.left, window.top, window.width, window.height, grey=1.0)
            y = find_head_bottom(window.bottom, self.free) + _DATE_DROP
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
