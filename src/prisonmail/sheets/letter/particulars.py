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
    EMPTY,
    HAIRLINE,
    LABEL_GREY,
    RIGHT,
    SMALL,
    Box,
    Drawing,
    Slot,
    Tag,
    TextRun,
    combine,
)
from prisonmail.sheets.letter.mailroom_words import describe_standing
from prisonmail.sheets.typeface import Face, Typeface
from prisonmail.sheets.typesetting import wrap, wrap_whole
from prisonmail.system import clock
from prisonmail.system.record import Record, replace

BELOW = 1
"""When the covering sheet is read: after letterhead and window."""
_GUTTER = 6.0
"""Between the columns, in mm."""
_LINE = 4.6
"""From a label down to its value, and between the lines of a value, in mm."""
_ROW = 10.8
"""From one label down to the next, if the value takes one line, in mm."""
_SIGNING = 17.0
"""From the sender's name down to the line to sign on, in mm: room for a signature."""
_AFTER_SIGNING = 6.2
"""From that line down to the next label, in mm: the rows of both columns then are level."""
_SIGNATURE_LABEL = 17.0
"""From the left edge of the column to the line to sign on, in mm."""
_SIGNATURE_WIDTH = 76.0
"""Of that line, in mm."""
_KEY_LEFT, _KEY_GAP = 48.0, 3.0
"""From the left edge of the column to the firm's key, and white before it, in mm."""


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
    whole: bool = True
    """Whether a word that is too wide is broken; otherwise it is too long for the sheet."""


def set_sender(
    sender: Sender, typeface: Typeface, at: tuple[float, float], *, with_address: bool
) -> Particulars:
    """Set who sent a letter and has to sign, and how to reach them, the first label at a place."""
    left, y = at
    name = _set_entry(
        _Entry("Sent by", sender.signature, bold=True, whole=False), left, y, typeface
    )
    standing = describe_standing(sender)
    lines = wrap(standing, typeface.regular, BODY, _measure_column(left))
    runs = _stack(lines, left, name.bottom + _LINE)
    signing = runs[-1].y + _SIGNING
    label = TextRun(left, signing, "Signature", SMALL, grey=LABEL_GREY)
    line = Box(left + _SIGNATURE_LABEL, signing, _SIGNATURE_WIDTH, HAIRLINE)
    address = (
        (_Entry("Return address", ", ".join(sender.address), whole=False),) if with_address else ()
    )
    reach = (_Entry("Telephone", sender.telephone), _Entry("CJSM address", sender.cjsm_address))
    below = _set_entries((*address, *reach), left, signing + _AFTER_SIGNING, typeface)
    column = name.drawing + Drawing((*runs, label), (line,)) + below.drawing
    key = _set_key(sender, below, left, typeface)
    return Particulars((column + key.drawing).tag_as(Tag(turn=BELOW)), key.bottom)


def _set_key(sender: Sender, above: Particulars, left: float, typeface: Typeface) -> Particulars:
    """Set the key beside the telephone, so that nothing is pushed down; if that is long, below."""
    if not sender.key:
        return Particulars(EMPTY, above.bottom)
    entry, room = _Entry("Key of dockets", sender.key, whole=False), _KEY_LEFT - _KEY_GAP
    if typeface.regular.measure_width(sender.telephone, BODY) > room:
        return _set_entry(entry, left, above.bottom + _ROW - _LINE, typeface)
    telephone = next(run for run in above.drawing.texts if run.text == "Telephone")
    return replace(_set_entry(entry, left + _KEY_LEFT, telephone.y, typeface), bottom=above.bottom)


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
    column = _set_entries(entries, ASIDE, y, typeface)
    return replace(column, drawing=column.drawing.tag_as(Tag(turn=BELOW)))


def is_usual_name(name: str, face: Face) -> bool:
    """Check whether a name takes one line, as most do."""
    return face.measure_width(name, BODY) <= _measure_column(ASIDE)


def _set_entries(entries: Iterable[_Entry], x: float, y: float, typeface: Typeface) -> Particulars:
    column = []
    for entry in entries:
        column.append(_set_entry(entry, x, y, typeface))
        y = column[-1].bottom + _ROW - _LINE
    # what differs from letter to letter comes first: the rest is one stream, which many share
    drawn = sorted(column, key=lambda each: each.drawing.texts[-1].slot is None)
    return Particulars(combine(each.drawing for each in drawn), column[-1].bottom)


def _set_entry(entry: _Entry, x: float, y: float, typeface: Typeface) -> Particulars:
    face = typeface.choose(bold=entry.bold)
    fill = wrap_whole if entry.whole else wrap
    lines = fill(entry.value, face, BODY, _measure_column(x))
    runs = [run._replace(bold=entry.bold, slot=entry.slot) for run in _stack(lines, x, y + _LINE)]
    label = TextRun(x, y, entry.label, SMALL, grey=LABEL_GREY)
    return Particulars(Drawing((label, *runs)), runs[-1].y)


def _measure_column(left: float) -> float:
    """Measure how wide the column is that begins there, in mm."""
    return RIGHT - ASIDE if left == ASIDE else ASIDE - _GUTTER - left


def _stack(lines: Iterable[str], x: float, y: float) -> list[TextRun]:
    return [TextRun(x, y + _LINE * number, line, BODY) for number, line in enumerate(lines)]
