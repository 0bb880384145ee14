"""Whether a letter can be printed, asked before it gets a code."""

from typing import NamedTuple

from prisonmail.letters import Draft
from prisonmail.recipients.headings import Field
from prisonmail.recipients.problems import Fault
from prisonmail.sheets import panel
from prisonmail.sheets.envelopes import Envelope
from prisonmail.sheets.typeface import Typeface


class Unprintable(NamedTuple):
    """What cannot be printed, and the field that it comes from."""

    field: Field
    fault: Fault


def unprintable(draft: Draft, envelope: Envelope, typeface: Typeface) -> Unprintable | None:
    """Say why a letter cannot be printed on the sheet of an envelope, or None where it can."""
    for field, text in ((Field.NAME, draft.name), (Field.REFERENCE, draft.reference)):
        lacking = typeface.regular.lacks(text) or typeface.bold.lacks(text)
        if lacking:
            return Unprintable(field, _lacking(field, lacking))
    if panel.fit(draft, envelope.always_visible, typeface) is None:
        return Unprintable(Field.NAME, _too_long(envelope))
    return None


def _lacking(field: Field, letter: str) -> Fault:
    shown = f"`{letter}` (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
    return Fault(
        "PM501",
        f"the {field.value} has {shown}, which the letter’s typeface does not have",
        "Write it with Latin, Greek or Cyrillic letters.",
    )


def _too_long(envelope: Envelope) -> Fault:
    return Fault(
        "PM502",
        f"the name and address do not fit the window of a {envelope.name} envelope",
        "Shorten the name: a part without spaces or hyphens cannot be broken over two lines.",
    )
