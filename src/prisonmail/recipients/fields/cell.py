r"""One cell of a list: its text without what cannot be seen, and the small fields read from it.

>>> clean(" HMP\u00a0Leeds\u200b ")
'HMP Leeds'
>>> clean('="00123"'), clean("'00123")
('00123', '00123')
"""

import re
import unicodedata

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.markup import find_markup
from prisonmail.sender.markings import Marking, parse_marking
from prisonmail.system.late_pattern import compile_late

LONGEST_REFERENCE = 60
"""Characters for which a sheet has room."""
UNCALCULATED = "#UNCALCULATED!"
"""What a workbook's cell says if its formula has no saved result."""
NOT_AVAILABLE = "#N/A"
"""What a lookup in a spreadsheet writes if it finds nothing."""

_DASHES = ("", "-", "–", "—", "n/a", "na")
_FROM_PROGRAMS = ("null", "(null)", "<null>", "[null]", "nan", "nat", "undefined", "\\n")
"""What databases and scripts write for an empty cell; `\\N` is one of them."""
_NOT_WANTED = frozenset((*_DASHES, *_FROM_PROGRAMS))
_NOT_THERE = frozenset((*_NOT_WANTED, "none", "nil", "0", "0.0", "0.00"))
_NOT_KNOWN = frozenset(
    (
        "tbc", "tba", "tbd", "unknown", "not known", "?", "??", "n/k", "not given", "not provided",
        "not supplied", "not stated", "not recorded", "not on file", "not available",
    )
)  # fmt: skip
_EMPTY = _NOT_KNOWN | frozenset(
    (
        *_NOT_WANTED, "none", "nil", "n.a.", "(none)", "<none>", "(blank)", "(empty)", "--", "---",
        ".", "..", "...", "not applicable", "none given", "none known",
    )
)  # fmt: skip
WORDS_FOR_NOTHING = _EMPTY | _NOT_THERE
"""In small letters. Most of them say nothing in any field, and none says something in all."""
LONGEST_WORD = max(map(len, WORDS_FOR_NOTHING))
# `="00123"` and `'00123` keep Excel from making a number or a formula of a text. A quote before a
# letter is part of the text: `'t Hooft`.
_PROTECTED = compile_late(r'="(.*)"|\'(?=[=+\-@\d\s])(.*)', re.DOTALL)
_EXCEL_ERROR = compile_late(
    r"#(?:VALUE!|N/A|REF!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE
)
# A long number becomes 1.23457E+11, and 12-3 becomes 12-Mar, or Mar-12 in a column of months.
_EXCEL_DAMAGE = compile_late(
    r"\d(?:\.\d+)?E\+\d{2}|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}"
)


def clean(cell: str) -> str:
    """Tidy a cell: composed letters, no invisible characters, single spaces, no text protection.

    Most cells are plain ASCII, and those skip the slow way.
    """
    text = cell.strip(" ") if cell.isascii() and cell.isprintable() else _plain(cell)
    if "  " in text:
        text = " ".join(text.split())
    if text[:1] in ("=", "'") and (match := _PROTECTED.fullmatch(text)):
        return (match[1] if match[1] is not None else match[2]).strip()
    return text


def is_empty(text: str) -> bool:
    """Return whether a tidied cell says nothing: it is blank, or `n/a`, `tbc`, `NULL` and the like.

    >>> is_empty("NULL"), is_empty("NULLA"), is_empty("0")
    (True, False, False)
    """
    return not text or (len(text) <= LONGEST_WORD and text.casefold() in _EMPTY)


def is_not_known(text: str) -> bool:
    """Return whether a tidied cell says that there is something, and that nobody knows what.

    >>> is_not_known("TBC"), is_not_known("n/a")
    (True, False)
    """
    return len(text) <= LONGEST_WORD and text.casefold() in _NOT_KNOWN


def is_left_out(text: str) -> bool:
    """Return whether a tidied cell means that nothing belongs there, which `tbc` does not.

    >>> is_left_out("n/a"), is_left_out("none")
    (True, False)
    """
    return len(text) <= LONGEST_WORD and text.casefold() in _NOT_WANTED


def is_not_there(text: str) -> bool:
    """Return whether a tidied cell shows, without anybody's doubt, that nothing was there.

    >>> is_not_there("NULL"), is_not_there("0"), is_not_there("TBC")
    (True, True, False)
    """
    return len(text) <= LONGEST_WORD and text.casefold() in _NOT_THERE


def find_excel_error(text: str) -> Fault | None:
    """Find what Excel saves, in a filled cell, instead of a value that it cannot show.

    >>> find_excel_error("#N/A").code
    'PM210'
    """
    if text[0] != "#":
        return None
    if _EXCEL_ERROR.fullmatch(text):
        return Fault("PM210", f"`{text}` is an Excel error", "Write the value in this cell.")
    if len(text) > 2 and not text.strip("#"):
        return Fault(
            "PM210",
            f"`{text}` is what Excel saved because the column was too narrow: the value is lost",
            "Widen the column in the workbook and save the list again.",
        )
    if text == UNCALCULATED:
        return Fault(
            "PM210",
            "the cell has a formula that has not been worked out",
            "Open the list in Excel and save it again, or write the value in this cell.",
        )
    return None


def read_reference(text: str) -> str | Fault:
    """Read the sender's reference."""
    if len(text) <= LONGEST_REFERENCE:
        return find_markup(text) or text
    return Fault(
        "PM211",
        f"the reference has {len(text)} characters, and there is room for {LONGEST_REFERENCE}",
        "Shorten it.",
    )


def find_damaged_reference(text: str) -> Fault | None:
    """Warn about a reference that Excel has turned into a number or a date."""
    if ("-" not in text and "+" not in text) or not _EXCEL_DAMAGE.fullmatch(text):
        return None
    return Fault(
        "PW605",
        f"Excel has changed the reference to `{text}`, and the original cannot be recovered",
        "It is printed like this. To keep references, format the column as Text.",
    )


def read_marking(text: str) -> Marking | Fault:
    """Read a marking. With a question mark it is not one: somebody was not sure."""
    known = parse_marking(text)
    if known and "?" not in text:
        return known
    choices = ", ".join(choice.value for choice in Marking)
    return Fault(
        "PM212",
        f"`{text}` is not a marking",
        f"Every letter has one. Use one of: {choices}; or leave the cell empty for the usual one.",
    )


def name_character(letter: str) -> str:
    """Name a character that may look like another one, or like nothing.

    >>> name_character("А")
    'U+0410, CYRILLIC CAPITAL LETTER A'
    """
    name = unicodedata.name(letter, "")
    return f"U+{ord(letter):04X}, {name}" if name else f"U+{ord(letter):04X}"


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc")


def _plain(cell: str) -> str:
    text = unicodedata.normalize("NFKC", cell.replace("´", "'"))
    if not text.isprintable():
        text = "".join(letter for letter in text if letter.isspace() or not _is_invisible(letter))
    return " ".join(text.split())
