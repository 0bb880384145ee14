"""The particulars of a covering sheet: at left who sent it, at right to whom, label over value.

A long value takes more lines, and pushes down what follows it. None is cut.
"""

from collections.abc import Iterable
from datetime import datetime

from prisonmail import codes
from prisonmail.letters.letter import Letter
from prisonmail.sender.sender import Sender
from prisonmail.sheets.drawing import (
    ASIDE,
    BODY,
    HAIRLINE,
    LABEL_GREY,
    MARGIN,
    RIGHT,
    SMALL,
    Box,
    Drawing,
    Slot,
    TextRun,
    combine,
)
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.typesetting import wrap_whole
from prisonmail.system import clock
from prisonmail.system.record import Record

_GUTTER = 6.0
"""Between the columns, in mm."""
_SENDER_WIDTH = ASIDE - _GUTTER - MARGIN
_LETTER_WIDTH = RIGHT - ASIDE
_LINE = 4.6
"""From a label down to its value, and between the lines of a value, in mm."""
_ROW = 10.8
"""From one label down to the next, if the value takes one line, in mm."""
_SIGNING = 17.0
"""From the sender's name down to the line to sign on, in mm: room for a signature."""
_AFTER_SIGNING = 6.2
"""From that line down to the next label, in mm: the rows of both columns then are level."""
_SIGNATURE_LEFT = 37.0
_SIGNATURE_WIDTH = 78.0
"""Of the line, in mm."""


class Particulars(Record, frozen=True):
    """One column."""

    drawing: Drawing
    bottom: float
    """The baseline of its last line, in mm."""


class _Entry(Record, frozen=True):
    label: str
    value: str
    bold: bool = False
    slot: Slot | None = None


def set_sender(sender: Sender, typeface: Typeface, y: float, *, with_address: bool) -> Particulars:
    """Set who sent a letter and has to sign, and how to reach them, the first label at a height."""
    name = _set_entry(_Entry("Sent by", sender.name, bold=True), MARGIN, y, typeface)
    standing = f"{sender.role_in_full.title}, {sender.organisation}"
    lines = wrap_whole(standing, typeface.regular, BODY, _SENDER_WIDTH)
    runs = _stack(lines, MARGIN, name.bottom + _LINE)
    signing = runs[-1].y + _SIGNING
    label = TextRun(MARGIN, signing, "Signature", SMALL, grey=LABEL_GREY)
    line = Box(_SIGNATURE_LEFT, signing, _SIGNATURE_WIDTH, HAIRLINE)
    address = (_Entry("Return address", ", ".join(sender.address)),) if with_address else ()
    reach = (_Entry("Telephone", sender.telephone), _Entry("CJSM address", sender.cjsm_address))
    below = _set_entries((*address, *reach), MARGIN, signing + _AFTER_SIGNING, typeface)
    return Particulars(
        name.drawing + Drawing((*runs, label), (line,)) + below.drawing, below.bottom
    )


def set_letter(letter: Letter, expires_at: datetime, typeface: Typeface, y: float) -> Particulars:
    """Set to whom a letter goes and its code, the first label at a height."""
    draft = letter.draft
    identity = "Prison number" if draft.prison_number else "Date of birth"
    entries = (
        _Entry("Sent to", draft.name, bold=True, slot=Slot.NAME),
        _Entry(identity, draft.identity, bold=True, slot=Slot.IDENTITY),
        _Entry("Prison", draft.prison_name),
        _Entry("Code", codes.format_code(letter.code), bold=True, slot=Slot.CODE),
        _Entry("Good until", clock.long_date(clock.uk_date(expires_at))),
    )
    return _set_entries(entries, ASIDE, y, typeface)


def is_usual_name(name: str, face: Face) -> bool:
    """Check whether a name takes one line, as most do."""
    return face.measure_width(name, BODY) <= _LETTER_WIDTH


def _set_entries(entries: Iterable[_Entry], x: float, y: float, typeface: Typeface) -> Particulars:
    column = []
    for entry in entries:
        column.append(_set_entry(entry, x, y, typeface))
        y = column[-1].bottom + _ROW - _LINE
    return Particulars(combine(each.drawing for each in column), column[-1].bottom)


def _set_entry(entry: _Entry, x: float, y: float, typeface: Typeface) -> Particulars:
    width = _SENDER_WIDTH if x == MARGIN else _LETTER_WIDTH
    lines = wrap_whole(entry.value, typeface.choose(bold=entry.bold), BODY, width)
    runs = [run._replace(bold=entry.bold, slot=entry.slot) for run in _stack(lines, x, y + _LINE)]
    label = TextRun(x, y, entry.label, SMALL, grey=LABEL_GREY)
    return Particulars(Drawing((label, *runs)), runs[-1].y)


def _stack(lines: Iterable[str], x: float, y: float) -> list[TextRun]:
    return [TextRun(x, y + _LINE * number, line, BODY) for number, line in enumerate(lines)]
