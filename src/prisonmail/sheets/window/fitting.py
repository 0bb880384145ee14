"""The compositor: sets an address in the window panel, as large as it fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from prisonmail.letters.letter import Draft
from prisonmail.sheets.drawing import Rectangle
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.frames import (
    Arrangement,
    Frame,
    Frames,
    Pieces,
    PrisonLines,
    break_text,
    split_text,
)
from prisonmail.sheets.window.lines import PanelLine, measure, measure_recurring
from prisonmail.sheets.window.panel import INSET, PanelLayout, PlacedLine
from prisonmail.sheets.window.spacing import Spacings


@dataclass(frozen=True)
class Compositor:
    """Sets addresses in one area of the sheet."""

    area: Rectangle
    typeface: Typeface

    def fit(self, draft: Draft) -> PanelLayout | None:
        """Set a letter's address as large as it fits; None if it fits in no way.

        Each arrangement is tried at every size before the next, whole lines before broken ones, the
        wider symbol before the narrower.
        """
        names: dict[bool, Pieces] = {}
        identity = measure(draft.identity, self.typeface.regular)
        for arrangement, frame in self._frames.of(PrisonLines(draft.prison_name, draft.address)):
            hyphens = arrangement.break_hyphens
            if hyphens not in names:
                names[hyphens] = split_text(
                    draft.name, self.typeface.regular, break_hyphens=hyphens
                )
            lines = break_text(names[hyphens], frame.name_rooms)
            if lines:
                name = [measure(line, self.typeface.regular) for line in lines]
                layout = self._layout(frame, self._person(draft, arrangement, name, identity))
                if layout:
                    return layout
        return None

    def _layout(self, frame: Frame, rows: Sequence[PanelLine]) -> PanelLayout | None:
        spacing = self._spacings.of(frame, rows)
        if spacing is None:
            return None
        placed = zip(rows, spacing.baselines, strict=True)
        person = tuple([PlacedLine(row.text, y, row.bold) for row, y in placed])
        left = self.area.left + INSET
        return PanelLayout(left, frame.style.size, person, spacing.place, frame.symbol)

    def _person(
        self, draft: Draft, arrangement: Arrangement, name: Sequence[PanelLine], identity: PanelLine
    ) -> Sequence[PanelLine]:
        marking, bold = draft.marking.value, self.typeface.bold
        if arrangement.identity_beside_marking:
            return (measure(f"{marking}, {identity.text}", bold, bold=True), *name)
        return (measure_recurring(marking, bold, bold=True), *name, identity)

    @cached_property
    def _frames(self) -> Frames:
        return Frames(self.area, self.typeface)

    @cached_property
    def _spacings(self) -> Spacings:
        return Spacings(self.area)
