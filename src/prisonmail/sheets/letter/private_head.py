"""The head and foot of a private letter: who writes, to whom, when, and under which references.

The firm's name stands in type, or its picture in that place; a page of the firm's own lies under
the letter and has all of that, so that only what differs from letter to letter is set beside it.
"""

from collections.abc import Iterator
from functools import cached_property

from prisonmail.letters.letter import Batch, Draft
from prisonmail.sheets.drawing import BODY, EMPTY, MARGIN, RIGHT, SMALL, Drawing, TextRun
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.set_blocks import LEADING
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap, wrap_anywhere
from prisonmail.system import clock
from prisonmail.system.record import Record

QUIET = 0.35
"""The grey of what stands beside the letter: from 0, black, to 1, white."""
_FIRM = 13.0
"""Points."""
_TOP = 20.0
"""The first baseline, in mm; likewise those that follow."""
_UNDER_PICTURE = 35.0
_RECIPIENT = 60.0
_SMALL_LEADING = 4.2
_FIRM_LEADING = 5.6
_WIDTH = 105.0
"""Of the block at the left, in mm: what stands at the right has the rest."""
_AFTER_HEAD = 12.0
"""From the last line of the head down to the recipient, in mm, if the head is that long."""
_GUTTER = 6.0
_AFTER_RECIPIENT = 13.0
_AFTER_REFERENCES = 8.0
_AFTER_MARK = 14.0
FOOT = 286.0
"""The last baseline of a page, in mm."""
_FOOT_WIDTH = 110.0
_ABOVE_FOOT = 8.0
_ABOVE_OWN_FOOT = 24.0
"""From the text down to the foot, in mm; and to that line, if the firm's own page has a foot."""


class PrivateHead(Record, frozen=True, dict=True):
    """What stands around the text of the letters of one batch, on their first page."""

    batch: Batch
    typeface: Typeface
    letterhead: Letterhead

    @cached_property
    def shared(self) -> Drawing:
        """What all letters have."""
        if self.letterhead.under:
            return EMPTY
        picture = self.letterhead.picture
        return Drawing(self._sender, pictures=(picture,) if picture else ()) + self._regulator

    @cached_property
    def bottom(self) -> float:
        """The last baseline that the text of the first page may have."""
        if self.letterhead.under:
            return FOOT - _ABOVE_OWN_FOOT
        return min([FOOT, *[text.y for text in self._regulator.texts]]) - _ABOVE_FOOT

    def draw(self, draft: Draft, your_reference: str) -> tuple[Drawing, float]:
        """Draw what one letter has, and return the baseline on which its text begins."""
        right = list(self._draw_right(draft, your_reference))
        left = list(self._draw_recipient(draft))
        y = max(left[-1].y + _AFTER_RECIPIENT, right[-1].y + _AFTER_REFERENCES)
        mark = TextRun(MARGIN, y, "Private and confidential", SMALL)
        return Drawing((*right, *left, mark)), y + _AFTER_MARK

    def draw_place(self, place: str, top: float) -> Drawing:
        """Draw which page it is of how many: at the foot, unless the firm's own page has one."""
        y = top - _AFTER_MARK if self.letterhead.under else FOOT
        return Drawing((self._align_right(place, y, SMALL, QUIET),))

    def draw_next(self, draft: Draft, place: str) -> Drawing:
        """Draw the head and foot of a following page."""
        name = TextRun(MARGIN, _TOP, draft.name, SMALL, grey=QUIET)
        return Drawing(
            (
                name,
                self._align_right(self.date, _TOP, SMALL, QUIET),
                self._align_right(place, FOOT, SMALL, QUIET),
            )
        )

    @cached_property
    def date(self) -> str:
        """The date of the letters, in words."""
        return clock.long_date(clock.uk_date(self.batch.issued_at))

    @cached_property
    def _sender(self) -> tuple[TextRun, ...]:
        """Set who writes, from the top left downwards."""
        sender, texts = self.batch.sender, []
        y = _UNDER_PICTURE
        if not self.letterhead.picture:
            y = _TOP
            for line in wrap(sender.organisation, self.typeface.bold, _FIRM, _WIDTH):
                texts.append(TextRun(MARGIN, y, line, _FIRM, bold=True))
                y += _FIRM_LEADING
            y += _SMALL_LEADING + 0.8 - _FIRM_LEADING
        *streets, postcode = sender.address
        face = self.typeface.regular
        address = f"{', '.join(streets)} {postcode}".strip()
        lines = [
            *wrap(address, face, SMALL, _WIDTH),
            sender.telephone,
            *wrap_anywhere(sender.cjsm_address, face, SMALL, _WIDTH),
        ]
        for number, line in enumerate(lines):
            place = y + _SMALL_LEADING * number
            texts.append(TextRun(MARGIN, place, line, SMALL, grey=QUIET))
        return tuple(texts)

    @cached_property
    def _regulator(self) -> Drawing:
        """Set the regulator's line at the foot; its last line stands on the last baseline."""
        line = self.batch.sender.regulator_line
        lines = wrap(line, self.typeface.regular, SMALL, _FOOT_WIDTH) if line else ()
        first = FOOT - _SMALL_LEADING * (len(lines) - 1)
        return Drawing(
            tuple(
                TextRun(MARGIN, first + _SMALL_LEADING * number, text, SMALL, grey=QUIET)
                for number, text in enumerate(lines)
            )
        )

    @cached_property
    def _recipient_y(self) -> float:
        if self.letterhead.under:
            return _RECIPIENT
        return max(_RECIPIENT, self._sender[-1].y + _AFTER_HEAD)

    def _draw_recipient(self, draft: Draft) -> Iterator[TextRun]:
        number = f", {draft.prison_number}" if draft.prison_number else ""
        lines = (
            *wrap(f"{draft.name}{number}", self.typeface.regular, BODY, _WIDTH),
            *wrap(draft.prison_name, self.typeface.regular, BODY, _WIDTH),
        )
        for row, line in enumerate(lines):
            yield TextRun(MARGIN, self._recipient_y + LEADING * row, line, BODY)

    def _draw_right(self, draft: Draft, your_reference: str) -> Iterator[TextRun]:
        """Set date and references, beside the firm's name or else beside the recipient."""
        y = self._recipient_y if self.letterhead.under else _TOP
        yield self._align_right(self.date, y, BODY)
        room = RIGHT - MARGIN - _WIDTH - _GUTTER
        texts = [
            *([f"Our ref {draft.reference}"] if draft.reference else []),
            *([f"Your ref {your_reference}"] if your_reference else []),
        ]
        lines = [line for text in texts for line in wrap(text, self.typeface.regular, SMALL, room)]
        for number, line in enumerate(lines):
            down = LEADING - 0.2 + _SMALL_LEADING * number
            yield self._align_right(line, y + down, SMALL, QUIET)

    def _align_right(self, text: str, y: float, size: float, grey: float = 0.0) -> TextRun:
        x = RIGHT - self.typeface.regular.measure_width(text, size)
        return TextRun(x, y, text, size, grey=grey)
