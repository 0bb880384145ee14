"""The compositor: sets an address in the window panel, as large as it fits."""

from collections.abc import Sequence
from functools import cached_property

from prisonmail.letters.letter import Draft
from prisonmail.sheets.drawing import Rectangle, Slot
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.frames import Arrangement, Frame, Frames, PrisonLines
from prisonmail.sheets.window.limits import Limits
from prisonmail.sheets.window.lines import (
    PanelLine,
    Pieces,
    break_text,
    measure,
    measure_recurring,
    split_text,
)
from prisonmail.sheets.window.panel import INSET, PanelLayout, PlacedLine
from prisonmail.sheets.window.spacing import Spacing, Spacings
from prisonmail.system.record import Record


class Compositor(Record, frozen=True, dict=True):
    """Sets addresses in one area of the sheet."""

    area: Rectangle
    typeface: Typeface

    def fits(self, draft: Draft) -> bool:
        """Check whether a letter's address has room."""
        return self.limits.hold(draft) or self.fit(draft) is not None

    def fit(self, draft: Draft) -> PanelLayout | None:
        """Set a letter's address as large as it fits; None if it fits in no way.

        Each arrangement is tried at every size before the next, whole lines before broken ones, the
        wider symbol before the narrower.
        """
        person = _Person(draft, self.typeface)
        for arrangement, frame in self._frames.find(PrisonLines(draft.prison_name, draft.address)):
            lines = person.set_out(arrangement, frame.name_rooms)
            spacing = self._spacings.find(frame, lines) if lines else None
            if spacing:
                return self._lay_out(frame, lines, spacing)
        return None

    def _lay_out(self, frame: Frame, lines: Sequence[PanelLine], spacing: Spacing) -> PanelLayout:
        placed = zip(lines, spacing.baselines, strict=True)
        person = tuple([PlacedLine(line.text, y, line.bold, line.slot) for line, y in placed])
        left = self.area.left + INSET
        return PanelLayout(left, frame.style.size, person, spacing.place, frame.symbol)

    @cached_property
    def limits(self) -> Limits:
        """What names have to keep to so that they fit without trying."""
        return Limits(self.typeface, self._frames, self._spacings)

    @cached_property
    def _frames(self) -> Frames:
        return Frames(self.area, self.typeface)

    @cached_property
    def _spacings(self) -> Spacings:
        return Spacings(self.area)


class _Person:
    """What stands above the prison: the marking, the name and the identity of one letter."""

    def __init__(self, draft: Draft, typeface: Typeface) -> None:
        self._draft, self._typeface = draft, typeface
        self._identity: PanelLine | None = None
        self._names: dict[bool, Pieces] = {}

    def set_out(self, arrangement: Arrangement, rooms: Sequence[float]) -> Sequence[PanelLine]:
        """Break the name over rows of some widths in ems; nothing if it does not fit them."""
        regular, bold = self._typeface.regular, self._typeface.bold
        hyphens = arrangement.break_hyphens
        if hyphens not in self._names:
            self._names[hyphens] = split_text(self._draft.name, regular, break_hyphens=hyphens)
        broken = break_text(self._names[hyphens], rooms)
        if broken is None:
            return ()
        whole = Slot.NAME if len(broken) == 1 else None
        name = [measure(line, regular, slot=whole) for line in broken]
        marking = self._draft.marking.value
        if self._identity is None:
            self._identity = measure(self._draft.identity, regular, slot=Slot.IDENTITY)
        if arrangement.identity_beside_marking:
            return (measure(f"{marking}, {self._identity.text}", bold, bold=True), *name)
        return (measure_recurring(marking, bold, bold=True), *name, self._identity)
