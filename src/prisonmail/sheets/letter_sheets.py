"""The sheets of a letter: letterhead, window panel, covering letter, fold ticks and footer."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from prisonmail import codes
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import (
    BODY,
    FOOTER,
    HAIRLINE,
    MARGIN,
    RIGHT,
    SHEET_HEIGHT,
    Box,
    Drawing,
    Filling,
    Sheet,
    Slot,
    Stencil,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.letter.covering_letter import NONE, CoveringLetter, is_usual_value
from prisonmail.sheets.letter.letterhead import Letterhead
from prisonmail.sheets.letter.letterhead_room import find_head_bottom, frame_following, lift_foot
from prisonmail.sheets.letter.own_wording import OwnWording
from prisonmail.sheets.letter.signature import draw_signature
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.typesetting import FOLLOWING, LAST_BASELINE
from prisonmail.sheets.window.fitting import Compositor
from prisonmail.sheets.window.panel import draw_panel
from prisonmail.system import clock
from prisonmail.system.record import Record

_BODY_GAP = 14.0
"""From all that the window can show down to the baseline of the heading, in mm."""
_FOOTER_Y = 287.0
"""Baseline of the footer in mm: 10 mm above the edge, as far down as all printers reach."""
_TICK_LEFT = 4.0
_TICK_WIDTH = 4.0
"""Fold ticks, in mm: at the edge where they are seen on folding, inside what printers reach."""
_WORDING_GAP = 5.0
"""Between the covering letter and a firm's own wording, in mm, beside the usual leading."""


class _Kind(NamedTuple):
    """What the stencil of a letter depends on."""

    marking: Marking
    prison_name: str
    address: tuple[str, ...]
    born: bool
    """Whether it names a date of birth, having no prison number."""


