"""The sheets of a letter: letterhead, window panel, covering sheet, fold ticks and footer."""

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import product, starmap
from typing import TYPE_CHECKING, NamedTuple

from prisonmail import codes
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets.drawing import (
    ARTEFACT,
    BLANK,
    HAIRLINE,
    LABEL_GREY,
    RIGHT,
    SHEET_HEIGHT,
    SMALL,
    Box,
    Drawing,
    Filling,
    Sheet,
    Slot,
    Stencil,
    TextRun,
)
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.letter.covering_sheet import CoveringSheet, Place
from prisonmail.sheets.letter.enclosed import note_enclosed
from prisonmail.sheets.letter.letterhead import Letterhead, is_usual_reference
from prisonmail.sheets.letter.letterhead_room import find_head_bottom, lift_foot
from prisonmail.sheets.letter.particulars import is_usual_name
from prisonmail.sheets.paper import Paper
from prisonmail.sheets.typeface import Typeface
from prisonmail.sheets.window.fitting import Compositor, find_compositor
from prisonmail.sheets.window.panel import draw_panel
from prisonmail.system import clock
from prisonmail.system.record import Record

if TYPE_CHECKING:
    from prisonmail.sheets.letter.private_letter import PrivateLetter

_BODY_GAP = 18.0
"""From all that the window can show down to the baseline of the heading, in mm."""
_FOOTER_Y = 286.0
"""Baseline of the footer in mm: 11 mm above the edge, as far down as all printers reach."""
_TICK_LEFT = 4.0
_TICK_WIDTH = 4.0
"""Fold ticks, in mm: at the edge where they are seen on folding, inside what printers reach."""


class _Kind(NamedTuple):
    """What the stencil of a letter depends on."""

    marking: Marking
    prison_name: str
    address: tuple[str, ...]
    born: bool
    """Whether it names a date of birth, having no prison number."""
    referenced: bool
    limit: int
    """Which limit of its prison the name keeps to: which frame it lies in."""


class _Key(NamedTuple):
    """What letters have in common whose sheets share a drawing."""

    marking: Marking
    has_barcode: bool


def _key(draft: Draft) -> _Key:
    return _Key(draft.marking, draft.barcode is not None)


