"""Stencils in a PDF: what many sheets have alike is a form that each of them only names.

A sheet's own stream holds a letter's few texts and its bars, and between them the names of forms,
in the order in which it is read.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from prisonmail.printing.content import ContentWriter
from prisonmail.sheets.drawing import Drawing, Slot, Stencil
from prisonmail.system.record import Record

_BARS = len(Slot)
_SHORT = 100
"""Bytes that are not worth a form of their own: some readers load the fonts anew for each form."""
DrawForm = Callable[[bytes], int | None]
"""Returns the number of the form that draws some content; None if there are to be no forms."""


class CutStencil(Record, frozen=True):
    """A stencil as it is written in any file."""

    parts: tuple[tuple[bool, bytes], ...]
    """What all its sheets have alike, and between them gaps, each with what stands around it."""
    slots: tuple[int, ...]
    """What comes into each gap."""
    unusual: frozenset[str]
    """The characters of it that the usual fonts do not have."""


class StencilCutter:
    """Cuts stencils, each once for all files of a run."""

    def __init__(
        self, pictures: Sequence[str] = (), offset: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Cut for files with these pictures, in which everything is moved by an offset in mm."""
        self._pictures, self._offset = pictures, offset
        self._done: dict[Stencil, CutStencil] = {}

    def cut(self, stencil: Stencil) -> CutStencil:
        """Return a stencil as it is written."""
        if stencil not in self._done:
            writer, slots = ContentWriter(self._pictures, self._offset), list[int]()
            parts = tuple(_join(_cut(stencil, writer, slots)))
            self._done[stencil] = CutStencil(parts, tuple(slots), frozenset(writer.unusual))
        return self._done[stencil]


class PlacedStencil:
    """A stencil as it is written in one file: the bytes of its sheets, and gaps between them."""

    def __init__(self, cut: CutStencil, draw_form: DrawForm) -> None:
        self._slots = cut.slots
        self.forms: list[int] = []
        """The numbers of the forms that it names."""
        written: list[bytes] = []
        for gap, part in cut.parts:
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


def _cut(stencil: Stencil, writer: ContentWriter, slots: list[int]) -> Iterator[tuple[bool, bytes]]:
    """Yield what all sheets have alike, and what has a gap, whose slot is added to the slots."""
    for drawing in stencil.drawings:
        yield False, writer.write_drawing(Drawing((), drawing.boxes, drawing.pictures))
        for symbol in drawing.symbols:
            slots.append(_BARS)
            yield True, writer.write_symbol(symbol, b"%b")
        for slot, runs in groupby(drawing.texts, key=attrgetter("slot")):
            if slot is None:
                yield False, writer.write_texts(list(runs))
                continue
            for run in runs:
                slots.append(slot)
                yield True, writer.write_gap(run)


def _join(parts: Iterator[tuple[bool, bytes]]) -> Iterator[tuple[bool, bytes]]:
    """Join parts of one kind that follow each other."""
    for gap, several in groupby(parts, key=lambda part: part[0]):
        yield gap, b"".join(written for _, written in several)
