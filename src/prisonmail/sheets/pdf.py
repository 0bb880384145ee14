"""Writes sheets as a PDF with fpdf2, PDF/A-2B where it can be. No other file knows that library.

What sheets share is one content stream that each page points to, beside the stream of its own.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from fpdf import FPDF
from fpdf.enums import DocumentCompliance
from fpdf.output import OutputProducer
from fpdf.syntax import PDFArray, PDFContentStream

from prisonmail import __version__
from prisonmail.sheets.content import operators
from prisonmail.sheets.drawing import Drawing, Sheet
from prisonmail.sheets.fonts import font_path

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
    document = _Document(title, made_at, offset, archival=archival)
    for sheet in sheets:
        document.add(sheet)
    document.finish(target)
    return int(document.pages_count)


class _Document(FPDF):
    def __init__(
        self, title: str, made_at: datetime, offset: tuple[float, float], *, archival: bool
    ) -> None:
        level = DocumentCompliance.PDFA_2B if archival else None
        super().__init__(unit="mm", format="A4", enforce_compliance=level)
        self.single_resources_object = True
        self.allow_images_transparency = False
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.set_lang("en-GB")
        self.set_title(title)
        self.set_producer("prisonmail " + __version__)
        self.set_creation_date(made_at)
        self.made_at = made_at
        self.shared_of_page: list[PDFContentStream | None] = []
        self._offset = offset
        self._encode = self._encoder()
        self._pictures: dict[str, str] = {}
        self._shared: dict[int, tuple[Drawing, PDFContentStream]] = {}

    def add(self, sheet: Sheet) -> None:
        """Write one page."""
        self.add_page()
        contents = self.pages[self.page].contents
        assert isinstance(contents, bytearray)  # noqa: S101 - a stream only once it is finished
        contents.extend(self._operators(sheet.own))
        self.shared_of_page.append(self._stream(sheet.shared))
        for bookmark in sheet.bookmarks:
            self.start_section(f"{self.page} · {bookmark}")

    def finish(self, target: BinaryIO) -> None:
        """Write the whole file."""
        target.write(self.output(output_producer_class=_Producer))

    def _encoder(self) -> Callable[[str, bool], str]:
        self.add_font(_FAMILY, "", font_path(bold=False))
        self.add_font(_FAMILY, "B", font_path(bold=True))
        regular, bold = self.fonts[_FAMILY.lower()], self.fonts[_FAMILY.lower() + "B"]
        return lambda text, in_bold: (bold if in_bold else regular).encode_text(text)

    def _stream(self, drawing: Drawing) -> PDFContentStream | None:
        if drawing == Drawing():
            return None
        if id(drawing) not in self._shared:
            stream = PDFContentStream(self._operators(drawing), compress=True)
            self._shared[id(drawing)] = (drawing, stream)
        return self._shared[id(drawing)][1]

    def _operators(self, drawing: Drawing) -> bytes:
        for picture in drawing.pictures:
            if picture.path not in self._pictures:
                self._pictures[picture.path] = self._add_picture(picture.path)
        return operators(drawing, self._encode, self._pictures, self._offset)

    def _add_picture(self, path: str) -> str:
        from fpdf.image_parsing import preload_image

        _, _, info = preload_image(self.image_cache, _opaque(path))
        info["usages"] = 1
        return f"I{info['i']}"


class _Producer(OutputProducer):
    fpdf: _Document

    def _add_pages(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - fpdf2's own
        pages = super()._add_pages(*arguments, **options)
        placed: set[int] = set()
        for page, shared in zip(pages, self.fpdf.shared_of_page, strict=True):
            if shared is None:
                continue
            if id(shared) not in placed:
                self._add_pdf_obj(shared, "pages")
                placed.add(id(shared))
            page.contents = PDFArray([shared, page.contents])  # type: ignore[assignment]
        return pages

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
