"""Draws sheets with one library, and prints how many seconds it took.

    python -m benchmarks.draw reportlab 1000 OUT.pdf

Only drawing and writing are timed: imports and layout come before.
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
    """Read library, rows and file from the command line; draw, and print the seconds."""
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
