r"""Content streams: a drawing as the operators that PDF draws it with.

A dot of 1/600 inch is 0.12 pt, so that bars stay on the printer's grid to the last digit. Sheets
have most of their bars and many of their texts in common: each is written out once and kept.

>>> bars = Drawing(boxes=(Box(0.0, 10.0, 25.4, 12.7),))
>>> ContentWriter(({}, {}), {}, offset=(0.0, 0.0)).operators(bars).decode()
'0 g\n0 777.54 72 36 re\nf\n'
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from prisonmail.sheets.drawing import (
    MM_PER_POINT,
    SHEET_HEIGHT,
    Box,
    Drawing,
    Picture,
    TextRun,
)

_KEPT = 8192
"""How many texts and bars are kept: those of many prisons and of every place in the symbol."""
_GREY = attrgetter("grey")
_FONT = attrgetter("bold", "size")


class ContentWriter:
    """Writes drawings, all moved across and down by an offset in mm.

    A text in regular or bold is written with the first or second table of glyphs; pictures are
    known by the resource names that a mapping gives their paths.
    """

    def __init__(
        self,
        glyphs: tuple[Mapping[int, str], Mapping[int, str]],
        pictures: Mapping[str, str],
        offset: tuple[float, float],
    ) -> None:
        self._glyphs = glyphs
        self._pictures = pictures
        self._across, self._down = offset
        self._box = lru_cache(_KEPT)(self._new_box)
        self._text = lru_cache(_KEPT)(self._new_text)

    def operators(self, drawing: Drawing) -> bytes:
        """Write one drawing."""
        parts = (
            *map(self._picture, drawing.pictures),
            *self._boxes(drawing.boxes),
            *self._texts(drawing.texts),
        )
        return "".join(parts).encode("latin-1")

    def _boxes(self, boxes: Sequence[Box]) -> Iterator[str]:
        for grey, alike in groupby(boxes, key=_GREY):
            yield f"{grey:g} g\n{''.join(map(self._box, alike))}f\n"

    def _texts(self, texts: Sequence[TextRun]) -> Iterator[str]:
        if not texts:
            return
        yield "0 g\nBT\n"
        for (bold, size), alike in groupby(texts, key=_FONT):
            yield f"/F{2 if bold else 1} {size:g} Tf\n{''.join(map(self._text, alike))}"
        yield "ET\n"

    def _new_box(self, box: Box) -> str:
        place = self._place(box.x, box.y + box.height)
        return f"{place} {_points(box.width)} {_points(box.height)} re\n"

    def _new_text(self, text: TextRun) -> str:
        shown = text.text.translate(self._glyphs[text.bold])
        return f"1 0 0 1 {self._place(text.x, text.y)} Tm ({shown}) Tj\n"

    def _picture(self, picture: Picture) -> str:
        place = self._place(picture.x, picture.y + picture.height)
        width, height = _points(picture.width), _points(picture.height)
        return f"q {width} 0 0 {height} {place} cm /{self._pictures[picture.path]} Do Q\n"

    def _place(self, x: float, y: float) -> str:
        return f"{_points(x + self._across)} {_points(SHEET_HEIGHT - y - self._down)}"


def _points(millimetres: float) -> str:
    return f"{round(millimetres / MM_PER_POINT, 2):g}"
