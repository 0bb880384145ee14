"""Limits: names that have room in a prison's panel without trying.

Most names are short. For a prison, a marking and a kind of identity it is worked out once what a
name has to keep to so that the first frame which can take any name takes it on one line: such a
name is only held against that, and lies there as the compositor would lay it out. A name too wide
for that frame is held against the next, beside a narrower symbol. Whether a name beyond all of its
limits still has room, the compositor finds out.
"""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar, NamedTuple

from prisonmail.letters.letter import Draft
from prisonmail.sheets.typeface import Extent, Face, Typeface
from prisonmail.sheets.window.frames import Arrangement, Frame, Frames, PrisonLines
from prisonmail.sheets.window.late_sequence import LateSequence
from prisonmail.sheets.window.lines import PanelLine, measure_recurring
from prisonmail.sheets.window.spacing import LEAST_WHITE, Spacing, Spacings
from prisonmail.system.record import Record, field

_NUMBER = 7
_IN_NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""A prison number has seven of these at most."""
_BIRTH = "01-23-4567-89"
"""At least as wide as any date of birth, with all that can be in one."""
_ROUNDING = 1e-9
"""Ems by which a limit is nearer than it need be: sums of widths differ by their last digits."""
_NOTHING = PanelLine("", 0.0, Extent(0.0, 0.0))


class Limit(NamedTuple):
    """What a name has to keep to, in ems."""

    above: float
    below: float
    whole: float
    """How wide it may be."""
    depth: float
    """How far below its baseline ink may reach and leave it that width; else it has `beside`."""
    beside: float
    room: float
    """A name that is wider has no room for certain."""

    def holds(self, name: str, face: Face) -> bool:
        """Check whether a name keeps to it."""
        width = face.measure_ems(name)
        if width > self.whole:
            return False
        above, below = face.measure_extent(name)
        in_width = below <= self.depth or width <= self.beside
        return in_width and above <= self.above and below <= self.below


class _Kind(NamedTuple):
    """What a limit depends on."""

    prison_name: str
    address: tuple[str, ...]
    marking: str
    numbered: bool


class Limits(Record, frozen=True):
    """The limits of one area of the sheet."""

    withheld: ClassVar[tuple[str, ...]] = ("_found",)

    typeface: Typeface
    frames: Frames
    spacings: Spacings
    _found: "dict[_Kind, LateSequence[Limit]]" = field(default_factory=dict)

    def hold(self, draft: Draft) -> bool:
        """Check whether a name keeps to a limit of its prison."""
        return self.find(draft) is not None

    def find(self, draft: Draft) -> int | None:
        """Return which limit of its prison a name keeps to, from 0; None if it keeps to none."""
        numbered = draft.prison_number is not None
        kind = _Kind(draft.prison_name, draft.address, draft.marking.value, numbered)
        if kind not in self._found:
            self._found[kind] = LateSequence(self._find(kind))
        face = self.typeface.regular
        for number, limit in enumerate(self._found[kind]):
            if limit.holds(draft.name, face):
                return number
            if face.measure_ems(draft.name) <= limit.room:
                break
        return None

    def _find(self, kind: _Kind) -> Iterator[Limit]:
        marking = measure_recurring(kind.marking, self.typeface.bold)
        identity = self._widest_identity(numbered=kind.numbered)
        for arrangement, frame in self.frames.find(PrisonLines(kind.prison_name, kind.address)):
            if not _is_plain(arrangement, frame):
                return
            head = frame.set_head(marking)
            if head is None or self.spacings.find(frame, (head, _NOTHING, _NOTHING)) is None:
                continue  # so it has no room for any name
            spacing = self.spacings.find(frame, (head, _NOTHING, identity))
            if spacing is None:
                return
            yield _limit(frame, spacing, head, identity)

    def _widest_identity(self, *, numbered: bool) -> PanelLine:
        face = self.typeface.regular
        return _measure_number(face) if numbered else measure_recurring(_BIRTH, face)


@cache
def _measure_number(face: Face) -> PanelLine:
    """Return a line at least as wide and as high as any prison number."""
    widest = max(map(face.measure_ems, _IN_NUMBERS)) * _NUMBER
    return PanelLine("", widest, face.measure_extent(_IN_NUMBERS))


def _is_plain(arrangement: Arrangement, frame: Frame) -> bool:
    """Check for a frame with a line of its own for the name and for the identity, evenly spaced."""
    return not (
        len(frame.name_rooms) > 1 or arrangement.identity_beside_marking or frame.style.tight
    )


def _limit(frame: Frame, spacing: Spacing, marking: PanelLine, identity: PanelLine) -> Limit:
    room = frame.name_rooms[0]
    white = spacing.leading - LEAST_WHITE
    lengths = (
        white - marking.extent.below,
        white - identity.extent.above,
        min(spacing.whole_width, room),
        spacing.depths[1],
        min(spacing.beside_width, room),
    )
    above, below, whole, depth, beside = [length - _ROUNDING for length in lengths]
    return Limit(above, below, whole, depth, beside, room + _ROUNDING)
