"""Writes pages as a PDF, PDF/A-2B where it can be.

Pages go to the file as they come. What stands round them comes last, when it is known which
characters they have. What pages share is one content stream that each points to, beside its own.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import BinaryIO

from prisonmail.sheets.content import Alphabet, ContentWriter
from prisonmail.sheets.drawing import Sheet
from prisonmail.sheets.page_tree import Outline, PageTree
from prisonmail.sheets.pages import Page, PageWriter
from prisonmail.sheets.pdf_file import PdfFile
from prisonmail.sheets.pdf_shell import Shell


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
    shell = Shell(title, made_at, pictures, archival=archival)
    try:
        document = _Document(PdfFile(target, shell.pdf_version))
        for page in pages:
            document.add(page)
        shell.write_round(document.tree, document.outline, alphabet())
    finally:
        shell.close_fonts()


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
    pages = map(writer.page, sheets)
    write(pages, lambda: writer.alphabet, target, title=title, made_at=made_at)


class _Document:
    """Pages in the order in which they come."""

    def __init__(self, file: PdfFile) -> None:
        self.tree = PageTree(file)
        self.outline = Outline(file)
        self._file = file
        self._shared: dict[bytes, int] = {}

    def add(self, page: Page) -> None:
        """Write one page."""
        own = self._file.stream(page.own)
        number = self.tree.add((self._stream(page.shared), own) if page.shared else (own,))
        for bookmark in page.bookmarks:
            self.outline.add(f"{self.tree.count} · {bookmark}", number)

    def _stream(self, shared: bytes) -> int:
        if shared not in self._shared:
            self._shared[shared] = self._file.stream(shared)
        return self._shared[shared]