class LetterSheets(Record, frozen=True, dict=True):
    """Draws the sheets of one batch. What they share is drawn once for each marking."""

    batch: Batch
    paper: Paper
    typeface: Typeface
    letterhead: Letterhead

    def draw(self, letter: Letter) -> Iterator[Sheet]:
        """Draw the sheets of one letter. Raises ValueError if its address does not fit."""
        wording = self._wording(letter)
        yield self._first(letter, wording[:1], len(wording) or 1)
        for number, text in enumerate(wording[1:], start=2):
            foot = self._following_footer(letter, number, len(wording))
            yield Sheet(own=(text, foot), under=self.letterhead.following)

    def _first(self, letter: Letter, wording: tuple[Drawing, ...], count: int) -> Sheet:
        draft, place = letter.draft, self._place(letter, count)
        shared, printed = self._shared[draft.marking], codes.format_code(letter.code)
        under = self.letterhead.under
        if wording or not self._is_usual(draft):
            own = (*self._draw(letter), *wording, self._footer(place))
            return Sheet(shared, own=own, bookmarks=(printed,), under=under)
        texts = (draft.name, draft.identity, draft.reference or NONE, printed, place)
        stencils = (self._find_stencil(letter), self._find_footer(place))
        return Sheet(shared, stencils, Filling(letter.code, texts), (), (printed,), under)

    def _find_stencil(self, letter: Letter) -> Stencil:
        """Return the stencil of a letter, one for all that are alike: most of one prison are."""
        draft = letter.draft
        kind = _Kind(draft.marking, draft.prison_name, draft.address, draft.prison_number is None)
        if kind not in self._stencils:
            self._stencils[kind] = Stencil(self._draw(letter))
        return self._stencils[kind]

    def _find_footer(self, place: str) -> Stencil:
        """Return the stencil of a footer: all digits are equally wide."""
        if len(place) not in self._footers:
            self._footers[len(place)] = Stencil((self._footer(place),))
        return self._footers[len(place)]

    def _is_usual(self, draft: Draft) -> bool:
        """Check that nothing but the texts themselves depends on what a letter says."""
        bold, regular = self.typeface.bold, self.typeface.regular
        return (
            bool(draft.identity)
            and self._compositor.limits.hold(draft)
            and is_usual_value(draft.name, bold)
            and is_usual_value(draft.reference, regular)
        )

    def _draw(self, letter: Letter) -> tuple[Drawing, ...]:
        """Draw what stands before a firm's own wording."""
        layout = self._compositor.fit(letter.draft)
        if layout is None:
            raise ValueError("the address does not fit the window")
        covering = self._covering[letter.draft.marking].draw_own(letter)
        return (*draw_panel(layout, letter.code), covering)

    @cached_property
    def _stencils(self) -> dict[_Kind, Stencil]:
        return {}

    @cached_property
    def _footers(self) -> dict[int, Stencil]:
        return {}

    def _wording(self, letter: Letter) -> tuple[Drawing, ...]:
        if self.paper.wording is None:
            return ()
        return self._wordings[letter.draft.marking].draw(letter)

    @cached_property
    def _compositor(self) -> Compositor:
        return Compositor(self.paper.envelope.panel, self.typeface)

    @cached_property
    def _covering(self) -> dict[Marking, CoveringLetter]:
        window = self.paper.envelope.ever_visible
        top = find_head_bottom(window.bottom, self.letterhead.free) + _BODY_GAP
        return {
            marking: CoveringLetter(self.batch, marking, self.typeface, top) for marking in Marking
        }

    @cached_property
    def _wordings(self) -> dict[Marking, OwnWording]:
        gap = measure_leading(BODY) + _WORDING_GAP
        text, head = self.paper.wording or "", self.letterhead
        last = LAST_BASELINE - _FOOTER_Y + self._foot_y
        following = frame_following(FOLLOWING, _FOOTER_Y, head.following_free)
        return {
            marking: OwnWording(
                self.batch, text, self.typeface, covering.bottom + gap, last, following
            )
            for marking, covering in self._covering.items()
        }

    @cached_property
    def _shared(self) -> dict[Marking, Drawing]:
        issued = clock.uk_date(self.batch.issued_at)
        window = self.paper.envelope.ever_visible
        head = self.letterhead.draw(self.batch.sender, issued, window, self.typeface)
        foot = Drawing((_left_foot(f"Batch {self.batch.id}", self._foot_y),))
        return {
            marking: head + draw_fold_ticks(self.paper.envelope) + self._letter(covering) + foot
            for marking, covering in self._covering.items()
        }

    def _letter(self, covering: CoveringLetter) -> Drawing:
        if self.paper.wording is not None:
            return covering.draw_shared()
        return covering.draw_shared() + draw_signature(self.batch.sender, covering.bottom)

    def _place(self, letter: Letter, count: int) -> str:
        place = f"sheet {letter.sheet} of {self.batch.size}"
        return f"{place}, page 1 of {count}" if count > 1 else place

    def _footer(self, place: str) -> Drawing:
        foot = _right_foot(place, self._foot_y, self.typeface)
        return Drawing((foot._replace(slot=Slot.FOOTER),))

    @cached_property
    def _foot_y(self) -> float:
        return lift_foot(_FOOTER_Y, self.letterhead.free)

    def _following_footer(self, letter: Letter, number: int, count: int) -> Drawing:
        left = f"Batch {self.batch.id}, code {codes.format_code(letter.code)}"
        place = f"sheet {letter.sheet} of {self.batch.size}, page {number} of {count}"
        y = lift_foot(_FOOTER_Y, self.letterhead.following_free)
        return Drawing((_left_foot(left, y), _right_foot(place, y, self.typeface)))


def draw_fold_ticks(envelope: Envelope) -> Drawing:
    """Draw ticks at the left edge that show how to fold a sheet for an envelope."""
    panel_height = envelope.fold.value
    count = round(SHEET_HEIGHT / panel_height)
    return Drawing(
        boxes=tuple(
            Box(_TICK_LEFT, panel_height * fold, _TICK_WIDTH, HAIRLINE) for fold in range(1, count)
        )
    )


def _left_foot(text: str, y: float) -> TextRun:
    return TextRun(MARGIN, y, text, FOOTER)


def _right_foot(text: str, y: float, typeface: Typeface) -> TextRun:
    x = RIGHT - typeface.regular.measure_width(text, FOOTER)
    return TextRun(x, y, text, FOOTER)
