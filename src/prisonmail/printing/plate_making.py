"""Makes plates. No other file knows fpdf2, which embeds fonts and knows what PDF/A asks for."""

import re
import zlib
from collections.abc import Collection, Iterator, Mapping

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.fonts import Glyph, SubsetMap, TTFFont

from prisonmail.printing.plate import Plate, PlateObject
from prisonmail.sheets.font_files.measuring import locate_font
from prisonmail.system.late_pattern import compile_late

_FAMILY = "Roboto"
_OBJECT = compile_late(rb"^(\d+) 0 obj\n(.*?)\nendobj$", re.DOTALL | re.MULTILINE)
_REFERENCE = compile_late(rb"\b(\d+) 0 R\b")
_Objects = dict[int, tuple[bytes, bytes | None]]
"""The dictionary of each object, and its stream if it has one."""


def make_plate(characters: Collection[str]) -> Plate:
    """Make the plate of fonts with some characters."""
    made = _make_objects(characters)
    fonts = [number for number, (entries, _) in made.items() if b"/Subtype /Type0" in entries]
    (catalog,) = [entries for entries, _ in made.values() if b"/Type /Catalog" in entries]
    intent = max(made) + 1
    made[intent] = (catalog.partition(b"/OutputIntents [")[2].partition(b"]\n")[0], None)
    places: dict[int, int] = {}
    for root in (*fonts, intent):
        _collect(root, made, places)
    regular, bold, last = (places[root] for root in (*fonts, intent))
    return Plate(tuple(_write(*made[number], places) for number in places), (regular, bold), last)


def _make_objects(characters: Collection[str]) -> _Objects:
    """Have fpdf2 make a document with the fonts, and return its objects by their numbers."""
    document = FPDF(enforce_compliance=DocumentCompliance.PDFA_2B)
    document.add_font(_FAMILY, "", locate_font(bold=False))
    document.add_font(_FAMILY, "B", locate_font(bold=True))
    document.add_page()  # fpdf2 writes no document without one
    fonts = [font for font in document.fonts.values() if isinstance(font, TTFFont)]
    for font in fonts:
        font.subset = _CodePoints(font)
        for character in sorted(characters):
            font.subset.pick(ord(character))
    try:
        written = bytes(document.output())
    finally:
        for font in fonts:
            font.ttfont.close()
    return {int(found[1]): _split(found[2]) for found in _OBJECT.finditer(written)}


class _CodePoints(SubsetMap):
    """Characters under their own code points, in whatever order they are picked."""

    def items(self) -> Iterator[tuple[Glyph, int]]:
        """Return each glyph and what stands for it in a content stream."""
        return iter(
            [
                (glyph, glyph.unicode[0])
                for glyph, _ in super().items()
                if glyph and isinstance(glyph.unicode, tuple)
            ]
        )


def _collect(number: int, made: _Objects, places: dict[int, int]) -> None:
    """Give an object and all that it names their places in the plate."""
    if number in places:
        return
    places[number] = len(places)
    for found in _REFERENCE.findall(made[number][0]):
        _collect(int(found), made, places)


def _write(entries: bytes, stream: bytes | None, places: Mapping[int, int]) -> PlateObject:
    """Write an object so that it names others by their places; streams as small as they can be."""
    entries = _REFERENCE.sub(lambda found: b"@%d 0 R" % places[int(found[1])], entries)
    if stream is None:
        return PlateObject(entries)
    if b"/FlateDecode" in entries:
        stream = zlib.decompress(stream)
    entries = re.sub(rb"/(Length \d+|Filter /FlateDecode)\s", b"", entries)
    entries = entries.replace(b"<<", b"<</Filter /FlateDecode", 1)
    return PlateObject(entries, zlib.compress(stream, 9))


def _split(body: bytes) -> tuple[bytes, bytes | None]:
    """Split an object into its dictionary, and its stream if it has one."""
    entries, stream, content = body.partition(b"\nstream\n")
    return entries, content.removesuffix(b"\nendstream") if stream else None
