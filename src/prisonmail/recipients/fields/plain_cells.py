"""Plain cells, as most are: known at once as what they should be, so that no rule need be asked.

They are plain just as the list has them. Whether the rules about odd ones would find nothing in
them, and change nothing, is held by tests for whatever a cell may have in it.

>>> is_plain_name("Siân O'Fennimore-Ng"), is_plain_name("Mr Oddwell"), is_plain_name("Hart, Ann")
(True, False, False)
>>> is_plain_number("A1001XY"), is_plain_number("a1001xy")
(True, False)
>>> is_plain_reference("C/1201-2"), is_plain_reference("12-Mar"), is_plain_reference("n/a")
(True, False, False)
"""

from prisonmail.recipients.fields.cell import (
    LONGEST_REFERENCE,
    LONGEST_WORD,
    WORDS_FOR_NOTHING,
    clean,
    find_damaged_reference,
)
from prisonmail.recipients.fields.name import LONGEST, TITLES_AND_HONOURS
from prisonmail.recipients.fields.name_notes import WORDS_OF_NOTES
from prisonmail.recipients.fields.prison_number import NUMBER
from prisonmail.system.late_pattern import compile_late

_JOINING = frozenset(("and", "or"))
_TELLING = (
    _JOINING
    | TITLES_AND_HONOURS
    | WORDS_OF_NOTES
    | frozenset(word for words in WORDS_FOR_NOTHING for word in words.split())
)
"""Words that some rule about names knows, in small letters."""
# Letters that stay as they are when a cell is tidied, and that no pattern takes for a letter of
# ASCII in other capitals. Two of them side by side may be a garbled letter.
_OTHERS = "À-ÖØ-öø-įĴ-ľŁ-ňŊ-ž"
_WORD = rf"[{_OTHERS}]?[A-Za-z]+(?:[{_OTHERS}][A-Za-z]+)*[{_OTHERS}]?"
_NAME = compile_late(rf"{_WORD}(?:[ '-]{_WORD})*")
_REFERENCE = compile_late(r"[A-Za-z0-9]+(?:[ ./:_-][A-Za-z0-9]+)*")


def is_plain_name(text: str) -> bool:
    """Return whether a cell, or the cells of a name's parts in their order, are a name as it is.

    There is nothing but letters and single marks between them, and no word that a rule knows.
    """
    if len(text) > LONGEST or _NAME.fullmatch(text) is None:
        return False
    folded = text.casefold().replace("-", " ").replace("'", " ")
    return _TELLING.isdisjoint(folded.split()) and "xx" not in folded


def is_plain_number(cell: str) -> bool:
    """Return whether a cell is a prison number as it is."""
    return NUMBER.fullmatch(cell) is not None


def is_plain_date(cell: str) -> bool:
    """Return whether a cell begins with a figure, as a date does, and is read as it is."""
    return cell.isascii() and cell[:1].isdigit() and clean(cell) == cell


def is_plain_reference(cell: str) -> bool:
    """Return whether a cell is a reference that is printed as it is."""
    return (
        len(cell) <= LONGEST_REFERENCE
        and _REFERENCE.fullmatch(cell) is not None
        and not (len(cell) <= LONGEST_WORD and cell.casefold() in WORDS_FOR_NOTHING)
        and find_damaged_reference(cell) is None
    )
