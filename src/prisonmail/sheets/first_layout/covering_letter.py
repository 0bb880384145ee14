"""The covering letter: what the marking means, the particulars, how to check.

It carries the particulars that mailrooms ask for if a barcode cannot be checked, so that the letter
stands on its own. What is the same on all sheets is drawn apart from what is not. Its words are a
copy that stays as it was printed, whatever the newest covering sheet comes to say.

Sources: PSI 49/2011, section 14 (re-issued 5 January 2024), for what the markings protect and when
mail may be opened; for the particulars the guidance of HM Prison and Probation Service for mail
without its own barcode, and for maintenance of its own service, and the Law Society Q&A on Rule 39.
Of the two grounds for opening mail, the second (what its contents endanger) is confirmed in the
Secure Training Centre Rules 1998, rule 14(3); that Prison Rule 39 and YOI Rule 17 have it too is
not, so the sheet says it of them with a reserve. England and Wales only.
"""

from functools import cached_property

from prisonmail.letters.letter import Batch, Letter
from prisonmail.sender.markings import Marking
from prisonmail.sender.roles import Family
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import (
    BODY,
    HAIRLINE,
    MARGIN,
    RIGHT,
    RULE_GREY,
    SMALL,
    Box,
    Drawing,
    TextRun,
    measure_leading,
)
from prisonmail.sheets.first_layout.first_panels import format_code
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.typesetting import wrap, wrap_anywhere
from prisonmail.system import clock
from prisonmail.system.record import Record

_HEADING = 13.0
"""Points."""
_NONE = "–"
"""Stands for a value that a letter does not have, so that no row looks forgotten."""
_VALUES = 64.0
"""Left edge of the values beside their labels, in mm."""
_ROW = 6.4
"""Height of a row in mm: two lines of the smallest type fit in it."""
_ROW_DESCENT = 2.0
"""From a row's baseline down to the rule below it, in mm."""
_TABLE_GAP = 5.0
"""Between the text above the table and its first rule, in mm."""
_CHECKING_GAP = 8.0
"""From the last rule of the table down to the baseline of the text about checking, in mm."""
_HEADING_GAP = 8.0
"""From the baseline of the heading down to that of the text, in mm."""
_SMALLEST = 8.0
"""Points: a mailroom reads these values out on the telephone."""
_SPACINGS = {size: measure_leading(size) * 0.8 for size in (BODY, 9.0, _SMALLEST)}
"""The sizes of a value in points, the largest that fits is taken, and the mm between its lines:
they stand closer than running text, so that two of them fit a row."""
_LABELS = (
    *("For", "Prison number", "Prison", "Our reference", "Code"),
    *("Good until", "From", "Return address", "Telephone", "CJSM address"),
)
_BORN = "Date of birth"
_FOR, _IDENTITY, _PRISON, _REFERENCE, _CODE, _FIRST_SHARED = range(6)
_OF_A_RULE = (Marking.PRISON_RULE_39, Marking.YOI_RULE_17)
_RULES = {Marking.STC_RULE_14: "rule 14 of the Secure Training Centre Rules 1998"}
"""Rules that a mailroom may not know by the words of the marking."""
_OPENING = (
    "It may be opened only on reasonable cause to believe that it is not from the sender named "
    "below or has something illicit in it, or{reserve} that its contents endanger {security} or "
    "the safety of others or are otherwise of a criminal nature; with the {who} authority, and in "
    "front of the person addressed."
)
_WRITERS = {
    Family.LEGAL_ADVISER: "a legal adviser",
    Family.COURT: "a court",
    Family.CONFIDENTIAL_ACCESS: "a sender with confidential access",
}


