"""Limits: names that have room in a prison's panel without trying.

Most names are short. For a prison, a marking and a kind of identity it is worked out once what a
name has to keep to so that the first frame which can take any name takes it on one line: such a
name is only held against that, and lies there as the compositor would lay it out. A name beyond
its limit may still have room: that the compositor finds out.
"""

from typing import ClassVar, NamedTuple

from prisonmail.letters.letter import Draft
from prisonmail.sheets.typeface import Extent, Face, Typeface
from prisonmail.sheets.window.frames import Arrangement, Frame, Frames, PrisonLines
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

    def holds(self, name: str, face: Face) -> bool:
        """Check whether a name keeps to it."""
        width = face.measure_ems(name)
        if width > self.whole:
            return False
        above, below = face.measure_extent(name)
        in_width = below <= self.depth or width <= self.beside
        return in_width and above <= self.above and below <= self.below


_NEVER = Limit(-1.0, -1.0, -1.0, -1.0, -1.0)


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
    _found: dict[_Kind, Limit] = field(default_factory=dict)

    def hold(self, draft: Draft) -> bool:
        """Check whether a name keeps to the limit of its prison."""
        numbered = draft.prison_number is not None
        kind = _Kind(draft.prison_name, draft.address, draft.marking.value, numbered)
        if kind not in self._found:
            self._found[kind] = self._find(kind)
        return self._found[kind].holds(draft.name, self.typeface.regular)

    def _find(self, kind: _Kind) -> Limit:
        marking = measure_recurring(kind.marking, self.typeface.bold, bold=True)
        identity = self._widest_identity(numbered=kind.numbered)
        for arrangement, frame in self.frames.find(PrisonLines(kind.prison_name, kind.address)):
            if not _is_plain(arrangement, frame):
                break
            if self.spacings.find(frame, (marking, _NOTHING, _NOTHING)) is None:
                continue  # so it has no room for any name
            spacing = self.spacings.find(frame, (marking, _NOTHING, identity))
            return _limit(frame, spacing, marking, identity) if spacing else _NEVER
        return _NEVER

    def _widest_identity(self, *, numbered: bool) -> PanelLine:
        face = self.typeface.regular
        if not numbered:
            return measure_recurring(_BIRTH, face)
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
    return Limit(*[length - _ROUNDING for length in lengths])
