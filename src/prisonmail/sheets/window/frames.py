"""Frames: panels of one prison with rows left for a name, the best first.

The best arrangement has a line for every item. If the window is too low for that, street and
locality share a line, then the identity stands beside the marking; no item is ever left out. Names
break at spaces, and after hyphens only if nothing else helps.

What depends on the prison alone is worked out once and kept, since a list has many rows and few
prisons: a row then only asks whether its name fits the rows that are left for it.

>>> place = PrisonLines("HMP Leeds", ("2 Gloucester Terrace", "Armley", "LEEDS", "LS12 2TJ"))
>>> place.lines(joined=True)
('HMP Leeds', '2 Gloucester Terrace, Armley', 'LEEDS', 'LS12 2TJ')
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import NamedTuple

from prisonmail.sheets.drawing import MM_PER_POINT, Rectangle
from prisonmail.sheets.text import share_evenly
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.window.lines import LEAST_LEADING, PanelLine, measure_recurring
from prisonmail.sheets.window.panel import INSET, SymbolPlace, place_symbol

_AFTER_HYPHENS = re.compile(r"(?<=[-‐])(?=.)")
_SPACE = " "
SIZES = (9.0, 8.5, 8.0)
"""Points, the largest that fits is taken; at 8 pt Roboto's capitals are just over 2 mm high."""
MODULE_DOTS = (8, 6)
"""Printer dots of 1/600 inch to a module: 0.339 mm, else 0.254 mm."""
_MOST_BREAKS = 3


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


class PrisonLines(NamedTuple):
    """A prison's name and the lines of its address."""

    name: str
    address: tuple[str, ...]
    """Post town and postcode are its last two lines."""

    def lines(self, *, joined: bool) -> tuple[str, ...]:
        """Return the lines below the recipient."""
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
        """Return some of the pieces as one line."""
        pairs = zip(self.texts[begin:end], self.joints[begin:end], strict=True)
        return "".join(text + joint for text, joint in pairs).rstrip(_SPACE)


def split_text(text: str, face: Face, *, break_hyphens: bool = False) -> Pieces:
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


def break_text(parts: Pieces, rooms: Sequence[float]) -> tuple[str, ...] | None:
    """Share a text out over lines of some widths in ems; None if it does not fit them."""
    if len(rooms) == 1:
        return (parts.whole,) if parts.width <= rooms[0] else None
    ends = share_evenly(parts.widths, parts.gaps, rooms)
    if ends is None:
        return None
    return tuple(parts.joined(begin, end) for begin, end in pairwise((0, *ends)))


class PanelStyle(NamedTuple):
    """How large, with how many more lines than items, beside which symbol, and how spaced."""

    size: float
    breaks: int
    module_dots: int
    tight: bool
    """Whether baselines may be nearer and less even than they should be: the last resort."""
    short: bool = False
    """Whether rows stay empty at the bottom, so that one long word has room above the symbol."""

    @property
    def em(self) -> float:
        """The type size in mm."""
        return self.size * MM_PER_POINT


_BREAKS = range(_MOST_BREAKS + 1)
_EVEN = [PanelStyle(*each, tight=False) for each in product(SIZES, _BREAKS, MODULE_DOTS)]
_TIGHT = [PanelStyle(*each, tight=True) for each in product(SIZES[-1:], _BREAKS, MODULE_DOTS)]
_SHORT = [style._replace(short=True) for style in _TIGHT if style.breaks]
WAYS = tuple(way for styles in (_EVEN, _TIGHT, _SHORT) for way in product(ARRANGEMENTS, styles))
"""All that is tried, the best first."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A panel of one prison, with rows left for a name."""

    style: PanelStyle
    symbol: SymbolPlace
    name_rooms: tuple[float, ...]
    """How wide each line of the name may be, in ems."""
    place: tuple[PanelLine, ...]
    """The lines below the recipient."""
    bottom: float
    """How far down the ink of the last line may reach, in mm."""


@dataclass(frozen=True)
class Frames:
    """The frames in one area of the sheet."""

    area: Rectangle
    typeface: Typeface
    _of: "dict[PrisonLines, _Made]" = field(default_factory=dict, repr=False)

    def of(self, place: PrisonLines) -> Iterator[tuple[Arrangement, Frame]]:
        """Yield the frames of a place, the best first; each is made when first wanted."""
        if place not in self._of:
            self._of[place] = _Made([], self._new_frames(place))
        made, coming = self._of[place]
        yield from made
        for each in coming:
            made.append(each)
            yield each

    def _new_frames(self, place: PrisonLines) -> Iterator[tuple[Arrangement, Frame]]:
        for arrangement, style in WAYS:
            frame = self._new_frame(place, arrangement, style)
            if frame:
                yield arrangement, frame

    def _new_frame(
        self, place: PrisonLines, arrangement: Arrangement, style: PanelStyle
    ) -> Frame | None:
        """Set a prison's lines below rows for the marking and a name; None if they have no room.

        Rows are evenly spaced, the last on the baseline of the printed code. The name gets as many
        of them as it may be broken into, or one fewer at a time until the prison fits the rest; all
        rows have to be filled then, but with a style that leaves some empty at the bottom.
        """
        texts = place.lines(joined=arrangement.street_joined)
        above_place = 1 if arrangement.identity_beside_marking else 2
        count = above_place + 1 + len(texts) + style.breaks
        symbol = place_symbol(self.area, style.module_dots, self.typeface)
        top = self.area.top + INSET + self.typeface.bold.capital_height * style.em
        leading = (symbol.baseline - top) / (count - 1)
        if leading < LEAST_LEADING * style.em and not style.tight:
            return None
        rooms = tuple(symbol.room(top + leading * row, 0.0) / style.em for row in range(count))
        for name_rows in (1,) if style.short else range(style.breaks + 1, 0, -1):
            lines = self._filled(texts, rooms[above_place + name_rows :])
            empty = count - above_place - name_rows - len(lines)
            if lines and bool(empty) is style.short:
                bottom = symbol.baseline - leading * empty
                return Frame(style, symbol, rooms[1 : 1 + name_rows], lines, bottom)
        return None

    def _filled(self, texts: Sequence[str], rooms: Sequence[float]) -> tuple[PanelLine, ...]:
        lines: list[str] = []
        for text in texts:
            parts = split_text(text, self.typeface.regular)
            rest = rooms[len(lines) :]
            ways = (break_text(parts, rest[:count]) for count in range(1, len(rest) + 1))
            found = next(filter(None, ways), None)
            if found is None:
                return ()
            lines += found
        return tuple(measure_recurring(line, self.typeface.regular) for line in lines)


class _Made(NamedTuple):
    made: list[tuple[Arrangement, Frame]]
    coming: Iterator[tuple[Arrangement, Frame]]
