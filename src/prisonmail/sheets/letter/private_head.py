"""The head and foot of a private letter: who writes, to whom, when, and under which references.

The firm's name stands in type, or its picture in that place; a page of the firm's own lies under
the letter and has all of that, so that only what differs from letter to letter is set beside it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from prisonmail.letters.letter import Batch, Draft
from prisonmail.sheets.drawing import (
    ARTEFACT,
    ASIDE,
    BODY,
    EMPTY,
    MARGIN,
    RIGHT,
    SMALL,
    Drawing,
    Span,
    Tag,
    TextRun,
)
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.letterhead_room import frame_text, lift_foot
from prisonmail.sheets.letter.set_lines import break_lines
from prisonmail.sheets.letter.wording_blocks import Phrase
from prisonmail.sheets.typeface import Typeface
from prisonmail.system import clock
from prisonmail.system.record import Record, replace

QUIET = 0.35
"""The grey of what stands beside the letter: from 0, black, to 1, white."""
_FIRM = 13.0
"""Points."""
_FIRM_LEADING = 5.4
_SMALL_LEADING = 4.2
"""Between baselines of the firm's name and of small type, in mm."""
_TOP = 20.0
_UNDER_PICTURE = 35.0
_RECIPIENT = 60.0
_FOOT = 286.0
"""The first baseline of the head, of what stands under a picture, and of the recipient, and the
last of a page, in mm."""
_DROP = 5.0
"""From the name and the date down to the small type below them, and between the recipient's lines,
in mm."""
_GUTTER = 6.0
"""Between what stands at the left and at the right, in mm."""
_WIDTH = ASIDE - _GUTTER - MARGIN
_LABEL_GAP = 1.5
"""Between a label and its reference, in mm."""
_AFTER_HEAD = 12.0
_AFTER_RECIPIENT = 13.0
_AFTER_REFERENCES = 8.0
_AFTER_MARK = 14.0
"""From each part of the head down to the next at least, in mm; the last ends at the text."""
_FOOT_WIDTH = 110.0
_ABOVE_FOOT = 8.0
"""From the text down to the foot, in mm."""
_NEXT = Span(_TOP, 276.0)
"""Of following pages, from the baseline of their head to the last of their text."""
_NEXT_DROP = 13.0
"""From that head down to the text, in mm."""
_AT_END = 1
"""When the regulator's line is read, which stands at the foot of the first page."""
_OURS, _YOURS = "Our reference", "Your reference"


