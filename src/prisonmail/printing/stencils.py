"""Stencils in a PDF: what many sheets have alike is a form that each of them only names.

A sheet's own stream holds a letter's few texts and its bars, and between them the names of forms,
in the order in which it is read.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from prisonmail.printing.content import ContentWriter
from prisonmail.sheets.drawing import Drawing, Slot, Stencil

_BARS = len(Slot)
_SHORT = 100
"""Bytes that are not worth a form of their own: some readers load the fonts anew for each form."""
DrawForm = Callable[[bytes], int]
"""Returns the number of the form that draws some content."""


class CutStencil:
    """A stencil as it is written: the bytes that all its sheets have, and gaps between them."""

    def __init__(self, stencil: Stencil, writer: ContentWriter, draw_form: DrawForm) -> None:
        self._writer = writer
        self._slots: list[int] = []
        """What comes into each gap."""
        self.forms: list[int] = []
        """The numbers of the forms that it names."""
        written: list[bytes] = []
        for gap, part in _join(self._cut(stencil)):
            if gap:
                written.append(part)
            else:
                form = draw_form(part) if len(part) > _SHORT else None
                if form is not None:
                    self.forms.append(form)
                alike = part if form is None else b"/S%d Do\n" % form
                written.append(alike.replace(b"%", b"%%"))
        self._form = b"".join(written)

    def fill(self, strings: Sequence[bytes]) -> bytes:
        """Write what one letter has: its texts as they stand in a PDF, and its bars after them."""
        return self._form % tuple([strings[slot] for slot in self._slots])

    def _cut(self, stencil: Stencil) -> Iterator[tuple[bool, bytes]]:
        """Yield what all sheets have alike, and what has a gap."""
        for drawing in stencil.drawings:
            yield False, self._writer.write_drawing(Drawing((), drawing.boxes, drawing.pictures))
            for symbol in drawing.symbols:
                self._slots.append(_BARS)
                yield True, self._writer.write_symbol(symbol, b"%b")
            for slot, runs in groupby(drawing.texts, key=attrgetter("slot")):
                if slot is None:
                    yield False, self._writer.write_texts(list(runs))
                    continue
                for run in runs:
                    self._slots.append(slot)
                    yield True, self._writer.write_gap(run)


def _join(parts: Iterator[tuple[bool, bytes]]) -> Iterator[tuple[bool, bytes]]:
    """Join parts of one kind that follow each other."""
    for gap, several in groupby(parts, key=lambda part: part[0]):
        yield gap, b"".join(written for _, written in several)
