"""Cells: what one cell of a list says, or what is wrong with it.

>>> prison_number("a 1001 xy")
'A1001XY'
>>> prison_number("A1O01XY").suggestion
'A1001XY'
"""

import re
import unicodedata

from prisonmail.recipients.problems import Fault
from prisonmail.sender.markings import Marking, marking_named

LONGEST_NAME = 60
"""Characters, the limit of the Ministry of Justice's own service."""
LONGEST_REFERENCE = 60

_NUMBER = re.compile(r"[A-Z]\d{4}[A-Z]{2}", re.ASCII)
_NAME_MARKS = frozenset(" '’‘`-‐‑.")
_EMPTY = frozenset(("", "-", "–", "n/a", "na", "none", "tbc", "tba", "unknown", "not known", "?"))
_DIGIT_LIKE = str.maketrans("OILQSB", "011058")
_LETTER_LIKE = str.maketrans("0158", "OISB")


def clean(cell: str) -> str:
    r"""Tidy a cell: composed letters, no invisible characters, single spaces.

    >>> clean(" HMP\u00a0Leeds\u200b ")
    'HMP Leeds'
    """
    text = unicodedata.normalize("NFC", cell)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(text.split())


def is_empty(text: str) -> bool:
    """Say whether a tidied cell says nothing, as `n/a` or `tbc` do."""
    return text.casefold() in _EMPTY


def name(text: str) -> str | Fault:
    """Read a person's name."""
    if len(text) > LONGEST_NAME:
        return Fault(
            "PM202",
            f"the name has {len(text)} characters, and there is room for {LONGEST_NAME}",
            "Shorten it to the names that the prison knows.",
        )
    wrong = [letter for letter in text if not (_is_letter(letter) or letter in _NAME_MARKS)]
    if wrong:
        return Fault(
            "PM202",
            f"the name has {_shown(wrong[0])} in it",
            "A name has letters, spaces, hyphens, apostrophes and full stops. Correct the cell.",
        )
    if not any(_is_letter(letter) for letter in text):
        return Fault("PM202", f"`{text}` is not a name", "Write the person's name in this cell.")
    return text


def prison_number(text: str) -> str | Fault:
    """Read a prison number: a letter, four digits, two letters."""
    compact = re.sub(r"[\s.\-]", "", text).upper()
    if _NUMBER.fullmatch(compact):
        return compact
    suggestion = _number_with_lookalikes_swapped(compact)
    remedy = "It is a letter, four digits and two letters, like A1234BC. Correct the cell."
    if suggestion:
        remedy = f"Did you mean {suggestion}? Check it with the prison, then correct the cell."
    return Fault("PM204", f"`{text}` is not a prison number", remedy, suggestion)


def reference(text: str) -> str | Fault:
    """Read the sender's reference."""
    if len(text) <= LONGEST_REFERENCE:
        return text
    return Fault(
        "PM211",
        f"the reference has {len(text)} characters, and there is room for {LONGEST_REFERENCE}",
        "Shorten it.",
    )


def marking(text: str) -> Marking | Fault:
    """Read a marking."""
    known = marking_named(text)
    if known:
        return known
    choices = ", ".join(choice.value for choice in Marking)
    return Fault(
        "PM212", f"`{text}` is not a marking", f"Use one of: {choices}; or leave the cell empty."
    )


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LM"


def _shown(letter: str) -> str:
    if letter.isprintable():
        return f"`{letter}`"
    return f"the character U+{ord(letter):04X}"


def _number_with_lookalikes_swapped(compact: str) -> str | None:
    if len(compact) != len("A1234BC"):
        return None
    swapped = (
        compact[0].translate(_LETTER_LIKE)
        + compact[1:5].translate(_DIGIT_LIKE)
        + compact[5:].translate(_LETTER_LIKE)
    )
    return swapped if _NUMBER.fullmatch(swapped) else None
