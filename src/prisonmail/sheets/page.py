"""The whole sheet: letterhead, window panel, covering letter, fold ticks and footer."""

from dataclasses import dataclass
from functools import cached_property

from prisonmail import clock
from prisonmail.letters import Batch, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets import panel
from prisonmail.sheets.covering_letter import CoveringLetter
from prisonmail.sheets.drawing import SHEET_HEIGHT, Box, Drawing, Sheet, TextRun
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.letterhead import letterhead
from prisonmail.sheets.measures import FOOTER, HAIRLINE, MARGIN, RIGHT
from prisonmail.sheets.typeface import Typeface

_BODY_GAP = 14.0
_FOOTER_Y = 287.0
_TICK_LEFT = 4.0
_TICK_WIDTH = 4.0


@dataclass(frozen=True)
class Stationery:
    """Draws the sheets of one batch. What they share is drawn once for each marking."""

    batch: Batch
    envelope: Envelope
    typeface: Typeface

    def sheet(self, letter: Letter) -> Sheet:
        """Draw the sheet of one letter. Raises ValueError where its address does not fit."""
        layout = panel.fit(letter.draft, self.envelope.always_visible, self.typeface)
        if layout is None:
            raise ValueError("the address does not fit the window")
        own = (
            panel.draw(layout, letter, self.typeface)
            + self._covering[letter.draft.marking].own(letter)
            + self._footer(letter)
        )
        return Sheet(self._shared[letter.draft.marking], own)

    @cached_property
    def _covering(self) -> dict[Marking, CoveringLetter]:
        top = self.envelope.ever_visible.bottom + _BODY_GAP
        return {
            marking: CoveringLetter(self.batch, marking, self.typeface, top) for marking in Marking
        }

    @cached_property
    def _shared(self) -> dict[Marking, Drawing]:
        issued = clock.uk_date(self.batch.issued_at)
        head = letterhead(self.batch.sender, issued, self.typeface) + self._fold_ticks()
        return {marking: head + letter.shared() for marking, letter in self._covering.items()}

    def _fold_ticks(self) -> Drawing:
        panel_height = self.envelope.fold.value
        count = round(SHEET_HEIGHT / panel_height)
        return Drawing(
            boxes=tuple(
                Box(_TICK_LEFT, panel_height * fold, _TICK_WIDTH, HAIRLINE)
                for fold in range(1, count)
            )
        )

    def _footer(self, letter: Letter) -> Drawing:
        place = f"sheet {letter.sheet} of {self.batch.size}"
        left = RIGHT - self.typeface.regular.width(place, FOOTER)
        return Drawing(
            (
                TextRun(MARGIN, _FOOTER_Y, f"Batch {self.batch.id}", FOOTER),
                TextRun(left, _FOOTER_Y, place, FOOTER),
            )
        )
