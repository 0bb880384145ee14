"""Reads Roboto, the typeface that comes with the package font-roboto."""

import struct
from functools import cache
from importlib.resources import files
from pathlib import Path

from prisonmail.sheets.typeface import Face, Typeface

_GLYPH_HEADER = struct.Struct(">hhhhh")


def font_path(*, bold: bool) -> Path:
    """Give the font file of a weight."""
    name = "Roboto-Bold.ttf" if bold else "Roboto-Regular.ttf"
    return Path(str(files("font_roboto") / "files" / name))


@cache
def roboto() -> Typeface:
    """Measure both weights."""
    return Typeface(_face(font_path(bold=False)), _face(font_path(bold=True)))


def _face(path: Path) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        glyph_names: dict[int, str] = font.getBestCmap()
        metrics = font["hmtx"].metrics
        glyphs = font["glyf"].glyphs
        letters = {chr(code): glyph for code, glyph in glyph_names.items()}
        return Face(
            # fpdf2 writes widths in thousandths of an em, so text is measured in these too
            advances={
                letter: round(metrics[g][0] * 1000 / em) / 1000 for letter, g in letters.items()
            },
            heights={
                letter: _heights(getattr(glyphs[g], "data", b""), em)
                for letter, g in letters.items()
            },
            capital_height=font["OS/2"].sCapHeight / em,
        )


def _heights(glyph: bytes, em: int) -> tuple[float, float]:
    if len(glyph) < _GLYPH_HEADER.size:
        return (0.0, 0.0)
    _, _, bottom, _, top = _GLYPH_HEADER.unpack_from(glyph)
    return (bottom / em, top / em)
