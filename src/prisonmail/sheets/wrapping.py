"""Breaking text into lines."""

import re
from collections.abc import Iterator, Sequence

from prisonmail.sheets.typeface import Face

_AFTER_SIGNS = re.compile(r"(?<=[.\-])")


def count_that_fit(
    pieces: Sequence[str], face: Face, size: float, width: float, between: str = " "
) -> int:
    """Count how many of the first pieces a line of a width in mm takes; at least one.

    The one piece may be too wide, which is for the caller to see.
    """
    for count in range(len(pieces), 1, -1):
        if face.width(between.join(pieces[:count]), size) <= width:
            return count
    return 1


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
    while pieces:
        count = count_that_fit(pieces, face, size, width, between)
        yield between.join(pieces[:count])
        pieces = pieces[count:]
