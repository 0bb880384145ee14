"""The covering sheet: what the marking means, who sent the letter to whom, and how to check that.

It is for the mailroom alone. It carries the particulars that mailrooms ask for if a barcode cannot
be checked, so that the letter stands on its own. Beside what the window shows, each is said once.

Sources: PSI 49/2011, section 14 (re-issued 5 January 2024), for what the markings protect and when
mail may be opened; for the particulars the guidance of HM Prison and Probation Service for mail
without its own barcode, and for maintenance of its own service, and the Law Society Q&A on Rule 39.
Of the two grounds for opening mail, the second (what its contents endanger) is confirmed in the
Secure Training Centre Rules 1998, rule 14(3); that Prison Rule 39 and YOI Rule 17 have it too is
not, so the sheet says it of them with a reserve. England and Wales only.
"""

from functools import cached_property
from typing import NamedTuple

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import (
    BODY,
    HAIRLINE,
    HEADING,
    RIGHT,
    RULE_GREY,
    SMALL,
    Box,
    Drawing,
    Tag,
    TagKind,
    TextRun,
)
from prisonmail.sheets.letter import mailroom_words
from prisonmail.sheets.letter.particulars import (
    BELOW,
    Particulars,
    set_letter,
    set_sender,
)
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap
from prisonmail.system.record import Record

_LEADING = 5.0
"""Between the baselines of running text, in mm."""
_MEASURE = 160.0
"""How wide running text is, in mm: longer lines are hard to read."""
_TEXT_DROP = 7.0
"""From the heading down to the text, in mm."""
_BLOCK_GAP = 7.0
"""From the text down to the first rule of the particulars, in mm."""
_BLOCK_TOP = 6.0
"""From the first rule down to the first label, in mm."""
_BLOCK_EDGE = 5.0
"""From the last value down to the last rule, in mm."""
_CHECKING_GAP = 11.0
"""From the last rule down to the heading below it, in mm."""
_STEP_DROP = 6.0
"""From that heading down to the first step, in mm."""
_STEP_GAP = 0.8
"""More between steps than between lines, in mm."""
_NOTE_GAP = 2.0
"""More before the note below the steps, in mm."""
_HANG = 5.0
"""From the number of a step to its text, in mm."""
_LAST = BELOW + 1
"""When it is read how to check: after the particulars, which differ from letter to letter."""
_HEADED = Tag(TagKind.HEADING, turn=BELOW)
_CHECKING = Tag(TagKind.SUBHEADING, turn=_LAST)


class Place(NamedTuple):
    """Where a covering sheet begins, in mm from the sheet's corner."""

    left: float
    top: float
    """The baseline of its heading."""


class CoveringSheet(Record, frozen=True, dict=True):
    """The covering sheet of one batch and marking, from a place on the sheet downwards."""

    batch: Batch
    marking: Marking
    has_barcode: bool
    """Whether the window shows a barcode of HMPPS and not the code."""
    typeface: Typeface
    place: Place
    with_address: bool = False
    """Whether it says the return address, which the letterhead does otherwise."""

    def draw_shared(self, pushed: float = 0.0) -> Drawing:
        """Draw what all letters have, what is below the particulars pushed down by so many mm."""
        left, top, bottom = *self.place, self._bottom + pushed
        rules = tuple(
            Box(left, y, RIGHT - left, HAIRLINE, RULE_GREY) for y in (self._block_y, bottom)
        )
        heading = TextRun(left, top, mailroom_words.HEADING, HEADING, bold=True, tag=_HEADED)
        return (
            Drawing((heading,))
            + self._set_text(self._protection, left, top + _TEXT_DROP).tag_as(Tag(turn=BELOW))
            + Drawing(boxes=rules)
            + self._sender.drawing
            + self._draw_steps(bottom + _CHECKING_GAP)
        )

    def draw_own(self, letter: Letter) -> tuple[Drawing, float]:
        """Draw a letter's particulars; if long they push down what follows, by so many mm."""
        found = set_letter(letter, self.batch.expires_at, self.typeface, self._first_y)
        return found.drawing, max(0.0, found.bottom + _BLOCK_EDGE - self._bottom)

    @cached_property
    def bottom(self) -> float:
        """The baseline of its last line."""
        return self._draw_steps(self._bottom + _CHECKING_GAP).texts[-1].y

    @cached_property
    def _sender(self) -> Particulars:
        at = (self.place.left, self._first_y)
        return set_sender(self.batch.sender, self.typeface, at, with_address=self.with_address)

    @cached_property
    def _protection(self) -> tuple[str, ...]:
        said = mailroom_words.describe_protection(self.marking, self.batch.sender)
        return wrap(said, self.typeface.regular, BODY, _MEASURE)

    @cached_property
    def _block_y(self) -> float:
        """The first rule of the particulars."""
        lines = len(self._protection)
        return self.place.top + _TEXT_DROP + _LEADING * (lines - 1) + _BLOCK_GAP

    @cached_property
    def _first_y(self) -> float:
        return self._block_y + _BLOCK_TOP

    @cached_property
    def _bottom(self) -> float:
        """The last rule of the particulars, if those of the letter are not long."""
        return self._sender.bottom + _BLOCK_EDGE

    def _draw_steps(self, y: float) -> Drawing:
        left, tag = self.place.left, Tag(turn=_LAST)
        drawing = Drawing((TextRun(left, y, "How to check", BODY, bold=True, tag=_CHECKING),))
        y += _STEP_DROP
        words = mailroom_words
        steps = words.CHECKING_BARCODE if self.has_barcode else words.CHECKING
        for number, step in enumerate(steps, start=1):
            lines = wrap(step, self.typeface.regular, BODY, _MEASURE - _HANG)
            run = Drawing((TextRun(left, y, str(number), BODY),))
            drawing += (run + self._set_text(lines, left + _HANG, y)).tag_as(tag)
            y += _LEADING * len(lines) + _STEP_GAP
        if self.has_barcode:
            return drawing
        y += _NOTE_GAP
        note = TextRun(left, y, words.WHERE_UNKNOWN, SMALL, tag=tag)
        return drawing + Drawing((note,))

    def _set_text(self, lines: tuple[str, ...], x: float, y: float) -> Drawing:
        placed = enumerate(lines)
        return Drawing(tuple(TextRun(x, y + _LEADING * n, line, BODY) for n, line in placed))
