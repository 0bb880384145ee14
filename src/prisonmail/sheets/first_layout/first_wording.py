"""A firm's own wording of the first layout, which follows the particulars, and the signature."""

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sender.sender import Sender
from prisonmail.sheets import merge_fields
from prisonmail.sheets.drawing import (
    BODY,
    EMPTY,
    HAIRLINE,
    MARGIN,
    RIGHT,
    SMALL,
    Box,
    Drawing,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.first_layout.first_panels import format_code
from prisonmail.sheets.letter.field_values import read_values
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import flow, wrap
from prisonmail.system.record import Record

_PARAGRAPH_GAP = 2.4
"""More between paragraphs than between lines, in mm: about half a line."""
_HEIGHT = 29.0
"""Millimetres from the last line above it down to its own last baseline."""
_LABEL_DROP = 10.0
_LINE_DROP = 24.0
"""From the last line above down to the word "Signed" and to the line to sign on, in mm: a
signature has 14 mm of height between them."""
_NAME_DROP = 5.0
"""From the line down to the name's baseline, in mm; the standing follows at the usual leading,
which makes _HEIGHT together with the drop of the line."""
_LINE_WIDTH = 80.0
"""Of the line, in mm."""


class FirstWording(Record, frozen=True):
    """The wording of one batch, from a baseline on the first sheet downwards."""

    batch: Batch
    wording: str
    typeface: Typeface
    top: float

    def draw(self, letter: Letter) -> tuple[Drawing, ...]:
        """Draw it for one letter, the first sheet's part first, the signature at its end."""
        values = {**read_values(self.batch, letter), "code": format_code(letter.code)}
        text = merge_fields.fill_in(self.wording, values)
        face = self.typeface.regular
        lines = [
            wrap(paragraph, face, BODY, RIGHT - MARGIN)
            for paragraph in merge_fields.split_paragraphs(text)
        ]
        leading = measure_leading(BODY)
        flowed = flow(lines, self.top, leading, _PARAGRAPH_GAP, _HEIGHT)
        pages = [EMPTY] * (flowed.page + 1)
        for line in flowed.lines:
            pages[line.page] += Drawing((TextRun(MARGIN, line.y, line.text, BODY),))
        pages[-1] += draw_signature(self.batch.sender, flowed.y - leading)
        return tuple(pages)


def draw_signature(sender: Sender, above: float) -> Drawing:
    """Draw it below a baseline in mm."""
    y = above + _LINE_DROP
    standing = f"{sender.role_in_full.title}, {sender.organisation}"
    return Drawing(
        (
            TextRun(MARGIN, above + _LABEL_DROP, "Signed", SMALL),
            TextRun(MARGIN, y + _NAME_DROP, sender.name, BODY, bold=True),
            TextRun(MARGIN, y + _NAME_DROP + measure_leading(BODY), standing, BODY),
        ),
        (Box(MARGIN, y, _LINE_WIDTH, HAIRLINE),),
    )
