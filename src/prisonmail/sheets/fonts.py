"""Reads Roboto, the typeface that comes with the package font-roboto."""

import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from prisonmail.sheets.typeface import Face, Typeface

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_GLYPH_HEADER = struct.Struct(">hhhhh")
"""How an outline of TrueType begins: contours, then xMin, yMin, xMax, yMax."""


def locate_font(*, bold: bool) -> Path:
    """Return the font file of a weight."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return Path(str(files("font_roboto") / "files" / name))


@cache
def load_roboto() -> Typeface:
    """Measure both weights."""
    return Typeface(_face(locate_font(bold=False)), _face(locate_font(bold=True)))


def _face(path: Path) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        # glyphs are known by their numbers here: to read their names takes longer than all the rest
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        glyphs = {chr(code): int(number) for code, number in font.getBestCmap().items()}
        heights = [(low / em, high / em) for low, high in _heights(font)]
        return Face(
            # fpdf2 writes widths in thousandths of an em, so text is measured in these too
            advances={
                letter: round(metrics[str(glyph)][0] * 1000 / em) / 1000
                for letter, glyph in glyphs.items()
            },
            tops={letter: heights[glyph][1] for letter, glyph in glyphs.items()},
            bottoms={letter: heights[glyph][0] for letter, glyph in glyphs.items()},
            capital_height=font["OS/2"].sCapHeight / em,
        )


def _heights(font: "TTFont") -> Iterator[tuple[int, int]]:
    """Return the lowest and highest ink of each glyph, in the font's units."""
    outlines = font.reader["glyf"]
    places = font["loca"].locations
    for start, end in pairwise(places):
        if end - start < _GLYPH_HEADER.size:
            yield 0, 0
        else:
            _, _, bottom, _, top = _GLYPH_HEADER.unpack_from(outlines, start)
            yield bottom, top
