"""Test sheets: hold one against an envelope, or a sheet of labels, before a print run."""

from collections.abc import Iterator

from prisonmail.sheets.drawing import (
    BODY,
    MARGIN,
    SMALL,
    Box,
    Drawing,
    Rectangle,
    Sheet,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.labels import Grid
from prisonmail.sheets.letter_sheets import draw_fold_ticks
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import wrap

_LINE = 0.25
"""Thickness of frames in mm: fine enough to measure against, thick enough for any printer."""
_RULER_Y = 284.0
"""The ruler's line, in mm from the top: 13 mm above the lower edge, as step 2 says."""
_RULER_LENGTH = 150
"""Millimetres, as step 1 says: long enough that scaling by 1 % shows."""
_TEXT_WIDTH = 170.0
"""Millimetres: the whole width between the margins."""
_BELOW_WINDOW = 20.0
"""From all that the window can show down to the steps, in mm."""
_HIGHEST_STEPS = 120.0
"""The steps begin no higher, in mm from the top, so that they never reach up beside a window."""
_STEP_GAP = 2.5
"""More between steps than between the lines of one, in mm."""
_STEPS = (
    "1. Print this page at 100 % (“actual size”), on one side. The ruler below must measure "
    "150 mm; if it does not, the printer is still scaling.",
    "2. The ruler’s 0 must stand 20 mm from the left edge of the paper and its line 13 mm from the "
    "lower edge. Where the printer is off, tell the profile by how much it is off to the right and "
    "downwards, for example: printer_offset = [1.5, -0.5]",
)
_ENVELOPE_STEP = (
    "3. Fold at the ticks and put the sheet into the envelope. Tap it into each corner in turn: "
    "the black frame must stay wholly in the window, and no side of the grey frame may come well "
    "inside it. If that does not hold, measure your envelope and describe it in the profile as "
    "[envelopes.name]."
)
_LABEL_STEPS = (
    "1. Print this page at 100 % (“actual size”) on plain paper.",
    "2. Hold it and a sheet of labels against the light: each frame must lie on the edge of its "
    "label. Where all are off alike, set printer_offset in the profile.",
)


def draw_envelope_sheet(envelope: Envelope, typeface: Typeface) -> Sheet:
    """Draw the panel's place, all that the window can show, and what to do with the sheet."""
    panel, seen = envelope.panel, envelope.ever_visible
    inside = (
        TextRun(panel.left + 6.0, panel.top + 8.5, "The panel: always in the window", BODY),
        TextRun(panel.left + 6.0, panel.top + 13.0, _figures(panel), SMALL),
        TextRun(seen.left + 1.5, seen.bottom - 1.8, "All that the window can show", SMALL),
    )
    frames = Drawing(inside, (*_frame(seen, 0.6), *_frame(panel, 0.0), *_edge_ticks(panel)))
    title = _title(f"Test sheet for {envelope.name.upper()} envelopes")
    steps = _steps(
        (*_STEPS, _ENVELOPE_STEP), max(seen.bottom + _BELOW_WINDOW, _HIGHEST_STEPS), typeface
    )
    return Sheet(own=(title, frames, steps, draw_fold_ticks(envelope), _ruler()))


def draw_label_sheet(grid: Grid, typeface: Typeface) -> Sheet:
    """Draw the frames of all labels, and what to do with the sheet."""
    frames = Drawing(
        boxes=tuple(box for n in range(grid.count) for box in _frame(grid.locate_label(n), 0.0))
    )
    first = grid.locate_label(0)
    lines = [
        line
        for step in (f"Test sheet for {grid.name} labels.", *_LABEL_STEPS)
        for line in wrap(step, typeface.regular, SMALL, first.width - 10.0)
    ]
    texts = tuple(
        TextRun(first.left + 5.0, first.top + 6.0 + measure_leading(SMALL) * n, line, SMALL)
        for n, line in enumerate(lines)
    )
    return Sheet(own=(frames, Drawing(texts)))


def _title(text: str) -> Drawing:
    return Drawing((TextRun(MARGIN, 20.0, text, 13.0, bold=True),))


def _figures(area: Rectangle) -> str:
    return f"{area.left:g} to {area.right:g} mm across, {area.top:g} to {area.bottom:g} mm down"


def _steps(steps: tuple[str, ...], top: float, typeface: Typeface) -> Drawing:
    texts: list[TextRun] = []
    y = top
    for step in steps:
        for line in wrap(step, typeface.regular, BODY, _TEXT_WIDTH):
            texts.append(TextRun(MARGIN, y, line, BODY))
            y += measure_leading(BODY)
        y += _STEP_GAP
    return Drawing(tuple(texts))


def _frame(area: Rectangle, grey: float) -> Iterator[Box]:
    yield Box(area.left, area.top, area.width, _LINE, grey)
    yield Box(area.left, area.bottom - _LINE, area.width, _LINE, grey)
    yield Box(area.left, area.top, _LINE, area.height, grey)
    yield Box(area.right - _LINE, area.top, _LINE, area.height, grey)


def _edge_ticks(area: Rectangle) -> Iterator[Box]:
    for millimetre in range(1, int(area.width)):
        yield Box(area.left + millimetre, area.top, 0.1, _tick(millimetre))
    for millimetre in range(1, int(area.height)):
        yield Box(area.left, area.top + millimetre, _tick(millimetre), 0.1)


def _ruler() -> Drawing:
    line = Box(MARGIN, _RULER_Y, _RULER_LENGTH, 0.2)
    ticks = tuple(
        Box(MARGIN + mm, _RULER_Y - _tick(mm), 0.15, _tick(mm)) for mm in range(_RULER_LENGTH + 1)
    )
    labels = tuple(
        TextRun(MARGIN + mm + 0.4, _RULER_Y - 3.4, str(mm), 6.0)
        for mm in range(0, _RULER_LENGTH + 1, 10)
    )
    return Drawing(labels, (line, *ticks))


def _tick(millimetre: int) -> float:
    """Return how long a tick is in mm: longest at whole centimetres, longer at each half."""
    return 3.0 if millimetre % 10 == 0 else 2.0 if millimetre % 5 == 0 else 1.2
