"""The first layout: its sheets, which batches of that time have when they are printed again.

It has no sender in the window, and a firm's own wording follows the particulars on the covering
letter. Whole sheets are drawn one by one: few are printed again.
"""

from collections.abc import Iterator
from functools import cached_property

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import (
    BODY,
    MARGIN,
    RIGHT,
    Drawing,
    Sheet,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.first_layout.covering_letter import CoveringLetter
from prisonmail.sheets.first_layout.first_letterhead import draw_letterhead
from prisonmail.sheets.first_layout.first_panels import draw_panel, format_code
from prisonmail.sheets.first_layout.first_wording import FirstWording, draw_signature
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter_sheets import draw_fold_ticks
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.system import clock
from prisonmail.system.record import Record

_BODY_GAP = 14.0
"""From all that the window can show down to the baseline of the heading, in mm."""
_WORDING_GAP = 5.0
"""Between the covering letter and a firm's own wording, in mm, beside the usual leading."""
_FOOTER = 7.5
"""Points."""
_FOOTER_Y = 287.0
"""Baseline of the footer in mm."""


class FirstLayoutSheets(Record, frozen=True, dict=True):
    """Draws the sheets of one batch as they were in the first layout."""

    batch: Batch
    paper: Paper
    typeface: Typeface
    letterhead: Letterhead

    def draw(self, letter: Letter) -> Iterator[Sheet]:
        """Draw the sheets of one letter. Raises ValueError if its address does not fit."""
        panel = draw_panel(letter, self._compositor)
        own = self._covering[letter.draft.marking].draw_own(letter)
        first, *following = self._draw_wording(letter) or [Drawing()]
        count = 1 + len(following)
        yield Sheet(
            self._shared[letter.draft.marking],
            own=(*panel, own, first, self._right_foot(self._place(letter, 1, count))),
            bookmarks=(format_code(letter.code),),
            under=self.letterhead.under,
        )
        for number, text in enumerate(following, start=2):
            place = self._right_foot(self._place(letter, number, count))
            code = f"Batch {self.batch.id}, code {format_code(letter.code)}"
            yield Sheet(own=(text, _left_foot(code), place))

    def _draw_wording(self, letter: Letter) -> tuple[Drawing, ...]:
        """Draw a firm's own wording, a page after another, the first below the particulars."""
        text, covering = self.paper.wording, self._covering[letter.draft.marking]
        if text is None:
            return ()
        top = covering.bottom + measure_leading(BODY) + _WORDING_GAP
        return FirstWording(self.batch, text, self.typeface, top).draw(letter)

    def _place(self, letter: Letter, number: int, count: int) -> str:
        place = f"sheet {letter.sheet} of {self.batch.size}"
        return f"{place}, page {number} of {count}" if count > 1 else place

    def _right_foot(self, text: str) -> Drawing:
        x = RIGHT - self.typeface.regular.measure_width(text, _FOOTER)
        return Drawing((TextRun(x, _FOOTER_Y, text, _FOOTER),))

    @cached_property
    def _compositor(self) -> Compositor:
        return Compositor(self.paper.envelope.panel, self.typeface)

    @cached_property
    def _covering(self) -> dict[Marking, CoveringLetter]:
        top = self.paper.envelope.ever_visible.bottom + _BODY_GAP
        return {
            marking: CoveringLetter(self.batch, marking, self.typeface, top) for marking in Marking
        }

    @cached_property
    def _shared(self) -> dict[Marking, Drawing]:
        issued, envelope = clock.uk_date(self.batch.issued_at), self.paper.envelope
        head = draw_letterhead(
            self.letterhead, self.batch.sender, issued, envelope.ever_visible, self.typeface
        )
        ends = head + draw_fold_ticks(envelope) + _left_foot(f"Batch {self.batch.id}")
        return {marking: ends + self._letter(each) for marking, each in self._covering.items()}

    def _letter(self, covering: CoveringLetter) -> Drawing:
        if self.paper.wording is not None:
            return covering.draw_shared()
        return covering.draw_shared() + draw_signature(self.batch.sender, covering.bottom)


def _left_foot(text: str) -> Drawing:
    return Drawing((TextRun(MARGIN, _FOOTER_Y, text, _FOOTER),))
