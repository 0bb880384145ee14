"""Flowing paragraphs over pages: no line of a paragraph is left alone, nor the signature.

>>> together(lines=5, room=4), together(lines=5, room=1), together(lines=3, room=2)
(3, 0, 0)
"""

from collections.abc import Sequence
from dataclasses import dataclass

FIRST_BASELINE = 30.0
"""Of a following page, in mm."""
LAST_BASELINE = 276.0
_FEWEST = 2
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its page, from 0, and its baseline in mm."""

    page: int
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Where all lines came to stand, and where what follows them begins."""

    lines: tuple[Line, ...]
    page: int
    y: float


def flow(
    paragraphs: Sequence[Sequence[str]], top: float, leading: float, gap: float, ending: float
) -> Flow:
    """Set paragraphs of lines from a baseline down and on to following pages.

    An ending of a height in mm follows them; at least two lines of text stand above it.
    """
    page, y = 0, top
    placed: list[Line] = []
    blocks = [_Block(tuple(lines), gap) for lines in paragraphs]
    for block in (*blocks[:-1], *_last(blocks[-1], ending)):
        rest = block.lines
        while rest:
            room = int((LAST_BASELINE - block.needs - y + _ROUNDING) / leading) + 1
            count = block.fitting(len(rest), room)
            if not count and y == FIRST_BASELINE:
                count = len(rest)
            placed += (Line(page, y + leading * n, text) for n, text in enumerate(rest[:count]))
            rest = rest[count:]
            page, y = (page + 1, FIRST_BASELINE) if rest else (page, y + leading * count)
        y += block.gap
    return Flow(tuple(placed), page, y)


def together(lines: int, room: int) -> int:
    """Say how many of a paragraph's lines stay on a page with room for so many."""
    if lines <= room:
        return lines
    count = min(room, lines - _FEWEST)
    return count if count >= _FEWEST else 0


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    gap: float = 0.0
    needs: float = 0.0
    """What must have room on the same page below it, in mm; it is then not broken itself."""

    def fitting(self, lines: int, room: int) -> int:
        if self.needs:
            return lines if lines <= room else 0
        return together(lines, room)


def _last(block: _Block, ending: float) -> tuple[_Block, ...]:
    """Split the last paragraph, so that its end can go to a new page with what follows."""
    if len(block.lines) < 2 * _FEWEST:
        return (_Block(block.lines, needs=ending),)
    return (_Block(block.lines[:-_FEWEST]), _Block(block.lines[-_FEWEST:], needs=ending))
