"""Whether a letter can be printed, asked before it gets a code."""

from typing import NamedTuple

from prisonmail.letters import Draft
from prisonmail.problems.problem import Fault
from prisonmail.recipients.recipient import Field
from prisonmail.sheets.compositor import Compositor
from prisonmail.sheets.typeface import Typeface


class Unprintable(NamedTuple):
    """What cannot be printed, and the field that it comes from."""

    field: Field
    fault: Fault


def unprintable(draft: Draft, compositor: Compositor, window: str) -> Unprintable | None:
    """Say why a letter cannot be printed so that it shows in a window, or None where it can."""
    typeface = compositor.typeface
    for field, text in ((Field.NAME, draft.name), (Field.REFERENCE, draft.reference)):
        fault = lacking(field.value, text, typeface)
        if fault:
            return Unprintable(field, fault)
    if compositor.fit(draft) is None:
        return Unprintable(Field.NAME, _too_long(window))
    return None


def lacking(what: str, text: str, typeface: Typeface) -> Fault | None:
    """Say which character of a text the typeface lacks, or None where it has them all."""
    letter = typeface.regular.lacks(text) or typeface.bold.lacks(text)
    if letter is None:
        return None
    shown = f"`{letter}` (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
    return Fault(
        "PM501",
        f"the {what} has {shown}, which the letter’s typeface does not have",
        "Write it with Latin, Greek or Cyrillic letters.",
    )


def _too_long(window: str) -> Fault:
    return Fault(
        "PM502",
        f"the name and address do not fit {window}",
        "Shorten the name: a part without spaces or hyphens cannot be broken over two lines.",
    )
