"""Pages: sheets written out and compressed, ready to be put into a PDF by any process.

>>> writer = PageWriter(ContentWriter())
>>> first, second = map(writer.page, [Sheet(shared=Drawing())] * 2)
>>> first.shared is second.shared
True
"""

import zlib
from collections.abc import Iterable
from typing import NamedTuple

from prisonmail.sheets.content import Alphabet, ContentWriter
from prisonmail.sheets.drawing import EMPTY, Drawing, Sheet, SourcePage

_LEVEL = 2
"""Of compression: sheets come out 6 % larger than at the usual 6, and a third sooner."""


class Page(NamedTuple):
    """A sheet's content streams, compressed, and what a PDF is to know of it beside."""

    shared: bytes
    """What it shares with other pages, the same bytes for all; empty where that is nothing."""
    own: bytes
    bookmarks: tuple[str, ...] = ()
    under: SourcePage | None = None


class PageWriter:
    """Writes the sheets of one PDF, or some of them."""

    def __init__(self, content: ContentWriter) -> None:
        self._content = content
        self._shared: dict[int, tuple[Drawing, bytes]] = {}

    @property
    def alphabet(self) -> Alphabet:
        """Give the characters that all sheets so far had."""
        return self._content.alphabet

    def page(self, sheet: Sheet) -> Page:
        """Write one sheet."""
        own = self._stream(sheet.own)
        return Page(self._shared_stream(sheet.shared), own, sheet.bookmarks, sheet.under)

    def _shared_stream(self, drawing: Drawing) -> bytes:
        if drawing is EMPTY:
            return b""
        if id(drawing) not in self._shared:
            self._shared[id(drawing)] = (drawing, self._stream([drawing]))
        return self._shared[id(drawing)][1]

    def _stream(self, drawings: Iterable[Drawing]) -> bytes:
        return zlib.compress(self._content.operators(drawings), _LEVEL)
