"""Lays pages of other PDFs under the pages of a finished one: letterheads and enclosures."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from prisonmail.sheets.drawing import SourcePage

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

_VERSION = "%PDF-1.7"
"""New enough for all that enclosures may have in them."""


def lay_under(pdf: BinaryIO, under: Mapping[int, SourcePage], target: BinaryIO) -> None:
    """Write a PDF again with other pages under its own, these counted from 0."""
    from pypdf import PdfWriter

    quieten_pypdf()
    writer = PdfWriter(clone_from=pdf)
    sources = _Sources()
    for number, source in under.items():
        writer.pages[number].merge_page(sources.page(source), over=False)
    writer.pdf_header = _VERSION
    writer.compress_identical_objects()
    writer.write(target)


def quieten_pypdf() -> None:
    """Keep the library from writing to stderr what is in other people's PDFs."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class _Sources:
    """The pages that are laid under others, each read and turned upright once."""

    def __init__(self) -> None:
        self._files: dict[str, PdfWriter] = {}
        self._pages: dict[SourcePage, PageObject] = {}

    def page(self, source: SourcePage) -> "PageObject":
        if source not in self._pages:
            self._pages[source] = _upright(self._file(source.path).pages[source.number])
        return self._pages[source]

    def _file(self, path: str) -> "PdfWriter":
        from pypdf import PdfWriter

        if path not in self._files:
            self._files[path] = PdfWriter(clone_from=path)
        return self._files[path]


def _upright(page: "PageObject") -> "PageObject":
    from pypdf import Transformation

    if page.rotation:
        page.transfer_rotation_to_content()
    left, bottom = page.mediabox.lower_left
    if left or bottom:
        page.add_transformation(Transformation().translate(-left, -bottom))
    return page
