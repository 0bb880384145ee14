"""Draws sheets with one library and says in how many seconds: python -m benchmarks.draw.

Only drawing and writing is timed: imports and layout come before.
"""

import importlib
import sys
import time
from pathlib import Path

from benchmarks import peers, sample

_DRAW = {"reportlab": peers.draw_with_reportlab, "fpdf2": peers.draw_with_fpdf2}

_MODULES = {
    "reportlab": ("reportlab.pdfgen.canvas", "reportlab.pdfbase.ttfonts"),
    "fpdf2": ("fpdf", "fontTools.subset"),
}


def main() -> None:
    """Draw so many sheets with a library to a file: LIBRARY ROWS OUT.pdf."""
    library, rows, target = sys.argv[1:]
    draw = _DRAW[library]
    sheets = sample.lay_out_sheets(int(rows))
    for module in _MODULES[library]:
        importlib.import_module(module)
    started = time.perf_counter()
    draw(sheets, Path(target))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
