"""The signature line, with the name and standing of the person who signs."""

from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import (
    BODY,
    HAIRLINE,
    MARGIN,
    SMALL,
    Box,
    Drawing,
    TextRun,
    measure_leading,
)

HEIGHT = 29.0
"""Millimetres from the last line above it down to its own last baseline."""
_LABEL_DROP = 10.0
_LINE_DROP = 24.0
"""From the last line above down to the word "Signed" and to the line to sign on, in mm: a
signature has 14 mm of height between them."""
_NAME_DROP = 5.0
"""From the line down to the name's baseline, in mm; the standing follows at the usual leading,
which makes HEIGHT together with the drop of the line."""
_WIDTH = 80.0
"""Of the line, in mm."""


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
        (Box(MARGIN, y, _WIDTH, HAIRLINE),),
    )
