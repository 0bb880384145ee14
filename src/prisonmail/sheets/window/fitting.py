"""The compositor: sets an address in the window panel, as large as it fits."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from prisonmail.letters.letter import Draft
from prisonmail.sheets.drawing import EMPTY, Drawing, Rectangle, Slot
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
from prisonmail.sheets.window.sender_lines import WindowSender
from prisonmail.sheets.window.spacing import Spacing, Spacings
from prisonmail.system.record import Record

_KEPT = 8
"""Compositors that are kept: a run has one."""


class Compositor(Record, frozen=True, dict=True):
    """Sets addresses in one area of the sheet."""

    area: Rectangle
    typeface: Typeface
    sender: WindowSender | None = None
    """Who a panel is to say that the letter is from."""

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
            lines = person.set_out(arrangement, frame)
            spacing = self._spacings.find(frame, lines) if lines else None
            if spacing:
                return self._lay_out(frame, lines, spacing)
        return None

    def _lay_out(self, frame: Frame, lines: Sequence[PanelLine], spacing: Spacing) -> PanelLayout:
        placed = zip(lines, spacing.baselines, strict=True)
        person = tuple([PlacedLine(line.text, y, line.bold, line.slot) for line, y in placed])
        left, size, symbol = self.area.left + INSET, frame.style.size, frame.symbol
        sender = self._draw_sender(frame, person[0])
        lacks = self.sender is not None and sender is EMPTY
        return PanelLayout(left, size, person, spacing.place, symbol, sender, lacks)

    def _draw_sender(self, frame: Frame, head: PlacedLine) -> Drawing:
        if frame.block:
            return frame.block.draw(head.y)
        if frame.behind:
            marking, right = measure(head.text, self.typeface.bold), self.area.right - INSET
            return frame.behind.draw_behind(marking, head.y, frame.em, frame.symbol, right)
        return EMPTY

    @cached_property
    def limits(self) -> Limits:
        """What names have to keep to so that they fit without trying."""
        return Limits(self.typeface, self._frames, self._spacings)

    @cached_property
    def _frames(self) -> Frames:
        return Frames(self.area, self.typeface, self.sender)

    @cached_property
    def _spacings(self) -> Spacings:
        return Spacings(self.area)


# One for drafting and printing, since it works out once what names have to keep to at a prison.
find_compositor = lru_cache(_KEPT)(Compositor)
"""Returns the compositor of an area of the sheet."""


class _Person:
    """What stands above the prison: the marking, the name and the identity of one letter."""

    def __init__(self, draft: Draft, typeface: Typeface) -> None:
        self._draft, self._typeface = draft, typeface
        self._names: dict[bool, Pieces] = {}

    def set_out(self, arrangement: Arrangement, frame: Frame) -> Sequence[PanelLine]:
        """Break the name over the rows of a frame; nothing if it does not fit them."""
        regular = self._typeface.regular
        hyphens = arrangement.break_hyphens
        if hyphens not in self._names:
            self._names[hyphens] = split_text(self._draft.name, regular, break_hyphens=hyphens)
        broken = break_text(self._names[hyphens], frame.name_rooms)
        if broken is None:
            return ()
        whole = Slot.NAME if len(broken) == 1 else None
        name = [measure(line, regular, slot=whole) for line in broken]
        head = frame.set_head(self._set_marking(arrangement))
        if head is None:
            return ()
        return (
            (head, *name) if arrangement.identity_beside_marking else (head, *name, self.identity)
        )

    def _set_marking(self, arrangement: Arrangement) -> PanelLine:
        marking, bold = self._draft.marking.value, self._typeface.bold
        if arrangement.identity_beside_marking:
            return measure(f"{marking}, {self.identity.text}", bold, bold=True)
        return measure_recurring(marking, bold, bold=True)

    @cached_property
    def identity(self) -> PanelLine:
        """The line of the identity."""
        return measure(self._draft.identity, self._typeface.regular, slot=Slot.IDENTITY)
