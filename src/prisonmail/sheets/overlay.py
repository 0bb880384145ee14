"""Lays pages of other PDFs under the pages of a finished one: letterheads and enclosures."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

from prisonmail.sheets.drawing import SourcePage

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


_VERSION = "%PDF-1.7"
"""New enough for all that enclosures may have in them."""


def lay_under(pdf: BinaryIO, under: Mapping[int, SourcePage], target: BinaryIO) -> None:
    """Write a PDF again with other pages under its own, these counted from 0."""
    from pypdf import PdfWriter

    # it warns of things in other people's PDFs that it mends itself
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    writer = PdfWriter(clone_from=pdf)
    sources: dict[str, PdfReader] = {}
    for number, source in under.items():
        writer.pages[number].merge_page(_page(source, sources), over=False)
    writer.pdf_header = _VERSION
    writer.compress_identical_objects()
    writer.write(target)


def _page(source: SourcePage, sources: "dict[str, PdfReader]") -> "PageObject":
    from pypdf import PdfReader, Transformation

    if source.path not in sources:
        sources[source.path] = PdfReader(source.path)
    page = sources[source.path].pages[source.number]
    if page.rotation:
        page.transfer_rotation_to_content()
    left, bottom = page.mediabox.lower_left
    if left or bottom:
        page.add_transformation(Transformation().translate(-left, -bottom))
    return page
