"""Draws the sheets of a list of invented people with one library: python -m benchmarks.draw."""

import sys
from pathlib import Path

from benchmarks import peers, sample

_DRAW = {"reportlab": peers.draw_with_reportlab, "fpdf2": peers.draw_with_fpdf2}


def main() -> None:
    """Draw so many sheets with a library to a file: LIBRARY ROWS OUT.pdf."""
    library, rows, target = sys.argv[1:]
    _DRAW[library](sample.sheets(int(rows)), Path(target))


if __name__ == "__main__":
    main()
