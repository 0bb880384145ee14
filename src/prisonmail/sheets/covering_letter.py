"""The covering letter: what the marking means, the particulars, how to check.

It carries the particulars that mailrooms ask for where a barcode cannot be checked (guidance of
HM Prison and Probation Service for maintenance of its own service; Law Society Q&A on Rule 39), so
that the letter stands on its own. What is the same on all sheets is drawn apart from what is not.
"""

from dataclasses import dataclass
from functools import cached_property

from prisonmail import clock, codes
from prisonmail.letters import Batch, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sheets import wording
from prisonmail.sheets.drawing import Box, Drawing, TextRun
from prisonmail.sheets.measures import (
    BODY,
    HAIRLINE,
    MARGIN,
    RIGHT,
    RULE_GREY,
    SMALL,
    line_height,
)
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.wrapping import wrap, wrap_anywhere

_HEADING = 13.0
_NONE = "–"
_VALUES = 64.0
"""Left edge of the values beside their labels, in mm."""
_ROW = 6.4
_TABLE_GAP = 5.0
_SMALLEST = 8.0
_OWN_ROWS = 5
_ROWS = 10


@dataclass(frozen=True)
class CoveringLetter:
    """The covering letter of one batch and marking, from a height on the sheet downwards."""

    batch: Batch
    marking: Marking
    typeface: Typeface
    top: float
    """Where it begins, in mm from the top of the sheet."""

    def shared(self) -> Drawing:
        """Draw what all letters have."""
        sender = self.batch.sender
        return (
            Drawing(
                (TextRun(MARGIN, self.top, wording.heading(self.marking), _HEADING, bold=True),)
            )
            + self._paragraph(wording.protection(self.marking, sender), self._protection_y)
            + self._shared_rows()
            + self._paragraph(wording.how_to_check(sender), self._checking_y)
        )

    @cached_property
    def bottom(self) -> float:
        """The baseline of its last line."""
        lines = self._lines(wording.how_to_check(self.batch.sender))
        return self._checking_y + line_height(BODY) * (len(lines) - 1)

    def own(self, letter: Letter) -> Drawing:
        """Draw what only this letter has: whom it is for, its reference and its code."""
        draft = letter.draft
        identity = "Prison number" if draft.prison_number else "Date of birth"
        return Drawing(
            (
                *self._row(0, "For", draft.name, bold=True),
                *self._row(1, identity, draft.identity),
                *self._row(2, "Prison", draft.prison_name),
                *self._row(3, "Our reference", draft.reference),
                *self._row(4, "Code", codes.printed(letter.code), bold=True),
            )
        )

    def _shared_rows(self) -> Drawing:
        sender = self.batch.sender
        rows = (
            ("Good until", clock.long_date(clock.uk_date(self.batch.expires_at))),
            ("From", wording.sender_line(sender)),
            ("Return address", ", ".join(sender.address)),
            ("Telephone", sender.telephone),
            ("CJSM address", sender.cjsm_address),
        )
        texts: list[TextRun] = []
        for number, (label, value) in enumerate(rows, start=_OWN_ROWS):
            texts += self._row(number, label, value)
        rules = tuple(
            Box(MARGIN, self._table_y + _ROW * number, RIGHT - MARGIN, HAIRLINE, RULE_GREY)
            for number in range(_OWN_ROWS + len(rows) + 1)
        )
        return Drawing(tuple(texts), rules)

    def _row(self, number: int, label: str, value: str, *, bold: bool = False) -> list[TextRun]:
        size, lines = _fitted(value or _NONE, self.typeface.face(bold=bold))
        baseline = self._table_y + _ROW * (number + 1) - 2.0
        spacing = line_height(size) * 0.8
        first = baseline - spacing * (len(lines) - 1) / 2
        return [
            TextRun(MARGIN, baseline, label, SMALL),
            *(
                TextRun(_VALUES, first + spacing * line, text, size, bold)
                for line, text in enumerate(lines)
            ),
        ]

    def _paragraph(self, text: str, y: float) -> Drawing:
        return Drawing(
            tuple(
                TextRun(MARGIN, y + line_height(BODY) * number, line, BODY)
                for number, line in enumerate(self._lines(text))
            )
        )

    def _lines(self, text: str) -> tuple[str, ...]:
        return wrap(text, self.typeface.regular, BODY, RIGHT - MARGIN)

    @cached_property
    def _protection_y(self) -> float:
        return self.top + 8.0

    @cached_property
    def _table_y(self) -> float:
        lines = self._lines(wording.protection(self.marking, self.batch.sender))
        return self._protection_y + line_height(BODY) * (len(lines) - 1) + _TABLE_GAP

    @cached_property
    def _checking_y(self) -> float:
        return self._table_y + _ROW * _ROWS + _TABLE_GAP + 3.0


def _fitted(value: str, face: Face) -> tuple[float, tuple[str, ...]]:
    room = RIGHT - _VALUES
    for size in (BODY, 9.0, _SMALLEST):
        if face.width(value, size) <= room:
            return size, (value,)
    lines = wrap(value, face, _SMALLEST, room)
    if any(face.width(line, _SMALLEST) > room for line in lines):
        lines = wrap_anywhere(value, face, _SMALLEST, room)
    return _SMALLEST, lines
