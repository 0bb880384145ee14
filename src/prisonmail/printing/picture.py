"""Pictures: the panel of one letter as PNG or SVG, the bars on the grid of 1/600 inch."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from prisonmail.letters.letter import Letter
from prisonmail.sheets.drawing import DOT, MM_PER_POINT, Box, Drawing, Rectangle, TextRun, combine
from prisonmail.sheets.fonts import load_roboto
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import draw_bars, draw_panel
from prisonmail.sheets.window.sender_lines import WindowSender

WIDTH = 80.0
HEIGHT = 24.0
"""Millimetres: what always shows in the window of a DL envelope."""
_DPI = 600
"""The printer dots that bars are counted in, so that each edge is on a pixel."""
_WHITE = 255


def draw_panel_picture(letter: Letter, sender: WindowSender) -> Drawing | None:
    """Draw a panel by itself, its corner at 0, 0; None if it fits only larger windows."""
    area = Rectangle(0.0, 0.0, WIDTH, HEIGHT)
    layout = Compositor(area, load_roboto(), sender).fit(letter.draft)
    if layout is None:
        return None
    drawing = combine(draw_panel(layout, letter.code, letter.draft.barcode))
    bars = tuple(bar for symbol in drawing.symbols for bar in draw_bars(symbol))
    return Drawing(drawing.texts, drawing.boxes + bars)


def write_png(drawing: Drawing, file: BinaryIO) -> None:
    """Write a picture of 600 dots to the inch."""
    from PIL import Image, ImageDraw, ImageFont

    from prisonmail.sheets.font_files.measuring import locate_font

    picture = Image.new("L", (_dots(WIDTH), _dots(HEIGHT)), _WHITE)
    pen = ImageDraw.Draw(picture)
    for box in drawing.boxes:
        corner = (_dots(box.x + box.width) - 1, _dots(box.y + box.height) - 1)
        pen.rectangle((_dots(box.x), _dots(box.y), *corner), fill=0)
    for text in drawing.texts:
        font = ImageFont.truetype(locate_font(bold=text.bold), text.size * MM_PER_POINT / DOT)
        for x, y, piece in _place_pieces(text):
            pen.text((x / DOT, y / DOT), piece, fill=0, font=font, anchor="ls")
    picture.save(file, "PNG", dpi=(_DPI, _DPI))


def write_svg(drawing: Drawing, file: BinaryIO) -> None:
    """Write outlines, so that the picture needs no font."""
    shapes = "".join((*map(_rectangle, drawing.boxes), *map(_outline, drawing.texts)))
    file.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}"><rect width="100%" height="100%" fill="#fff"/>'
        f"{shapes}</svg>\n".encode()
    )


WRITERS: Mapping[str, Callable[[Drawing, BinaryIO], None]] = {".png": write_png, ".svg": write_svg}
"""What writes a file, by the ending of its name."""


def _place_pieces(text: TextRun) -> Iterator[tuple[float, float, str]]:
    """Yield the pieces of a text with the place of each in mm; marks are set by themselves."""
    face, em, x = load_roboto().choose(bold=text.bold), text.size * MM_PER_POINT, text.x
    for piece in face.split(text.text):
        yield x + piece.across * em, text.y - piece.up * em, piece.text
        x += face.measure_width(piece.text, text.size)


def _dots(millimetres: float) -> int:
    return round(millimetres / DOT)


def _rectangle(box: Box) -> str:
    sides = f'width="{box.width:.5f}" height="{box.height:.5f}"'
    return f'<rect x="{box.x:.5f}" y="{box.y:.5f}" {sides}/>'


def _outline(text: TextRun) -> str:
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.ttLib import TTFont

    from prisonmail.sheets.font_files.measuring import locate_font

    with TTFont(locate_font(bold=text.bold), lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        scale = text.size * MM_PER_POINT / font["head"].unitsPerEm
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.3f}")
        for x, y, piece in _place_pieces(text):
            for letter in piece:
                glyph = glyphs[names[ord(letter)]]
                glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
                x += glyph.width * scale
        return f"<path d={quoteattr(pen.getCommands())}/>"
