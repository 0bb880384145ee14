"""Writes pages as a PDF, PDF/A-2B if it can be. No other file knows fpdf2.

Pages go to the file as they come. What stands around them (fonts, pictures, colour profile and
metadata) comes last, when it is known which characters they have. What pages share is one content
stream that each points to, beside its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.fonts import Glyph, SubsetMap, TTFFont
from fpdf.outline import OutlineDictionary, OutlineItemDictionary
from fpdf.output import (
    OutputProducer,
    PDFCatalog,
    PDFInfo,
    PDFPage,
    PDFPagesRoot,
    PDFResources,
)
from fpdf.syntax import PDFObject

from prisonmail import __version__
from prisonmail.printing.content import Alphabet, ContentWriter, Page, PageWriter
from prisonmail.printing.pdf_objects import Outline, PageTree, PdfFile, PdfPages
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.fonts import locate_font

_FAMILY = "Roboto"


def write(
    pages: Iterable[Page],
    alphabet: Callable[[], Alphabet],
    target: BinaryIO,
    *,
    title: str,
    made_at: datetime,
    pictures: Sequence[str] = (),
    archival: bool = True,
) -> None:
    """Write pages. The alphabet is asked for once all of them have come."""
    frame = PdfFrame(title, made_at, pictures, archival=archival)
    try:
        written = PdfPages(PdfFile(target, frame.pdf_version))
        for page in pages:
            written.add(page)
        frame.write_around(written.tree, written.outline, alphabet())
    finally:
        frame.close_fonts()


def write_sheets(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    title: str,
    made_at: datetime,
    offset: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Write sheets without pictures, moved across and down by an offset in mm."""
    writer = PageWriter(ContentWriter(offset=offset))
    pages = map(writer.write, sheets)
    write(pages, lambda: writer.alphabet, target, title=title, made_at=made_at)


class PdfFrame(FPDF):
    """All of a PDF but its pages."""

    tree: PageTree
    outline: Outline

    def __init__(
        self, title: str, made_at: datetime, pictures: Sequence[str], *, archival: bool
    ) -> None:
        level = DocumentCompliance.PDFA_2B if archival else None
        super().__init__(unit="mm", format="A4", enforce_compliance=level)
        self.single_resources_object = True  # one object that every page names, by its number
        self.allow_images_transparency = False  # PDF/A-2B would need a blending space for it
        self.set_lang("en-GB")
        self.set_title(title)
        self.set_producer("prisonmail " + __version__)
        self.set_creation_date(made_at)
        self.made_at = made_at
        self.add_font(_FAMILY, "", locate_font(bold=False))
        self.add_font(_FAMILY, "B", locate_font(bold=True))
        self.add_page()  # fpdf2 writes no document without one; ours take its place
        for path in pictures:
            self._load(path)

    def write_around(self, tree: PageTree, outline: Outline, alphabet: Alphabet) -> None:
        """Write the rest of the file around its pages, with fonts that have an alphabet."""
        for font, letters in zip(self._fonts, alphabet, strict=True):
            font.subset = _CodePoints(font)
            for letter in letters:
                font.subset.pick(ord(letter))
        self.tree, self.outline = tree, outline
        self.output(output_producer_class=_Producer)

    def close_fonts(self) -> None:
        """Let go of the font files, which fpdf2 keeps open if a run breaks off."""
        for font in self._fonts:
            font.ttfont.close()

    @property
    def _fonts(self) -> Iterator[TTFFont]:
        for font in self.fonts.values():
            assert isinstance(font, TTFFont)  # noqa: S101 - we added no other
            yield font

    def _load(self, path: str) -> None:
        from fpdf.image_parsing import preload_image

        _, _, information = preload_image(self.image_cache, _opaque(path))
        information["usages"] = 1  # else fpdf2 leaves the picture out: it sees none of our pages


class _CodePoints(SubsetMap):
    """Characters under their own code points, in whatever order they are picked."""

    def items(self) -> Iterator[tuple[Glyph, int]]:
        """Return each glyph and what stands for it in a content stream."""
        for glyph, _ in super().items():  # noqa: PERF102 - it is no dict
            if glyph and isinstance(glyph.unicode, tuple):
                yield glyph, glyph.unicode[0]


class _Producer(OutputProducer):
    """Makes the frame as if it had one page, which stands for the first of those written.

    fpdf2 builds all objects of a document, numbers them and joins them to one buffer. Here they
    take the next free numbers of the file that has the pages already, and those that exist there
    (page root, first page, outline) are only named, so that the catalog points to them.
    """

    fpdf: PdfFrame

    def bufferize(self) -> bytearray:
        """Write what fpdf2 makes to the file that has the pages."""
        tree = self.fpdf.tree
        tree.end(self.fpdf.w_pt, self.fpdf.h_pt)
        buffer = super().bufferize()
        made = [each for each in self.pdf_objs if isinstance(each, PDFObject)]
        for each in made:
            tree.file.put(each.id, each.serialize().encode("latin-1"))
        (catalog,) = (each.id for each in made if isinstance(each, PDFCatalog))
        information = next((each.id for each in made if isinstance(each, PDFInfo)), None)
        tree.file.end(catalog, information)
        return buffer

    # the methods that follow stand in for fpdf2's own, which it calls while it builds

    def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
        tree = self.fpdf.tree
        every_page_names_it = isinstance(pdf_obj, PDFResources)
        pdf_obj.id = tree.resources if every_page_names_it else tree.file.reserve()
        self.pdf_objs.append(pdf_obj)
        return pdf_obj.id

    def _add_pages_root(self) -> PDFPagesRoot:
        root = PDFPagesRoot(self.fpdf.tree.count, "")
        root.id = self.fpdf.tree.root
        return root

    def _add_pages(self, _slice: slice = slice(0, None)) -> list[PDFPage]:
        page = self.fpdf.pages[1]
        page.id = self.fpdf.tree.first
        return [page]

    def _add_document_outline(
        self,
    ) -> tuple[OutlineDictionary | None, tuple[OutlineItemDictionary, ...]]:
        number = self.fpdf.outline.end()
        if number is None:
            return None, ()
        outline = OutlineDictionary()
        outline.id = number
        return outline, ()

    def _build_xmp_from_info(self) -> str:
        # fpdf2 writes the time of day as the time of change: here both are the time of issue
        stamp = self.fpdf.made_at.isoformat(timespec="seconds")
        return re.sub(
            r'(xmp:(?:Modify|Metadata)Date)="[^"]*"',
            rf'\1="{stamp}"',
            super()._build_xmp_from_info(),
        )


def _opaque(path: str) -> BytesIO:
    """Lay a picture on white, as paper is: PDF/A-2B allows no transparency here."""
    from PIL import Image

    content = BytesIO()
    with Image.open(path) as picture:
        layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    Image.alpha_composite(paper, layered).convert("RGB").save(content, "PNG")
    content.seek(0)
    return content
