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
_NAME_DROP = 5.0
_WIDTH = 80.0


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
