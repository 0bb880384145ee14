"""Writes sheets as the pages of a PDF: what they share once, and their places in the outline."""

import zlib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from prisonmail.printing.content import ContentWriter, write_bars
from prisonmail.printing.pdf_objects import Outline, PageTree, PdfFile
from prisonmail.printing.stencils import PlacedStencils, StencilCutter
from prisonmail.sheets.drawing import (
    EMPTY,
    MM_PER_POINT,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Drawing,
    Filling,
    Sheet,
    Stencil,
)
from prisonmail.sheets.typeface import MARKS

if TYPE_CHECKING:
    from prisonmail.printing.source_pages.page_forms import PageForms

WIDTH = SHEET_WIDTH / MM_PER_POINT
HEIGHT = SHEET_HEIGHT / MM_PER_POINT
"""Of a page, in points."""
DEFLATED = b"/Filter/FlateDecode"
_LEVEL = 2
"""Of compression: sheets come out 6 % larger than at the usual 6, and a third sooner."""
_FORMS = 256
"""Pages of other PDFs whose resources are remembered."""


class SheetWriter:
    """Writes sheets in the order in which they come."""

    def __init__(self, file: PdfFile, content: ContentWriter, cutter: StencilCutter) -> None:
        self.tree = PageTree(file)
        self.outline = Outline(file)
        self.fonts = file.reserve()
        """The number of the object that names the fonts."""
        self._file, self._content, self._cutter = file, content, cutter
        self._shared: dict[Drawing, int] = {}
        self._stencils: dict[tuple[Stencil, ...], PlacedStencils] = {}
        self._written: dict[bytes, int] = {}
        self._name_form = lru_cache(_FORMS)(self._write_resources)

    def add(self, sheet: Sheet) -> None:
        """Write one sheet."""
        if sheet.filling and not MARKS.isdisjoint("".join(sheet.filling.texts)):
            sheet = sheet.draw_out()  # its marks are set by themselves, and no slot can do that
        contents: list[int] = []
        resources, entries = None, b""
        if sheet.under:
            form, entries = self._pages.find(sheet.under.path, sheet.under.number)
            resources = self._name_form(form)
            contents.append(self._share(b"/P Do\n"))
        if sheet.shared is not EMPTY:
            contents.append(self._find_shared(sheet.shared))
        if sheet.filling:
            contents += self._fill(sheet.stencils, sheet.filling)
        if sheet.own or not contents:
            contents.append(self._deflate(self._content.write(sheet.own)))
        page = self.tree.add(contents, resources, entries)
        for bookmark in sheet.bookmarks:
            self.outline.add(f"{self.tree.count} · {bookmark}", page)

    @cached_property
    def _pages(self) -> "PageForms":
        from prisonmail.printing.source_pages.page_forms import PageForms

        return PageForms(self._file)

    def _write_resources(self, form: int) -> int:
        """Write what a page uses that a page of another PDF lies under; no picture lies there."""
        return self._file.add(b"<</Font %d 0 R/XObject<</P %d 0 R>>>>" % (self.fonts, form))

    def _fill(self, stencils: tuple[Stencil, ...], filling: Filling) -> list[int]:
        """Return the streams of a letter's stencils, those that are its own written now."""
        strings = list(map(self._content.encode, filling.texts))
        strings.append(write_bars(filling.digits))
        # deflating a few hundred bytes takes longer than drawing them
        return [
            part if isinstance(part, int) else self._file.add_stream(part)
            for part in self._place(stencils).fill(strings)
        ]

    def _place(self, stencils: tuple[Stencil, ...]) -> PlacedStencils:
        if stencils not in self._stencils:
            cut = list(map(self._cutter.cut, stencils))
            self._content.unusual.update(*[each.unusual for each in cut])
            self._stencils[stencils] = PlacedStencils(cut, self._share)
        return self._stencils[stencils]

    def _share(self, written: bytes) -> int:
        if written not in self._written:
            self._written[written] = self._deflate(written)
        return self._written[written]

    def _find_shared(self, drawing: Drawing) -> int:
        if drawing not in self._shared:
            self._shared[drawing] = self._deflate(self._content.write_drawing(drawing))
        return self._shared[drawing]

    def _deflate(self, written: bytes) -> int:
        return self._file.add_stream(zlib.compress(written, _LEVEL), DEFLATED)
