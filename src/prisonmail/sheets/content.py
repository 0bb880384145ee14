r"""Content streams: a drawing as the operators that PDF draws it with.

A dot of 1/600 inch is 0.12 pt, so that bars stay on the printer's grid to the last digit.

>>> bars = Drawing(boxes=(Box(0.0, 10.0, 25.4, 12.7),))
>>> operators(bars, str, {}, offset=(0.0, 0.0)).decode()
'0 g\n0 777.54 72 36 re\nf\n'
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import TypeAlias

from prisonmail.sheets.drawing import (
    MM_PER_POINT,
    SHEET_HEIGHT,
    Box,
    Drawing,
    Picture,
    TextRun,
)

Encode: TypeAlias = Callable[[str, bool], str]
"""Gives the operator that shows a text in regular or bold."""


def operators(
    drawing: Drawing,
    encode: Encode,
    pictures: Mapping[str, str],
    offset: tuple[float, float],
) -> bytes:
    """Serialise a drawing, moved across and down by an offset in mm.

    Pictures are known by the resource names that a mapping gives their paths.
    """
    lines = (
        *(_picture(picture, pictures, offset) for picture in drawing.pictures),
        *_boxes(drawing, offset),
        *_texts(drawing, encode, offset),
    )
    return "".join(f"{line}\n" for line in lines).encode("latin-1")


def _boxes(drawing: Drawing, offset: tuple[float, float]) -> Iterator[str]:
    for grey, boxes in groupby(drawing.boxes, key=lambda box: box.grey):
        yield f"{grey:g} g"
        for box in boxes:
            yield _box(box, offset)
        yield "f"


def _box(box: Box, offset: tuple[float, float]) -> str:
    x, y = _place(box.x, box.y + box.height, offset)
    return f"{x} {y} {_points(box.width)} {_points(box.height)} re"


def _texts(drawing: Drawing, encode: Encode, offset: tuple[float, float]) -> Iterator[str]:
    if not drawing.texts:
        return
    yield "0 g\nBT"
    for (bold, size), texts in groupby(drawing.texts, key=lambda text: (text.bold, text.size)):
        yield f"/F{2 if bold else 1} {size:g} Tf"
        for text in texts:
            yield _text(text, encode, offset)
    yield "ET"


def _text(text: TextRun, encode: Encode, offset: tuple[float, float]) -> str:
    x, y = _place(text.x, text.y, offset)
    return f"1 0 0 1 {x} {y} Tm {encode(text.text, text.bold)}"


def _picture(picture: Picture, names: Mapping[str, str], offset: tuple[float, float]) -> str:
    x, y = _place(picture.x, picture.y + picture.height, offset)
    width, height = _points(picture.width), _points(picture.height)
    return f"q {width} 0 0 {height} {x} {y} cm /{names[picture.path]} Do Q"


def _place(x: float, y: float, offset: tuple[float, float]) -> tuple[str, str]:
    return _points(x + offset[0]), _points(SHEET_HEIGHT - y - offset[1])


def _points(millimetres: float) -> str:
    return f"{round(millimetres / MM_PER_POINT, 2):g}"
