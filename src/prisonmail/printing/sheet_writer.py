"""Writes sheets as the pages of a PDF: what they share once, and their places in the outline."""

import zlib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from prisonmail.printing.content import ContentWriter, write_bars
from prisonmail.printing.pdf_objects import Outline, PageTree, PdfFile
from prisonmail.printing.stencils import PlacedStencils, StencilCutter
from prisonmail.printing.tags import CLOSE, PageTags, Tagged, TagTree, arrange, open_sequence
from prisonmail.sheets.drawing import (
    EMPTY,
    MM_PER_POINT,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Drawing,
    Filling,
    Sheet,
    Slot,
    SourcePage,
    Stencil,
    Tag,
    TagKind,
)
from prisonmail.sheets.typeface import MARKS
from prisonmail.system.record import Record

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
        self._shared: dict[tuple[Drawing, int], tuple[int, Tagged]] = {}
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
        if filling and not sheet.own and MARKS.isdisjoint("".join(filling.texts)):
            alike = self._find_alike(sheet)
            contents = [*alike.contents, *self._fill(alike.stencils, filling)]
            tags, code = alike.tags, filling.texts[Slot.CODE]
        else:
            contents, tagged = self._begin(sheet.draw_out())
            tags, code = arrange(tagged), None
        key = self.tree.count
        entries = b"%b/StructParents %d" % (entries, key) if tags.holders else entries
        page = self.tree.add(contents, resources, entries)
        for bookmark in sheet.bookmarks:
            self.outline.add(f"{self.tree.count} · {bookmark}", page)
        if sheet.bookmarks or sheet.is_apart:
            self.tags.begin_section()
        if tags.holders:
            self.tags.add(tags, page, key, code)

    @cached_property
    def _pages(self) -> "PageForms":
        from prisonmail.printing.source_pages.page_forms import PageForms

        return PageForms(self._file)

    def _write_resources(self, form: int) -> int:
        """Write what a page uses that a page of another PDF lies under; no picture lies there."""
        return self._file.add(b"<</Font %d 0 R/XObject<</P %d 0 R>>>>" % (self.fonts, form))

    def _begin(self, sheet: Sheet) -> tuple[list[int], Tagged]:
        """Write a sheet without stencils, and return its streams and what is tagged in them."""
        contents: list[int] = []
        tagged: Tagged = []
        if sheet.under:
            figure = open_sequence(Tag(TagKind.FIGURE, says=sheet.under.says), EMPTY, tagged)
            contents.append(self._share(figure + b"/P Do\n" + CLOSE))
        if sheet.shared is not EMPTY:
            contents.append(self._find_shared(sheet.shared, tagged))
        if sheet.own or not (contents or sheet.stencils):
            contents.append(self._deflate(self._content.write(sheet.own, tagged)))
        return contents, tagged

    def _fill(self, stencils: PlacedStencils, filling: Filling) -> list[int]:
        """Return the streams of a letter's stencils, those that are its own written now."""
        strings = list(map(self._content.encode, filling.texts))
        strings.append(write_bars(filling.digits))
        # deflating a few hundred bytes takes longer than drawing them
        return [
            part if isinstance(part, int) else self._file.add_stream(part)
            for part in stencils.fill(strings)
        ]

    def _find_alike(self, sheet: Sheet) -> _Alike:
        kept = sheet.under, sheet.shared, sheet.stencils
        if kept not in self._alike:
            contents, tagged = self._begin(sheet)
            cut = self._cutter.cut(sheet.stencils, tagged)
            self._content.unusual |= cut.unusual
            stencils = PlacedStencils(cut, self._share)
            self._alike[kept] = _Alike(contents, stencils, arrange([*tagged, *cut.tagged]))
        return self._alike[kept]

    def _share(self, written: bytes) -> int:
        if written not in self._written:
            self._written[written] = self._deflate(written)
        return self._written[written]

    def _find_shared(self, drawing: Drawing, tagged: Tagged) -> int:
        """Return the stream of a drawing, whose sequences follow those that are tagged already."""
        kept = drawing, len(tagged)
        if kept not in self._shared:
            numbered = tagged.copy()
            written = self._content.write([drawing], numbered)
            self._shared[kept] = self._deflate(written), numbered[len(tagged) :]
        number, new = self._shared[kept]
        tagged += new
        return number

    def _deflate(self, written: bytes) -> int:
        return self._file.add_stream(zlib.compress(written, _LEVEL), DEFLATED)
