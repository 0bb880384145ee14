"""Stencils in a PDF: what many sheets have alike is a content stream that their pages share.

The streams of a page are read as one (ISO 32000-1, 7.8.2): between those that it shares stand its
own, with a letter's few texts and its bars, in the order in which the sheet is read. A form would
do for that too, but some programs load the fonts anew for each form that a page draws.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from prisonmail.printing.content import ContentWriter
from prisonmail.sheets.drawing import Drawing, Slot, Stencil

_BARS = len(Slot)
_SHORT = 160
"""Bytes that are not worth a stream of their own, since that cuts the page's own in two."""
Share = Callable[[bytes], int]
"""Writes a stream that many pages show, once, and returns its number."""


class CutStencils:
    """The stencils of a sheet as they are written: streams that all such sheets share, and gaps."""

    def __init__(self, stencils: Iterable[Stencil], writer: ContentWriter, share: Share) -> None:
        self._writer = writer
        self._parts: list[int | tuple[bytes, tuple[int, ...]]] = []
        """The numbers of shared streams, and content with gaps and what comes into each."""
        own: list[bytes] = []
        slots: list[int] = []
        for fixed, parts in groupby(self._cut(stencils), key=lambda part: part[0] is None):
            several = list(parts)
            written = b"".join([content for _, content in several])
            if fixed and len(written) > _SHORT:
                self._parts += [(b"".join(own), tuple(slots)), share(written)]
                own, slots = [], []
            else:
                own.append(written.replace(b"%", b"%%") if fixed else written)
                slots += [slot for slot, _ in several if slot is not None]
        self._parts.append((b"".join(own), tuple(slots)))

    def fill(self, strings: Sequence[bytes]) -> Iterator[int | bytes]:
        """Yield the numbers of shared streams, and between them what one letter has of its own.

        The strings are its texts as they stand in a PDF, and its bars after them.
        """
        for part in self._parts:
            if isinstance(part, int):
                yield part
            elif part[0]:
                yield part[0] % tuple([strings[slot] for slot in part[1]])

    def _cut(self, stencils: Iterable[Stencil]) -> Iterator[tuple[int | None, bytes]]:
        """Yield what all sheets have alike, and what has a gap with the slot for it."""
        for drawing in (drawing for stencil in stencils for drawing in stencil.drawings):
            yield None, self._writer.write_drawing(Drawing((), drawing.boxes, drawing.pictures))
            for symbol in drawing.symbols:
                yield _BARS, self._writer.write_symbol(symbol, b"%b")
            for slot, runs in groupby(drawing.texts, key=attrgetter("slot")):
                if slot is None:
                    yield None, self._writer.write_texts(list(runs))
                    continue
                for run in runs:
                    yield slot, self._writer.write_gap(run)
