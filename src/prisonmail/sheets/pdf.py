"""Writes sheets as a PDF, PDF/A-2B where it can be. No other file knows fpdf2.

Pages go to the file as they are drawn. Fonts, pictures, colour profile and metadata are fpdf2's;
they come last, when it is known which characters were used. What sheets share is one content
stream that each page points to, beside the stream of its own.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.fonts import TTFFont
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
from prisonmail.sheets.content import ContentWriter
from prisonmail.sheets.drawing import Drawing, Sheet
from prisonmail.sheets.fonts import font_path
from prisonmail.sheets.page_tree import Outline, PageTree
from prisonmail.sheets.pdf_file import PdfFile

_FAMILY = "Roboto"


def write(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    title: str,
    made_at: datetime,
    offset: tuple[float, float] = (0.0, 0.0),
    archival: bool = True,
) -> int:
    """Write one page a sheet, moved by an offset in mm, and give their number."""
    shell = _Shell(title, made_at, archival=archival)
    try:
        document = _Document(shell, PdfFile(target, shell.pdf_version), offset)
        for sheet in sheets:
            document.add(sheet)
        document.finish()
    finally:
        shell.close_fonts()
    return document.pages.count


class _Document:
    """Pages in the order in which they come, and the shell round them."""

    def __init__(self, shell: "_Shell", file: PdfFile, offset: tuple[float, float]) -> None:
        self.shell = shell
        self.file = file
        self.resources = file.reserve()
        self.pages = PageTree(file, self.resources)
        self.outline = Outline(file)
        self._content = ContentWriter(shell.glyphs(), shell.picture_names, offset)
        self._shared: dict[int, tuple[Drawing, int]] = {}

    def add(self, sheet: Sheet) -> None:
        """Write one page."""
        own = self.file.stream(self._operators(sheet.own))
        page = self.pages.add((*self._stream(sheet.shared), own))
        for bookmark in sheet.bookmarks:
            self.outline.add(f"{self.pages.count} · {bookmark}", page)

    def finish(self) -> None:
        """Write what stands round the pages."""
        self.shell.document = self
        self.shell.output(output_producer_class=_Producer)

    def _stream(self, drawing: Drawing) -> tuple[int, ...]:
        if drawing == Drawing():
            return ()
        if id(drawing) not in self._shared:
            self._shared[id(drawing)] = (drawing, self.file.stream(self._operators(drawing)))
        return (self._shared[id(drawing)][1],)

    def _operators(self, drawing: Drawing) -> bytes:
        for picture in drawing.pictures:
            self.shell.load(picture.path)
        return self._content.operators(drawing)


class _Shell(FPDF):
    """All of the PDF but its pages."""

    document: _Document

    def __init__(self, title: str, made_at: datetime, *, archival: bool) -> None:
        level = DocumentCompliance.PDFA_2B if archival else None
        super().__init__(unit="mm", format="A4", enforce_compliance=level)
        self.single_resources_object = True
        self.allow_images_transparency = False
        self.set_lang("en-GB")
        self.set_title(title)
        self.set_producer("prisonmail " + __version__)
        self.set_creation_date(made_at)
        self.made_at = made_at
        self.picture_names: dict[str, str] = {}
        self.add_font(_FAMILY, "", font_path(bold=False))
        self.add_font(_FAMILY, "B", font_path(bold=True))
        self.add_page()

    def glyphs(self) -> tuple["_Glyphs", "_Glyphs"]:
        """Give what texts in regular and bold become."""
        regular, bold = (self.fonts[_FAMILY.lower() + style] for style in ("", "B"))
        return _Glyphs(regular), _Glyphs(bold)

    def close_fonts(self) -> None:
        """Let go of the font files, which fpdf2 keeps open where a run breaks off."""
        for font in self.fonts.values():
            assert isinstance(font, TTFFont)  # noqa: S101 - we added no other
            font.ttfont.close()

    def load(self, path: str) -> None:
        """Take a picture in, once."""
        if path not in self.picture_names:
            from fpdf.image_parsing import preload_image

            _, _, info = preload_image(self.image_cache, _opaque(path))
            info["usages"] = 1
            self.picture_names[path] = f"I{info['i']}"


class _Glyphs(dict[int, str]):
    """For `str.translate`: the two bytes of each character, as they stand in a PDF's string."""

    def __init__(self, font: object) -> None:
        super().__init__()
        assert isinstance(font, TTFFont)  # noqa: S101 - we added no other
        self._font = font

    def __missing__(self, character: int) -> str:
        glyph = self._font.subset.pick(character)
        both = "" if glyph is None else self._font.escape_text(chr(glyph))
        self[character] = both.replace("\r", "\\r")
        return self[character]


class _Producer(OutputProducer):
    """Makes the shell as if it had one page, which stands for the first of those written."""

    fpdf: _Shell

    def bufferize(self) -> bytearray:
        """Write what fpdf2 makes to the file that has the pages."""
        document = self.fpdf.document
        document.pages.end(self.fpdf.w_pt, self.fpdf.h_pt)
        buffer = super().bufferize()
        made = [each for each in self.pdf_objs if isinstance(each, PDFObject)]
        for each in made:
            document.file.put(each.id, each.serialize().encode("latin-1"))
        (catalog,) = (each.id for each in made if isinstance(each, PDFCatalog))
        information = next((each.id for each in made if isinstance(each, PDFInfo)), None)
        document.file.end(catalog, information)
        return buffer

    def _add_pdf_obj(self, pdf_obj: PDFObject, trace_label: str | None = None) -> int:
        document = self.fpdf.document
        every_page_names_it = isinstance(pdf_obj, PDFResources)
        pdf_obj.id = document.resources if every_page_names_it else document.file.reserve()
        self.pdf_objs.append(pdf_obj)
        return pdf_obj.id

    def _add_pages_root(self) -> PDFPagesRoot:
        root = PDFPagesRoot(self.fpdf.document.pages.count, "")
        root.id = self.fpdf.document.pages.root
        return root

    def _add_pages(self, _slice: slice = slice(0, None)) -> list[PDFPage]:
        page = self.fpdf.pages[1]
        page.id = self.fpdf.document.pages.first
        return [page]

    def _add_document_outline(
        self,
    ) -> tuple[OutlineDictionary | None, tuple[OutlineItemDictionary, ...]]:
        number = self.fpdf.document.outline.end()
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
    from PIL import Image

    content = BytesIO()
    with Image.open(path) as picture:
        layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    Image.alpha_composite(paper, layered).convert("RGB").save(content, "PNG")
    content.seek(0)
    return content
