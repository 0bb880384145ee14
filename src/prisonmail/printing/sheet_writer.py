"""Writes sheets as the pages of a PDF: what they share once, and their places in the outline."""

import zlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from prisonmail.printing.content import ContentWriter, write_bars
from prisonmail.printing.objects.pdf_file import DEFLATED, Outline, PageTree, PdfFile
from prisonmail.printing.stencils import PlacedStencils, StencilCutter
from prisonmail.printing.tags import CLOSE, PagePart, PageTags, TagTree, arrange, number_parts
from prisonmail.sheets.drawing import (
    MM_PER_POINT,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Drawing,
    Filling,
    Picture,
    Sheet,
    Slot,
    SourcePage,
    Stencil,
)
from prisonmail.sheets.typeface import MARKS
from prisonmail.system.record import Record

if TYPE_CHECKING:
    from prisonmail.printing.source_pages.page_forms import PageForms

WIDTH = SHEET_WIDTH / MM_PER_POINT
HEIGHT = SHEET_HEIGHT / MM_PER_POINT
"""Of a page, in points."""
_LEVEL = 2
"""Of compression: sheets come out 6 % larger than at the usual 6, and a third sooner."""
_FORMS = 256
"""Pages of other PDFs whose resources are remembered."""


class _Alike(Record, frozen=True):
    """What sheets have in common that differ only in what fills their stencils."""

    contents: list[int]
    """The streams before those of the stencils."""
    stencils: PlacedStencils
    tags: PageTags


class SheetWriter:
    """Writes sheets in the order in which they come."""

    def __init__(self, file: PdfFile, content: ContentWriter, cutter: StencilCutter) -> None:
        self.tree = PageTree(file)
        self.outline = Outline(file)
        self.fonts = file.reserve()
        """The number of the object that names the fonts."""
        self._file, self._content, self._cutter = file, content, cutter
        self.tags = TagTree(file)
        self._shared: dict[tuple[Drawing, tuple[int, ...]], int] = {}
        self._alike: dict[tuple[SourcePage | None, Drawing, tuple[Stencil, ...]], _Alike] = {}
        self._written: dict[bytes, int] = {}
        self._name_form = lru_cache(_FORMS)(self._write_resources)

    def add(self, sheet: Sheet) -> None:
        """Write one sheet."""
        filling, resources, entries = sheet.filling, None, b""
        if sheet.under:
            form, entries = self._pages.find(sheet.under.path, sheet.under.number)
            resources = self._name_form(form)
        # marks that combine are set by themselves, and no slot can do that
        if filling and MARKS.isdisjoint("".join(filling.texts)):
            alike = self._find_alike(sheet)
            contents = [*alike.contents, *self._fill(alike.stencils, filling)]
            tags, code = alike.tags, filling.texts[Slot.CODE]
        else:
            contents, tags = self._write_whole(sheet.draw_out())
            code = None
        key = self.tree.count
        entries = b"%b/StructParents %d" % (entries, key) if tags.written else entries
        page = self.tree.add(contents, resources, entries)
        for bookmark in sheet.bookmarks:
            self.outline.add(f"{self.tree.count} · {bookmark}", page)
        if sheet.bookmarks or sheet.is_apart:
            self.tags.begin_section()
        if tags.written:
            self.tags.add(tags, page, key, code)

    @cached_property
    def _pages(self) -> "PageForms":
        from prisonmail.printing.source_pages.page_forms import PageForms

        return PageForms(self._file)

    def _write_resources(self, form: int) -> int:
        """Write what a page uses that a page of another PDF lies under; no picture lies there."""
        return self._file.add(b"<</Font %d 0 R/XObject<</P %d 0 R>>>>" % (self.fonts, form))

    def _write_whole(self, sheet: Sheet) -> tuple[list[int], PageTags]:
        """Write a sheet without stencils, and return its streams and its tags."""
        parts = number_parts((*_draw_under(sheet), sheet.shared, *sheet.own))
        contents, rest = self._begin(sheet, parts)
        if rest or not contents:
            contents.append(self._deflate(self._content.write_tagged(rest)))
        return contents, arrange(parts)

    def _begin(
        self, sheet: Sheet, parts: Sequence[PagePart]
    ) -> tuple[list[int], Sequence[PagePart]]:
        """Write what a sheet shares with others, and return its streams and the parts left."""
        contents: list[int] = []
        if sheet.under:
            contents.append(self._share(b"%b/P Do\n%b" % (parts[0].open(), CLOSE)))
            parts = parts[1:]
        shared = [part for part in parts if part.drawing is sheet.shared]
        if shared:
            contents.append(self._find_shared(sheet.shared, shared))
        return contents, parts[len(shared) :]

    def _fill(self, stencils: PlacedStencils, filling: Filling) -> list[int]:
        """Return the streams of a letter's stencils, those that are its own written now."""
        strings = self._content.encode_all(filling.texts)
        strings.append(write_bars(filling.digits))
        # deflating a few hundred bytes takes longer than drawing them
        return [
            part if isinstance(part, int) else self._file.add_stream(part)
            for part in stencils.fill(strings)
        ]

    def _find_alike(self, sheet: Sheet) -> _Alike:
        kept = sheet.under, sheet.shared, sheet.stencils
        if kept not in self._alike:
            drawn = (drawing for stencil in sheet.stencils for drawing in stencil.drawings)
            drawings = chain(_draw_under(sheet), (sheet.shared,), drawn)
            parts, tags = self._cutter.number(kept, drawings)
            contents, rest = self._begin(sheet, parts)
            cut = [self._cutter.cut(each, _find_parts(each, rest)) for each in sheet.stencils]
            self._content.unusual.update(*[each.unusual for each in cut])
            stencils = PlacedStencils(cut, self._share)
            self._alike[kept] = _Alike(contents, stencils, tags)
        return self._alike[kept]

    def _share(self, written: bytes) -> int:
        if written not in self._written:
            self._written[written] = self._deflate(written)
        return self._written[written]

    def _find_shared(self, drawing: Drawing, parts: Sequence[PagePart]) -> int:
        kept = drawing, tuple([part.number for part in parts])
        if kept not in self._shared:
            self._shared[kept] = self._deflate(self._content.write_tagged(parts))
        return self._shared[kept]

    def _deflate(self, written: bytes) -> int:
        return self._file.add_stream(zlib.compress(written, _LEVEL), DEFLATED)


def _draw_under(sheet: Sheet) -> tuple[Drawing, ...]:
    """Return what stands for the page that lies under a sheet: it is drawn in a way of its own."""
    return (
        (Drawing(pictures=(Picture(0.0, 0.0, 0.0, 0.0, "", sheet.under.says),)),)
        if sheet.under
        else ()
    )


def _find_parts(stencil: Stencil, parts: Sequence[PagePart]) -> list[PagePart]:
    return [part for part in parts if any(part.drawing is each for each in stencil.drawings)]
