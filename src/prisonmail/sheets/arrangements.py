"""Arrangements: the ways of setting out an address in the window, the best first.

The best has a line for every item. Where the window is too low for that, street and locality
share a line, then the identity stands beside the marking; no item is ever left out. Names break
at spaces, and after hyphens only where nothing else helps.

>>> place = Place("HMP Leeds", ("2 Gloucester Terrace", "Armley", "LEEDS", "LS12 2TJ"))
>>> place.lines(joined=True)
('HMP Leeds', '2 Gloucester Terrace, Armley', 'LEEDS', 'LS12 2TJ')
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from prisonmail.sheets.typeface import Face
from prisonmail.sheets.wrapping import evenly

_AFTER_HYPHENS = re.compile(r"(?<=[-‐])(?=.)")
_SPACE = " "


class Arrangement(NamedTuple):
    """One way of setting out an address."""

    street_joined: bool
    """Street and locality on one line."""
    identity_beside_marking: bool
    break_hyphens: bool


ARRANGEMENTS = (
    Arrangement(False, False, False),
    Arrangement(True, False, False),
    Arrangement(True, False, True),
    Arrangement(False, True, False),
    Arrangement(True, True, False),
    Arrangement(False, True, True),
    Arrangement(True, True, True),
)


class Place(NamedTuple):
    """A prison's name and the lines of its address."""

    name: str
    address: tuple[str, ...]
    """Post town and postcode are its last two lines."""

    def lines(self, *, joined: bool) -> tuple[str, ...]:
        """Give the lines below the recipient."""
        street, ending = self.address[:-2], self.address[-2:]
        return (self.name, *((", ".join(street),) if joined and street else street), *ending)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in the pieces that it may be broken into, and their widths in ems."""

    whole: str
    width: float
    """Of the whole."""
    texts: tuple[str, ...]
    joints: tuple[str, ...]
    """What stands after each piece on the same line: a space, or nothing after a hyphen."""
    widths: tuple[float, ...]
    gaps: tuple[float, ...]
    """The widths of the joints."""

    def joined(self, begin: int, end: int) -> str:
        """Give some of the pieces as one line."""
        pairs = zip(self.texts[begin:end], self.joints[begin:end], strict=True)
        return "".join(text + joint for text, joint in pairs).rstrip(_SPACE)


def pieces(text: str, face: Face, *, break_hyphens: bool = False) -> Pieces:
    """Take a text apart at its spaces, and after its hyphens too if wanted."""
    texts: list[str] = []
    joints: list[str] = []
    for word in text.split(_SPACE):
        parts = _AFTER_HYPHENS.split(word) if break_hyphens else [word]
        texts += parts
        joints += [""] * (len(parts) - 1) + [_SPACE]
    space = face.advances[_SPACE]
    widths = tuple(map(face.ems, texts))
    gaps = tuple([space if joint else 0.0 for joint in joints])
    width = sum(widths) + sum(gaps[:-1])
    return Pieces(text, width, tuple(texts), tuple(joints), widths, gaps)


def broken(parts: Pieces, rooms: Sequence[float]) -> tuple[str, ...] | None:
    """Share a text out over lines of some widths in ems; None where it does not fit them."""
    if len(rooms) == 1:
        return (parts.whole,) if parts.width <= rooms[0] else None
    ends = evenly(parts.widths, parts.gaps, rooms)
    if ends is None:
        return None
    return tuple(parts.joined(begin, end) for begin, end in pairwise((0, *ends)))
