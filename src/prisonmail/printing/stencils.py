"""Stencils in a PDF: what many sheets have alike is a content stream that their pages share.

The streams of a page are read as one (ISO 32000-1, 7.8.2): between those that it shares stand its
own, with a letter's few texts and its bars, in the order in which the sheet is read. A form would
do for that too, but some programs load the fonts anew for each form that a page draws.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from prisonmail.printing.content import ContentWriter
from prisonmail.printing.tags import CLOSE, PagePart, PageTags, arrange, number_parts
from prisonmail.sheets.drawing import Drawing, Slot, Stencil
from prisonmail.system.record import Record

_BARS = len(Slot)
_SHORT = 160
"""Bytes that are not worth a stream of their own, since that cuts the page's own in two."""
Share = Callable[[bytes], int]
"""Writes a stream that many pages show, once, and returns its number."""


class CutStencil(Record, frozen=True):
    """A stencil as it is written in any file."""

    parts: tuple[tuple[bytes, tuple[int, ...] | None], ...]
    """Content, and what comes into each of its gaps; None if all such sheets share it."""
    unusual: frozenset[str]
    """The characters of it that the usual fonts do not have."""


class StencilCutter:
    """Numbers the parts of sheets and cuts stencils, each once for all files of a run."""

    def __init__(
        self, pictures: Sequence[str] = (), offset: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Cut for files with these pictures, in which everything is moved by an offset in mm."""
        self._pictures, self._offset = pictures, offset
        self._done: dict[tuple[Stencil, tuple[int, ...]], CutStencil] = {}
        self._numbered: dict[object, tuple[list[PagePart], PageTags]] = {}

    def number(self, alike: object, drawings: Iterable[Drawing]) -> tuple[list[PagePart], PageTags]:
        """Return the parts of sheets that are alike, and their elements; alike ones have a key."""
        if alike not in self._numbered:
            parts = number_parts(drawings)
            self._numbered[alike] = parts, arrange(parts)
        return self._numbered[alike]

    def cut(self, stencil: Stencil, parts: Sequence[PagePart]) -> CutStencil:
        """Return a stencil, which has these parts of a page, as it is written."""
        kept = stencil, tuple([part.number for part in parts])
        if kept not in self._done:
            writer = ContentWriter(self._pictures, self._offset)
            pieces = tuple(_join(_cut(parts, writer)))
            self._done[kept] = CutStencil(pieces, frozenset(writer.unusual))
        return self._done[kept]


class PlacedStencils:
    """The stencils of a sheet in one file: streams that all such sheets share, and gaps."""

    def __init__(self, cut: Iterable[CutStencil], share: Share) -> None:
        self._parts: list[int | tuple[bytes, tuple[int, ...]]] = []
        for content, slots in (part for each in cut for part in each.parts):
            before = self._parts[-1] if self._parts else 0
            if slots is None:
                self._parts.append(share(content))
            elif isinstance(before, int):
                self._parts.append((content, slots))
            else:  # one stream for what ends a stencil and begins the next
                self._parts[-1] = (before[0] + content, before[1] + slots)

    def fill(self, strings: Sequence[bytes]) -> Iterator[int | bytes]:
        """Yield the numbers of shared streams, and between them what one letter has of its own.

        The strings are its texts as they stand in a PDF, and its bars after them.
        """
        for part in self._parts:
            if isinstance(part, int):
                yield part
            else:
                yield part[0] % tuple([strings[slot] for slot in part[1]])


def _cut(parts: Iterable[PagePart], writer: ContentWriter) -> Iterator[tuple[int | None, bytes]]:
    """Yield what all sheets have alike, and what has a gap with the slot for it."""
    for part in parts:
        yield None, part.open()
        yield from _cut_ink(part.ink, writer)
        yield None, CLOSE


def _cut_ink(drawing: Drawing, writer: ContentWriter) -> Iterator[tuple[int | None, bytes]]:
    if drawing.boxes or drawing.pictures:
        yield None, writer.write_drawing(Drawing((), drawing.boxes, drawing.pictures))
    for symbol in drawing.symbols:
        yield _BARS, writer.write_symbol(symbol, b"%b")
    for slot, runs in groupby(drawing.texts, key=attrgetter("slot")):
        if slot is None:
            yield None, writer.write_texts(list(runs))
            continue
        for run in runs:
            yield slot, writer.write_gap(run)


def _join(
    parts: Iterable[tuple[int | None, bytes]],
) -> Iterator[tuple[bytes, tuple[int, ...] | None]]:
    """Join what no sheet shares, or what is too short to be shared; yield the rest by itself."""
    own: list[bytes] = []
    slots: list[int] = []
    for fixed, several in groupby(parts, key=lambda part: part[0] is None):
        filled, contents = zip(*several, strict=True)
        written = b"".join(contents)
        if fixed and len(written) > _SHORT:
            if own:
                yield b"".join(own), tuple(slots)
            yield written, None
            own, slots = [], []
        else:
            own.append(written.replace(b"%", b"%%") if fixed else written)
            slots += [slot for slot in filled if slot is not None]
    if own:
        yield b"".join(own), tuple(slots)
