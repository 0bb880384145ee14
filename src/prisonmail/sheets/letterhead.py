"""The letterhead: the organisation at the top left, how to reach it at the top right.

The block at the right stands beside the window of every envelope, never in it.
"""

from datetime import date

from prisonmail import clock
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import Box, Drawing, TextRun
from prisonmail.sheets.measures import (
    ASIDE,
    HAIRLINE,
    MARGIN,
    RIGHT,
    RULE_GREY,
    SMALL,
    line_height,
)
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.wrapping import wrap, wrap_anywhere

_TOP = 20.0
_RULE_Y = 29.0
_NAME_SIZES = (15.0, 13.0, 11.0)
_GUTTER = 6.0
_GROUP_GAP = 2.0


def letterhead(sender: Sender, issued: date, typeface: Typeface) -> Drawing:
    """Draw the letterhead with the date of issue."""
    name = _organisation(sender.organisation, typeface)
    rule = Box(MARGIN, _RULE_Y, ASIDE - _GUTTER - MARGIN, HAIRLINE, RULE_GREY)
    return Drawing(name, (rule,)) + Drawing(_aside(sender, issued, typeface))


def _organisation(name: str, typeface: Typeface) -> tuple[TextRun, ...]:
    room = ASIDE - _GUTTER - MARGIN
    for size in _NAME_SIZES:
        lines = wrap(name, typeface.bold, size, room)
        if len(lines) == 1:
            break
    spacing = line_height(size) * 0.9
    first = _RULE_Y - 3.5 - spacing * (len(lines) - 1)
    return tuple(
        TextRun(MARGIN, first + spacing * number, line, size, bold=True)
        for number, line in enumerate(lines)
    )


def _aside(sender: Sender, issued: date, typeface: Typeface) -> tuple[TextRun, ...]:
    width = RIGHT - ASIDE
    face = typeface.regular
    groups = (
        [line for entry in sender.address for line in wrap(entry, face, SMALL, width)],
        [
            *wrap(f"Telephone {sender.telephone}", face, SMALL, width),
            *wrap_anywhere(sender.cjsm_address, face, SMALL, width),
        ],
        [clock.long_date(issued)],
    )
    texts: list[TextRun] = []
    y = _TOP
    for group in groups:
        for line in group:
            texts.append(TextRun(ASIDE, y, line, SMALL))
            y += line_height(SMALL)
        y += _GROUP_GAP
    return tuple(texts)
