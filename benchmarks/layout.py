"""Says where things stand on our sheets, so that other libraries draw the very same.

The drawing model of prisonmail lays out one sheet for each prison; what differs from person to
person is a slot.
"""

import json
from pathlib import Path

from benchmarks.pages import Barcode, Ink, Page, Rule, Text
from benchmarks.sample import draw_sheets, make_letters

from prisonmail.prisons.packaged import read_packaged_directory
from prisonmail.sheets.drawing import RIGHT, SMALL, Drawing, Sheet, Symbol, combine
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.code128 import find_bars

_PATTERNS = 107
"""Characters of Code 128, start and stop included."""


def write_layout(path: Path, rows: int) -> None:
    """Write what `benchmarks.pages` reads, for a list of so many rows."""
    letters = list(make_letters(len(tuple(read_packaged_directory()))))
    sheets = list(draw_sheets(letters, rows))
    own = [_combine_own(sheet) for sheet in sheets]
    shared = _plain_ink(sheets[0].shared)
    told = {
        "texts": shared.texts,
        "rules": shared.rules,
        "prisons": {
            letter.draft.prison_name: [
                (*text, run.slot)
                for text, run in zip(_plain_ink(drawing).texts, drawing.texts, strict=True)
            ]
            for letter, drawing in zip(letters, own, strict=True)
        },
        "footers": _place_footers(rows),
        "barcode": _plain_barcode(own[0].symbols[0])[:-1],
        "patterns": [find_bars(value) for value in range(_PATTERNS)],
    }
    path.write_text(json.dumps(told), encoding="utf-8")


def draw_plainly(sheet: Sheet) -> Page:
    """Return a sheet as texts, rules and barcodes, with what its letter has in every slot."""
    own, filling = _combine_own(sheet), sheet.filling
    if filling is not None:
        texts = (
            run if run.slot is None else run._replace(text=filling.texts[run.slot])
            for run in own.texts
        )
        symbols = tuple(symbol._replace(digits=filling.digits) for symbol in own.symbols)
        own = Drawing(tuple(texts), own.boxes, own.pictures, symbols)
    return Page(_plain_ink(sheet.shared), _plain_ink(own), "".join(sheet.bookmarks))


def _combine_own(sheet: Sheet) -> Drawing:
    stencilled = (drawing for stencil in sheet.stencils for drawing in stencil.drawings)
    return combine((*stencilled, *sheet.own))


def _plain_ink(drawing: Drawing) -> Ink:
    texts = tuple(
        Text(run.x, run.y, run.text, run.size, run.bold, run.grey) for run in drawing.texts
    )
    rules = tuple(Rule(*box) for box in drawing.boxes)
    return Ink(texts, rules, tuple(map(_plain_barcode, drawing.symbols)))


def _plain_barcode(symbol: Symbol) -> Barcode:
    return Barcode(symbol.x, symbol.y, symbol.module, symbol.height, symbol.digits)


def _place_footers(rows: int) -> dict[int, float]:
    """Return the left edge of each footer by its length: all digits are equally wide."""
    regular = load_roboto().regular
    texts = (f"sheet {10**power} of {rows}" for power in range(len(str(rows))))
    return {len(text): RIGHT - regular.measure_width(text, SMALL) for text in texts}
