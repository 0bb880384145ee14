"""The measures that all of a sheet keeps to: margins in mm, type sizes in points."""

from prisonmail.sheets.drawing import MM_PER_POINT, SHEET_WIDTH

MARGIN = 20.0
RIGHT = SHEET_WIDTH - MARGIN
ASIDE = 124.0
"""Left edge of the sender's block, to the right of every window."""
BODY = 10.0
SMALL = 8.5
FOOTER = 7.5
HAIRLINE = 0.2
"""Thickness of rules and fold ticks, in mm."""
RULE_GREY = 0.6
"""From 0, black, to 1, white."""
LINE_SPACING = 1.4


def line_height(size: float) -> float:
    """Give the distance between baselines, in mm, for a size in points."""
    return size * LINE_SPACING * MM_PER_POINT
