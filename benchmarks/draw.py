"""Draws the sheets of a list with one library, in a process of its own.

    python -m benchmarks.draw fpdf2 LIST.csv LAYOUT.json OUT.pdf

The libraries are named as in the tables.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import peers
from benchmarks.pages import Page, read_pages

DRAW: dict[str, Callable[[Iterable[Page], Path], None]] = {
    "ReportLab": peers.draw_with_plain_reportlab,
    "ReportLab, rl_accel": peers.draw_with_reportlab,
    "fpdf2": peers.draw_with_fpdf2,
}
TYPST = "typst"


def main(library: str, *paths: str) -> None:
    """Draw a list with the library of this name."""
    listed, layout, target = map(Path, paths)
    if library == TYPST:
        peers.draw_with_typst(listed, layout, target)
    else:
        DRAW[library](read_pages(listed, layout), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
