"""Measures Roboto's font files. No other file of this room knows fontTools."""

import struct
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

from fontTools.ttLib import TTFont

from prisonmail.sheets.typeface import FaceMeasures, Measures

_GLYPH_HEADER = struct.Struct(">hhhhh")
"""How an outline of TrueType begins: contours, then xMin, yMin, xMax, yMax."""


def locate_font(*, bold: bool) -> str:
    """Return the path of a weight's font file."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return str(files("prisonmail.sheets.font_files") / name)


def measure_roboto() -> Measures:
    """Measure both weights."""
    with (
        TTFont(locate_font(bold=False), lazy=True) as regular,
        TTFont(locate_font(bold=True), lazy=True) as bold,
    ):
        # glyphs are known by their numbers here: to read their names takes longer than all the rest
        for font in (regular, bold):
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        characters = sorted(regular.getBestCmap().keys() & bold.getBestCmap().keys())
        return {
            "characters": "".join(map(chr, characters)),
            "em": regular["head"].unitsPerEm,
            "faces": [_measure(font, characters) for font in (regular, bold)],
        }


def _measure(font: TTFont, characters: list[int]) -> FaceMeasures:
    em, metrics, cmap = font["head"].unitsPerEm, font["hmtx"].metrics, font.getBestCmap()
    glyphs = [cmap[character] for character in characters]
    heights = list(_heights(font))
    return {
        "advances": [round(metrics[glyph][0] * 1000 / em) for glyph in glyphs],
        "tops": [heights[int(glyph)][1] for glyph in glyphs],
        "bottoms": [heights[int(glyph)][0] for glyph in glyphs],
        "capital_height": font["OS/2"].sCapHeight,
    }


def _heights(font: TTFont) -> Iterator[tuple[int, int]]:
    """Return the lowest and highest ink of each glyph, in the font's units."""
    outlines = font.reader["glyf"]
    places = font["loca"].locations
    for start, end in pairwise(places):
        if end - start < _GLYPH_HEADER.size:
            yield 0, 0
        else:
            _, _, bottom, _, top = _GLYPH_HEADER.unpack_from(outlines, start)
            yield bottom, top
