"""Breaking text into lines.

>>> evenly((3.0, 4.0, 2.0), (0.2, 0.2, 0.2), (8.0, 8.0))
(1, 3)
>>> evenly((9.0,), (0.2,), (8.0,)) is None
True
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations

from prisonmail.sheets.typeface import Face

_AFTER_SIGNS = re.compile(r"(?<=[.\-])")


def evenly(
    widths: Sequence[float], gaps: Sequence[float], rooms: Sequence[float]
) -> tuple[int, ...] | None:
    """Share pieces out over all of some lines, so that the widest line is as short as can be.

    Each piece has a width and a gap that follows it, unless it ends a line; each line has its
    room. Gives the count of pieces up to the end of each line, or None where they do not fit.
    """
    starts = (0.0, *accumulate(map(sum, zip(widths, gaps, strict=True))))
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
    """Break text at spaces into lines no wider than a width in mm, where its words allow it."""
    return tuple(_filled(text.split(" "), face, size, width, " "))


def wrap_anywhere(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Break text that has no spaces, such as an e-mail address: after its @, then where it must."""
    if face.width(text, size) <= width:
        return (text,)
    mailbox, at, domain = text.partition("@")
    lines: list[str] = []
    for half in (mailbox + at, domain):
        pieces: list[str] = []
        for part in _AFTER_SIGNS.split(half):
            pieces += [part] if face.width(part, size) <= width else list(part)
        lines += _filled(pieces, face, size, width, "")
    return tuple(lines)


def _filled(
    pieces: Sequence[str], face: Face, size: float, width: float, between: str
) -> Iterator[str]:
    """Fill line after line; a line has one piece at least, which may be too wide."""
    gap = face.width(between, size)
    line: list[str] = []
    filled = 0.0
    for piece in pieces:
        needed = face.width(piece, size)
        if line and filled + gap + needed > width:
            yield between.join(line)
            line, filled = [], 0.0
        filled += needed + (gap if line else 0.0)
        line.append(piece)
    yield between.join(line)
