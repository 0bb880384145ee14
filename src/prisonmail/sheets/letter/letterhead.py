"""The letterhead: the organisation and its address at the top left, date and reference beside it.

All of it stands above what any window can show, or beside it.
"""

from datetime import date
from functools import lru_cache

from prisonmail.sender.sender import Sender
from prisonmail.sheets import drawing
from prisonmail.sheets.drawing import TextRun
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.letter.letterhead_room import WHOLE, find_head_bottom
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap, wrap_whole
from prisonmail.system import clock
from prisonmail.system.record import Record, replace

_BASELINE = 20.0
"""Of the organisation's name and the date, in mm from the top."""
_NAME_LEADING = 5.4
"""Between lines of the name, in mm."""
_DROP = 5.0
"""From that baseline down to the first line in small type, in mm."""
_LEADING = 4.2
"""Between lines in small type, in mm."""
_ABOVE_WINDOW = 1.0
"""From the address down to what a window can show, in mm."""
_GUTTER = 6.0
"""Between the columns, in mm."""
_WIDTH = drawing.ASIDE - _GUTTER - drawing.MARGIN - 5.0
"""Of the first column, which may begin so much further to the right than usual, in mm."""
_PICTURE_TOP = 10.0
_PICTURE_BOTTOM = 29.0
"""A picture lies between these, in mm: below what printers cannot reach, above every window."""
PICTURE_PLACE = drawing.Rectangle(
    drawing.MARGIN, _PICTURE_TOP, drawing.ASIDE - _GUTTER, _PICTURE_BOTTOM
)
_DATE_DROP = 5.0
"""From the window or the head of a page that lies under the sheet down to the date, in mm."""
_REFERENCE = "Our reference"
_LABEL_GAP = 1.5
"""Between this label and the reference, in mm."""
_MOST_ASIDE = 3
"""Lines of a reference that have room between the date and the text below it."""


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
        self, sender: Sender, issued: date, envelope: Envelope, typeface: Typeface
    ) -> drawing.Drawing:
        """Draw the letterhead with the date of issue; a page that lies under shows in no window."""
        window, left = envelope.ever_visible, envelope.margin
        y, said = self._find_baseline(window), clock.long_date(issued)
        day = TextRun(drawing.ASIDE, y, said, drawing.BODY)
        # a white box hides what the page under the sheet has in the window
        if self.under:
            white = drawing.Box(window.left, window.top, window.width, window.height, grey=1.0)
            return drawing.Drawing((day,), (white,))
        if self.picture:
            picture = replace(self.picture, x=left, says=f"Letterhead of {sender.organisation}")
            return drawing.Drawing((day,), pictures=(picture,))
        name = _organisation(sender.organisation, typeface)
        in_type = self.says_address(sender, envelope, typeface)
        address = _wrap_address(sender, typeface) if in_type else ()
        placed = [run._replace(x=left) for run in (*name, *address)]
        return drawing.Drawing((*placed, day))

    def says_address(self, sender: Sender, envelope: Envelope, typeface: Typeface) -> bool:
        """Whether it has the return address in type, so that this need not stand elsewhere."""
        lowest = envelope.ever_visible.top - _ABOVE_WINDOW
        in_type = not (self.picture or self.under)
        return in_type and _wrap_address(sender, typeface)[-1].y <= lowest

    def draw_reference(
        self, reference: str, envelope: Envelope, typeface: Typeface
    ) -> drawing.Drawing:
        """Draw a letter's reference below the date; nothing if it has none.

        A long one has room beside a window, but not between the date and the text below a page that
        lies under the sheet: there its lines are as wide as the sheet.
        """
        if not reference:
            return drawing.EMPTY
        y, x = self._find_baseline(envelope.ever_visible) + _DROP, drawing.ASIDE
        lines = _wrap_reference(reference, x, typeface)
        if self.under and len(lines) > _MOST_ASIDE:
            x = envelope.margin
            lines = _wrap_reference(reference, x, typeface)
        label = TextRun(x, y, _REFERENCE, drawing.SMALL, grey=drawing.LABEL_GREY)
        left, slot = x + _measure_label(typeface), drawing.Slot.REFERENCE
        return drawing.Drawing((label, *_stack(lines, left, y, slot=slot)))

    def _find_baseline(self, window: drawing.Rectangle) -> float:
        """Find that of the date."""
        below = find_head_bottom(window.bottom, self.free) + _DATE_DROP
        return below if self.under else _BASELINE


def is_usual_reference(reference: str, typeface: Typeface) -> bool:
    """Check whether a reference takes one line, as most do."""
    room = drawing.RIGHT - drawing.ASIDE - _measure_label(typeface)
    return typeface.regular.measure_width(reference, drawing.SMALL) <= room


def _wrap_reference(reference: str, x: float, typeface: Typeface) -> tuple[str, ...]:
    """Break a reference into the lines that it takes behind its label, which begins at x."""
    room = drawing.RIGHT - x - _measure_label(typeface)
    return wrap_whole(reference, typeface.regular, drawing.SMALL, room)


def _organisation(name: str, typeface: Typeface) -> list[TextRun]:
    """Set the name upwards from its baseline, so that what is below it stays where it is."""
    lines = wrap(name, typeface.bold, drawing.HEADING, _WIDTH)
    first = _BASELINE - _NAME_LEADING * (len(lines) - 1)
    return [
        TextRun(drawing.MARGIN, first + _NAME_LEADING * number, line, drawing.HEADING, bold=True)
        for number, line in enumerate(lines)
    ]


def _wrap_address(sender: Sender, typeface: Typeface) -> tuple[TextRun, ...]:
    lines = wrap(", ".join(sender.address), typeface.regular, drawing.SMALL, _WIDTH)
    grey = drawing.LABEL_GREY
    return _stack(lines, drawing.MARGIN, _BASELINE + _DROP, grey=grey)


@lru_cache(1)
def _measure_label(typeface: Typeface) -> float:
    """Measure the label of a reference with the white behind it, in mm."""
    return typeface.regular.measure_width(_REFERENCE, drawing.SMALL) + _LABEL_GAP


def _stack(
    lines: tuple[str, ...],
    x: float,
    y: float,
    *,
    slot: drawing.Slot | None = None,
    grey: float = 0.0,
) -> tuple[TextRun, ...]:
    placed = enumerate(lines)
    return tuple(
        TextRun(x, y + _LEADING * number, line, drawing.SMALL, slot=slot, grey=grey)
        for number, line in placed
    )