class CoveringLetter(Record, frozen=True, dict=True):
    """The covering letter of one batch and marking, from a height on the sheet downwards."""

    batch: Batch
    marking: Marking
    typeface: Typeface
    top: float
    """Where it begins, in mm from the top of the sheet."""

    def draw_shared(self) -> Drawing:
        """Draw what all letters have."""
        sender = self.batch.sender
        return (
            Drawing((TextRun(MARGIN, self.top, _heading(self.marking), _HEADING, bold=True),))
            + self._paragraph(_protection(self.marking, sender), self._protection_y)
            + self._shared_rows()
            + self._paragraph(_how_to_check(sender), self._checking_y)
        )

    @cached_property
    def bottom(self) -> float:
        """The baseline of its last line."""
        lines = self._lines(_how_to_check(self.batch.sender))
        return self._checking_y + measure_leading(BODY) * (len(lines) - 1)

    def draw_own(self, letter: Letter) -> Drawing:
        """Draw what only this letter has: who it is for, where, its reference and its code."""
        draft = letter.draft
        label = _LABELS[_IDENTITY] if draft.prison_number else _BORN
        return Drawing(
            (
                *self._row(_FOR, draft.name, bold=True),
                *self._row(_IDENTITY, draft.identity, label),
                *self._row(_PRISON, draft.prison_name),
                *self._row(_REFERENCE, draft.reference or _NONE),
                *self._row(_CODE, format_code(letter.code), bold=True),
            )
        )

    def _shared_rows(self) -> Drawing:
        sender = self.batch.sender
        values = (
            clock.long_date(clock.uk_date(self.batch.expires_at)),
            _sender_line(sender),
            ", ".join(sender.address),
            sender.telephone,
            sender.cjsm_address,
        )
        texts: list[TextRun] = []
        for row, value in enumerate(values, start=_FIRST_SHARED):
            texts += self._row(row, value)
        rules = tuple(
            Box(MARGIN, self._table_y + _ROW * number, RIGHT - MARGIN, HAIRLINE, RULE_GREY)
            for number in range(len(_LABELS) + 1)
        )
        return Drawing(tuple(texts), rules)

    def _row(
        self,
        row: int,
        value: str,
        label: str | None = None,
        *,
        bold: bool = False,
    ) -> tuple[TextRun, ...]:
        baseline = self._baselines[row]
        size, lines = _fit(value, self.typeface.choose(bold=bold))
        spacing = _SPACINGS[size]
        first = baseline - spacing * (len(lines) - 1) / 2
        return (
            TextRun(MARGIN, baseline, label or _LABELS[row], SMALL),
            *[
                TextRun(_VALUES, first + spacing * number, line, size, bold)
                for number, line in enumerate(lines)
            ],
        )

    @cached_property
    def _baselines(self) -> tuple[float, ...]:
        """Those of the table's rows."""
        return tuple(self._table_y + _ROW * (row + 1) - _ROW_DESCENT for row in range(len(_LABELS)))

    def _paragraph(self, text: str, y: float) -> Drawing:
        return Drawing(
            tuple(
                TextRun(MARGIN, y + measure_leading(BODY) * number, line, BODY)
                for number, line in enumerate(self._lines(text))
            )
        )

    def _lines(self, text: str) -> tuple[str, ...]:
        return wrap(text, self.typeface.regular, BODY, RIGHT - MARGIN)

    @cached_property
    def _protection_y(self) -> float:
        return self.top + _HEADING_GAP

    @cached_property
    def _table_y(self) -> float:
        lines = self._lines(_protection(self.marking, self.batch.sender))
        return self._protection_y + measure_leading(BODY) * (len(lines) - 1) + _TABLE_GAP

    @cached_property
    def _checking_y(self) -> float:
        return self._table_y + _ROW * len(_LABELS) + _CHECKING_GAP


def _fit(value: str, face: Face) -> tuple[float, tuple[str, ...]]:
    room = RIGHT - _VALUES
    for size in _SPACINGS:
        if face.measure_width(value, size) <= room:
            return size, (value,)
    lines = wrap(value, face, _SMALLEST, room)
    if any(face.measure_width(line, _SMALLEST) > room for line in lines):
        lines = wrap_anywhere(value, face, _SMALLEST, room)
    return _SMALLEST, lines


def _heading(marking: Marking) -> str:
    """Head the covering letter."""
    if marking is Marking.CONFIDENTIAL_ACCESS:
        return "Confidential access: please deliver unopened"
    return f"{marking.value}: please deliver unopened"


def _protection(marking: Marking, sender: Sender) -> str:
    """Say what the marking means, to the mailroom that has the letter in hand."""
    writer = _WRITERS[sender.role_in_full.family]
    opening = _OPENING.format(**_opening_words(marking))
    if marking is Marking.CONFIDENTIAL_ACCESS:
        return (
            f"To the mailroom: this letter is from {writer}. It is handled with the same "
            f"confidentiality as legally privileged mail (PSI 49/2011, section 14). {opening}"
        )
    rule = _RULES.get(marking, marking.value)
    return f"To the mailroom: this letter is from {writer} and is protected by {rule}. {opening}"


def _opening_words(marking: Marking) -> dict[str, str]:
    if marking is Marking.STC_RULE_14:
        return {"reserve": "", "security": "security in the centre", "who": "director’s"}
    rule = "that rule allows it" if marking in _OF_A_RULE else "the rule on such mail allows it"
    return {"reserve": f", so far as {rule},", "security": "prison security", "who": "governor’s"}


def _how_to_check(sender: Sender) -> str:
    """Say who can answer for the code, and what to rely on if nobody can."""
    return (
        "The barcode in the window carries the code above. It can be checked once, in the "
        f"sender’s own record: telephone {sender.telephone}. It is not in the barcode service of "
        "HM Prison and Probation Service. Where it cannot be checked, please rely on the "
        "particulars and the signature of this letter."
    )


def _sender_line(sender: Sender) -> str:
    """Name the person, the role and the organisation."""
    return f"{sender.name}, {sender.role_in_full.title}, {sender.organisation}"
