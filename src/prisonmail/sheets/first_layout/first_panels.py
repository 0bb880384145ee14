"""Panels of the first layout: no sender, and the printed code in groups of four."""

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters.letter import Letter
from prisonmail.sheets.drawing import Drawing
from prisonmail.sheets.labels import LabelSheets
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window import panel
from prisonmail.sheets.window.fitting import Compositor


def format_code(code: Code) -> str:
    """Write a code in the groups of the first layout.

    >>> format_code(Code("12345678901244"))
    '1234-5678-9012-44'
    """
    return f"{code[:4]}-{code[4:8]}-{code[8:12]}-{code[12:]}"


def draw_panel(letter: Letter, compositor: Compositor) -> tuple[Drawing, ...]:
    """Draw the panel of a letter. Raises ValueError if its address does not fit."""
    layout = compositor.fit(letter.draft)
    if layout is None:
        raise ValueError("the address does not fit")
    *drawings, barcode = panel.draw_panel(layout, letter.code)
    return (*drawings, _regroup(barcode, letter.code, compositor.typeface))


def _regroup(barcode: Drawing, code: Code, typeface: Typeface) -> Drawing:
    """Print a code in the groups of the first layout, in the middle of where it is printed now."""
    (run,) = barcode.texts
    new, old = codes.format_code(code), format_code(code)
    wider = typeface.regular.measure_width(old, run.size) - typeface.regular.measure_width(
        new, run.size
    )
    regrouped = run._replace(x=run.x - wider / 2, text=old, slot=None)
    return Drawing((regrouped,), symbols=barcode.symbols)


class FirstLayoutLabels(LabelSheets, frozen=True, dict=True):
    """Draws labels as they were in the first layout."""

    def _draw_label(self, letter: Letter, compositor: Compositor) -> tuple[Drawing, ...]:
        return draw_panel(letter, compositor)