class PrivateHead(Record, frozen=True, dict=True):
    """What stands around the text of the letters of one batch."""

    batch: Batch
    typeface: Typeface
    letterhead: Letterhead

    @cached_property
    def shared(self) -> Drawing:
        """What all letters have on their first page."""
        if self.letterhead.under:
            return EMPTY
        picture = self.letterhead.picture
        said = f"Letterhead of {self.batch.sender.organisation}"
        pictures = (replace(picture, says=said),) if picture else ()
        regulator = Drawing(self._regulator).tag_as(Tag(turn=_AT_END))
        return Drawing(self._sender, pictures=pictures).tag_as(Tag()) + regulator

    @cached_property
    def bottom(self) -> float:
        """The last baseline that the text of the first page may have."""
        if self.letterhead.under:
            return self._own_frame.bottom
        marked = [_FOOT - _SMALL_LEADING] if self.batch.sender.handling else []
        return min([_FOOT, *marked, *[text.y for text in self._regulator]]) - _ABOVE_FOOT

    @cached_property
    def following(self) -> Span:
        """The first and the last baseline of the text of following pages."""
        return Span(self._next_frame.top + _NEXT_DROP, self._next_frame.bottom)

    @cached_property
    def date(self) -> str:
        """The date of the letters, in words."""
        return clock.long_date(clock.uk_date(self.batch.issued_at))

    def draw(self, draft: Draft, your_reference: str) -> tuple[Drawing, float]:
        """Draw what one letter has, and return the baseline on which its text begins."""
        aside = list(self._draw_aside(draft, your_reference))
        recipient = list(self._draw_recipient(draft))
        y = max(recipient[-1].y + _AFTER_RECIPIENT, aside[-1].y + _AFTER_REFERENCES)
        mark = TextRun(MARGIN, y, "Private and confidential", SMALL, tag=Tag())
        return Drawing((*aside, *recipient, mark)), y + _AFTER_MARK

    def draw_place(self, place: str, top: float) -> Drawing:
        """Draw which page it is of how many: at the foot, unless the firm's own page has one."""
        if self.letterhead.under:
            beside = self._align_right(self._mark(place), top - _AFTER_MARK)
            return Drawing((beside,)).tag_as(ARTEFACT)
        marked = self.batch.sender.handling  # above it, for the regulator's line needs the room
        above = (self._align_right(marked, _FOOT - _SMALL_LEADING),) if marked else ()
        return Drawing((*above, self._align_right(place, _FOOT))).tag_as(ARTEFACT)

    def draw_next(self, draft: Draft, place: str) -> Drawing:
        """Draw the head and foot of a following page."""
        top, foot = self._next_frame.top, lift_foot(_FOOT, self.letterhead.following_free)
        name = self._stack(self._wrap(draft.name, SMALL, _FOOT_WIDTH), top)
        aside = self._align_right(self.date, top), self._align_right(self._mark(place), foot)
        return Drawing((*name, *aside)).tag_as(ARTEFACT)

    def _mark(self, place: str) -> str:
        """Say before a page's place how the letter is to be handled, if that is said."""
        marked = self.batch.sender.handling
        return f"{marked}  ·  {place}" if marked else place

    @cached_property
    def _own_frame(self) -> Span:
        """From the recipient to the last baseline, if the firm's own page lies under the first."""
        return frame_text(Span(_RECIPIENT, _FOOT - _ABOVE_FOOT), _FOOT, self.letterhead.free)

    @cached_property
    def _next_frame(self) -> Span:
        return frame_text(_NEXT, _FOOT, self.letterhead.following_free)

    @cached_property
    def _sender(self) -> tuple[TextRun, ...]:
        """Set who writes, from the top left downwards."""
        sender, firm = self.batch.sender, []
        if not self.letterhead.picture:
            firm = self._wrap(sender.organisation, _FIRM, _WIDTH, bold=True)
        names = [
            TextRun(MARGIN, _TOP + _FIRM_LEADING * row, line, _FIRM, bold=True)
            for row, line in enumerate(firm)
        ]
        entries = (", ".join(sender.address), sender.telephone, sender.cjsm_address)
        lines = [line for entry in entries for line in self._wrap(entry, SMALL, _WIDTH)]
        first = names[-1].y + _DROP if names else _UNDER_PICTURE
        return (*names, *self._stack(lines, first))

    @cached_property
    def _regulator(self) -> tuple[TextRun, ...]:
        """Set the regulator's line at the foot; its last line stands on the last baseline."""
        line = self.batch.sender.regulator_line
        lines = self._wrap(line, SMALL, _FOOT_WIDTH) if line else []
        return self._stack(lines, _FOOT - _SMALL_LEADING * (len(lines) - 1))

    @cached_property
    def _recipient_y(self) -> float:
        if self.letterhead.under:
            return self._own_frame.top
        return max(_RECIPIENT, self._sender[-1].y + _AFTER_HEAD)

    def _draw_recipient(self, draft: Draft) -> Iterator[TextRun]:
        who = f"{draft.name}, {draft.prison_number}" if draft.prison_number else draft.name
        lines = [line for text in (who, draft.prison_name) for line in self._wrap(text, BODY)]
        tag = Tag()
        for row, line in enumerate(lines):
            yield TextRun(MARGIN, self._recipient_y + _DROP * row, line, BODY, tag=tag)

    def _draw_aside(self, draft: Draft, your_reference: str) -> Iterator[TextRun]:
        """Set date and references, beside the firm's name or else beside the recipient."""
        y = self._recipient_y if self.letterhead.under else _TOP
        yield TextRun(ASIDE, y, self.date, BODY, tag=Tag())
        y += _DROP
        left = ASIDE + self._measure(_YOURS if your_reference else _OURS) + _LABEL_GAP
        for label, reference in ((_OURS, draft.reference), (_YOURS, your_reference)):
            tag = Tag()
            for row, line in enumerate(self._wrap(reference, SMALL, RIGHT - left)):
                if not row:
                    yield TextRun(ASIDE, y, label, SMALL, grey=QUIET, tag=tag)
                yield TextRun(left, y, line, SMALL, tag=tag)
                y += _SMALL_LEADING

    def _wrap(
        self, text: str, size: float, width: float = _WIDTH, *, bold: bool = False
    ) -> list[str]:
        lines = break_lines((Phrase(text, bold),), self.typeface, width, size)
        return [phrase.text for line in lines for _, phrase, *_ in line]

    def _stack(self, lines: Iterable[str], y: float) -> tuple[TextRun, ...]:
        return tuple(
            TextRun(MARGIN, y + _SMALL_LEADING * row, line, SMALL, grey=QUIET)
            for row, line in enumerate(lines)
        )

    def _align_right(self, text: str, y: float) -> TextRun:
        return TextRun(RIGHT - self._measure(text), y, text, SMALL, grey=QUIET)

    def _measure(self, text: str) -> float:
        return self.typeface.regular.measure_width(text, SMALL)