class LetterSheets(Record, frozen=True, dict=True):
    """Draws the sheets of one batch. What they share is drawn once for each marking."""

    batch: Batch
    paper: Paper
    typeface: Typeface
    letterhead: Letterhead

    def draw(self, letter: Letter) -> Iterator[Sheet]:
        """Draw the sheets of one letter. Raises ValueError if its address does not fit."""
        private = self._private.draw(letter) if self._private else ()
        yield self._first(letter, 1 + len(private) + letter.draft.enclosed_pages)
        if private and self.paper.duplex:
            yield BLANK
        yield from private

    def count_private(self, letter: Letter) -> int:
        """Count the pages of the private letter."""
        return len(self._private.draw(letter)) if self._private else 0

    def _first(self, letter: Letter, count: int) -> Sheet:
        draft, place = letter.draft, self._place(letter, count)
        printed, under = codes.format_code(letter.code), self.letterhead.under
        limit = self._find_limit(draft)
        if limit is None:
            shared, own, lacks = self._draw(letter)
            own = (*own, self._footer(place))
            return Sheet(shared, own=own, bookmarks=(printed,), under=under, lacks_sender=lacks)
        shared, stencil, lacks = self._find_stencil(letter, limit)
        texts = (draft.name, draft.identity, draft.reference, printed, place)
        stencils, filling = (self._find_footer(place), stencil), Filling(letter.code, texts)
        return Sheet(shared, stencils, filling, (), (printed,), under, lacks)

    def _find_stencil(self, letter: Letter, limit: int) -> tuple[Drawing, Stencil, bool]:
        """Return the stencil of a letter, one for all that are alike: most of one prison are."""
        draft = letter.draft
        kind = _Kind(
            draft.marking,
            draft.prison_name,
            draft.address,
            draft.prison_number is None,
            bool(draft.reference),
            limit,
        )
        if kind not in self._stencils:
            shared, own, lacks = self._draw(letter)
            self._stencils[kind] = (shared, Stencil(own), lacks)
        return self._stencils[kind]

    def _find_footer(self, place: str) -> Stencil:
        """Return the stencil of a footer: all digits are equally wide."""
        if len(place) not in self._footers:
            self._footers[len(place)] = Stencil((self._footer(place),))
        return self._footers[len(place)]

    def _find_limit(self, draft: Draft) -> int | None:
        """Return which limit a name keeps to; None if more than texts depends on the letter."""
        usual = (
            bool(draft.identity)
            and draft.barcode is None
            and is_usual_name(draft.name, self.typeface.bold)
            and is_usual_reference(draft.reference, self.typeface)
        )
        return self._compositor.limits.find(draft) if usual else None

    def _draw(self, letter: Letter) -> tuple[Drawing, tuple[Drawing, ...], bool]:
        """Draw what is shared, and what is not; return also whether the window lacks the sender."""
        layout = self._compositor.fit(letter.draft)
        if layout is None:
            raise ValueError("the address does not fit the window")
        covering, envelope = self._covering[_key(letter.draft)], self.paper.envelope
        reference = self.letterhead.draw_reference(letter.draft.reference, envelope, self.typeface)
        particulars, pushed = covering.draw_own(letter)
        own = (reference, *draw_panel(layout, letter.code, letter.draft.barcode), particulars)
        return self._find_shared(_key(letter.draft), pushed), own, layout.lacks_sender

    @cached_property
    def _stencils(self) -> dict[_Kind, tuple[Drawing, Stencil, bool]]:
        """Stencils, each with what its letters share, and whether their windows lack the sender."""
        return {}

    @cached_property
    def _footers(self) -> dict[int, Stencil]:
        return {}

    @cached_property
    def _private(self) -> "PrivateLetter | None":
        """The private letter, unless there is no wording."""
        if self.paper.wording is None:
            return None
        # few runs have one, and what sets it is a tenth of what all others would load of this room
        from prisonmail.sheets.letter.private_letter import PrivateLetter

        return PrivateLetter(self.batch, self.paper.wording, self.typeface, self.letterhead)

    @cached_property
    def _compositor(self) -> Compositor:
        sender = self.paper.name_sender(self.batch.sender, self.typeface)
        return find_compositor(self.paper.envelope.printed_panel, self.typeface, sender)

    @cached_property
    def _covering(self) -> dict[_Key, CoveringSheet]:
        envelope, sender = self.paper.envelope, self.batch.sender
        above = find_head_bottom(envelope.ever_visible.bottom, self.letterhead.free)
        place = Place(envelope.margin, above + _BODY_GAP)
        with_address = not self.letterhead.says_address(sender, envelope, self.typeface)
        return {
            key: CoveringSheet(self.batch, *key, self.typeface, place, with_address)
            for key in starmap(_Key, product(Marking, (False, True)))
        }

    @cached_property
    def _find_shared(self) -> Callable[[_Key, float], Drawing]:
        """Draws what letters of a marking share; what is long in them pushes some of it down."""
        return cache(self._draw_shared)

    def _draw_shared(self, key: _Key, pushed: float) -> Drawing:
        covering = self._covering[key].draw_shared(pushed)
        return self._head + draw_fold_ticks(self.paper.envelope) + covering + self._left_foot

    @cached_property
    def _head(self) -> Drawing:
        issued = clock.uk_date(self.batch.issued_at)
        return self.letterhead.draw(self.batch.sender, issued, self.paper.envelope, self.typeface)

    @cached_property
    def _left_foot(self) -> Drawing:
        left, marked = self.paper.envelope.margin, self.batch.sender.handling
        batch = f"{marked}, batch {self.batch.id}" if marked else f"Batch {self.batch.id}"
        run = TextRun(left, self._foot_y, batch, SMALL, grey=LABEL_GREY, tag=ARTEFACT)
        return Drawing((run,))

    def _place(self, letter: Letter, count: int) -> str:
        place = f"sheet {letter.sheet} of {self.batch.size}"
        place = f"{place}, page 1 of {count}" if count > 1 else place
        enclosed = len(letter.draft.enclosures)
        return f"{note_enclosed(enclosed)}, {place}" if enclosed else place

    def _footer(self, place: str) -> Drawing:
        x = RIGHT - self.typeface.regular.measure_width(place, SMALL)
        run = TextRun(x, self._foot_y, place, SMALL, slot=Slot.FOOTER, grey=LABEL_GREY)
        return Drawing((run,)).tag_as(ARTEFACT)

    @cached_property
    def _foot_y(self) -> float:
        return lift_foot(_FOOTER_Y, self.letterhead.free)


def draw_fold_ticks(envelope: Envelope) -> Drawing:
    """Draw ticks at the left edge that show how to fold a sheet for an envelope."""
    panel_height = envelope.fold.value
    count = round(SHEET_HEIGHT / panel_height)
    return Drawing(
        boxes=tuple(
            Box(_TICK_LEFT, panel_height * fold, _TICK_WIDTH, HAIRLINE) for fold in range(1, count)
        )
    )
