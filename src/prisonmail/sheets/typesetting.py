"""Typesetting: breaking text into lines, and flowing paragraphs of lines over pages.

No line of a paragraph is left alone on a page, nor the signature.

>>> share_evenly((3.0, 4.0, 2.0), (0.2, 0.2, 0.2), (8.0, 8.0))
(1, 3)
>>> share_evenly((9.0,), (0.2,), (8.0,)) is None
True
>>> [count_together(lines, room) for lines, room in ((5, 4), (5, 1), (3, 2))]
[3, 0, 0]
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from math import floor

from prisonmail.sheets.typeface import Face
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_AFTER_SIGNS = compile_late(r"(?<=[.\-])")
FIRST_BASELINE = 30.0
"""Of a following page, in mm."""
LAST_BASELINE = 276.0
"""Of every page, in mm: 11 mm above that of the footer."""
_FEWEST = 2
"""Lines of a paragraph that stand together on a page."""
_ROUNDING = 1e-6
"""Sums of fractions of mm come out a hair too long for a line that just fits."""


def share_evenly(
    widths: Sequence[float], gaps: Sequence[float], rooms: Sequence[float]
) -> tuple[int, ...] | None:
    """Share pieces out over all of some lines, so that the widest line is as short as can be.

    Each piece has a width and a gap that follows it, unless it ends a line; each line has its
    room. Return the count of pieces up to the end of each line, or None if they do not fit.
    """
    starts = (0.0, *accumulate(map(sum, zip(widths, gaps, strict=True))))
    # names and addresses have few pieces: to try all ways of cutting them is quick enough
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in combinations(range(1, len(widths)), len(rooms) - 1):
        ends = (*cuts, len(widths))
        lines = [
            starts[end] - gaps[end - 1] - starts[begin]
            for begin, end in zip((0, *cuts), ends, strict=True)
        ]
        if all(line <= room for line, room in zip(lines, rooms, strict=True)):
            best = min(best or (max(lines), ends), (max(lines), ends))
    return best[1] if best else None


def wrap(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Break text at spaces into lines no wider than a width in mm, if its words allow it."""
    return tuple(_filled(text.split(" "), face, size, width, " "))


def wrap_anywhere(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Break text that has no spaces, such as an email address: after its @, then anywhere."""
    if face.measure_width(text, size) <= width:
        return (text,)
    mailbox, at, domain = text.partition("@")
    lines: list[str] = []
    for half in (mailbox + at, domain):
        pieces: list[str] = []
        for part in _AFTER_SIGNS.split(half):
            pieces += [part] if face.measure_width(part, size) <= width else list(part)
        lines += _filled(pieces, face, size, width, "")
    return tuple(lines)


def wrap_whole(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Break text at spaces, or anywhere if a word is wider than a width in mm."""
    if face.measure_width(text, size) <= width:
        return (text,)
    lines = wrap(text, face, size, width)
    if any(face.measure_width(line, size) > width for line in lines):
        return wrap_anywhere(text, face, size, width)
    return lines


def _filled(
    pieces: Sequence[str], face: Face, size: float, width: float, between: str
) -> Iterator[str]:
    """Fill line after line; a line has one piece at least, which may be too wide."""
    gap = face.measure_width(between, size)
    line: list[str] = []
    filled = 0.0
    for piece in pieces:
        needed = face.measure_width(piece, size)
        if line and filled + gap + needed > width:
            yield between.join(line)
            line, filled = [], 0.0
        filled += needed + (gap if line else 0.0)
        line.append(piece)
    yield between.join(line)


class Line(Record, frozen=True):
    """A line with its page, from 0, and its baseline in mm."""

    page: int
    y: float
    text: str


class Flow(Record, frozen=True):
    """The places of all lines, and the page and baseline of what follows them."""

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
            room = floor((LAST_BASELINE - block.needs - y + _ROUNDING) / leading) + 1
            count = block.fitting(len(rest), room)
            if not count and y == FIRST_BASELINE:
                count = len(rest)
            placed += (Line(page, y + leading * n, text) for n, text in enumerate(rest[:count]))
            rest = rest[count:]
            page, y = (page + 1, FIRST_BASELINE) if rest else (page, y + leading * count)
        y += block.gap
    return Flow(tuple(placed), page, y)


def count_together(lines: int, room: int) -> int:
    """Work out how many of a paragraph's lines stay on a page with room for so many."""
    if lines <= room:
        return lines
    count = min(room, lines - _FEWEST)
    return count if count >= _FEWEST else 0


class _Block(Record, frozen=True):
    lines: tuple[str, ...]
    gap: float = 0.0
    needs: float = 0.0
    """What must have room on the same page below it, in mm; it is then not broken itself."""

    def fitting(self, lines: int, room: int) -> int:
        if self.needs:
            return lines if lines <= room else 0
        return count_together(lines, room)


def _last(block: _Block, ending: float) -> tuple[_Block, ...]:
    """Split the last paragraph, so that its end can go to a new page with what follows."""
    if len(block.lines) < 2 * _FEWEST:
        return (_Block(block.lines, needs=ending),)
    return (_Block(block.lines[:-_FEWEST]), _Block(block.lines[-_FEWEST:], needs=ending))
