"""A firm's own wording: it follows the particulars and runs on to further pages."""

from collections.abc import Mapping
from functools import cached_property

from prisonmail import codes
from prisonmail.letters.letter import Batch, Letter
from prisonmail.sheets import merge_fields
from prisonmail.sheets.drawing import (
    BODY,
    EMPTY,
    MARGIN,
    RIGHT,
    Drawing,
    Span,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.letter.signature import HEIGHT, draw_signature
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import FOLLOWING, LAST_BASELINE, flow, wrap
from prisonmail.system import clock
from prisonmail.system.record import Record

_PARAGRAPH_GAP = 2.4
"""More between paragraphs than between lines, in mm: about half a line."""


class OwnWording(Record, frozen=True, dict=True):
    """The wording of one batch, from a baseline on the first sheet downwards."""

    batch: Batch
    wording: str
    typeface: Typeface
    top: float
    last: float = LAST_BASELINE
    """The lowest baseline of the first sheet."""
    following: Span = FOLLOWING
    """The first and the lowest baseline of the sheets that follow."""

    def draw(self, letter: Letter) -> tuple[Drawing, ...]:
        """Draw it for one letter, the first sheet's part first, the signature at its end."""
        text = merge_fields.fill_in(self.wording, self._values(letter))
        face = self.typeface.regular
        lines = [
            wrap(paragraph, face, BODY, RIGHT - MARGIN)
            for paragraph in merge_fields.split_paragraphs(text)
        ]
        leading = measure_leading(BODY)
        flowed = flow(lines, self.top, leading, _PARAGRAPH_GAP, HEIGHT, self.last, self.following)
        pages = [EMPTY] * (flowed.page + 1)
        for line in flowed.lines:
            pages[line.page] += Drawing((TextRun(MARGIN, line.y, line.text, BODY),))
        pages[-1] += draw_signature(self.batch.sender, flowed.y - leading)
        return tuple(pages)

    def _values(self, letter: Letter) -> Mapping[str, str]:
        draft = letter.draft
        return {
            **draft.columns,
            "name": draft.name,
            "prison_number": draft.prison_number or "",
            "prison": draft.prison_name,
            "reference": draft.reference,
            "date": self._date,
            "code": codes.format_code(letter.code),
        }

    @cached_property
    def _date(self) -> str:
        return clock.long_date(clock.uk_date(self.batch.issued_at))
