r"""UTF-8 that a program took for another encoding: `ZoÃ«` for Zoë.

Each garbled letter is looked at by itself, since a list may be joined from two. It is looked for in
the cell as the list has it: in a tidied cell `Ã` with a no-break space, once `à`, is only `Ã`.

>>> find_garbled("N\u00c3\u00a0 Chraobh and Zo\u00eb").suggestion
'Nà Chraobh and Zoë'
>>> find_garbled("JOS\u00c9\u2019S"), find_garbled("IRM\u00c3\u00a0SILVA")
(None, None)
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields.cell import clean
from prisonmail.system.late_pattern import compile_late

_TAKEN_FOR = {
    "cp1252": "Windows-1252",
    "mac_roman": "the encoding of old Macs",
    "cp850": "code page 850",
    "cp1250": "Windows-1250",
}
_FIRST = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
"""The first bytes of letters of two, three and four bytes."""
_LATER = range(0x80, 0xC0)
_MOST_TIMES = 3
"""How often one text has been garbled, at the most."""
# Latin letters, marks of their own, symbols and punctuation; or words of another alphabet. Other
# pairs of bytes, such as É and a quote, only happen to be UTF-8.
_LIKELY = compile_late(
    r"[\u0080-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0300-\u0304\u0306-\u030c\u0327\u0328"
    r"\u0192\u02c6\u02dc\u1e00-\u1eff\u2010-\u203a\u20ac\u2122\ufb00-\ufb04\ufeff\ufffd]+"
    r"|[\u0370-\u03ff\u0400-\u052f\u2010-\u203a\u00a0]{2,}"
)
_SIDE_BY_SIDE = compile_late(r"[^\x00-\x7f]{2}")
"""Every garbled letter is two characters or more, none of them ASCII."""
_IN_CAPITALS = compile_late(r"[A-ZÀ-ÖØ-Þ]{2}")


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, tuple[Mapping[int, int], re.Pattern[str]]]:
    """Return, for each encoding, the byte of each character, and what garbled letters look like."""
    found = {}
    for encoding in _TAKEN_FOR:
        # Bytes that an encoding leaves undefined are kept as control characters by some programs.
        has_gaps = encoding.startswith("cp125")
        by_letter = {byte: byte for byte in range(0x80, 0xA0)} if has_gaps else {}
        for byte in range(0x80, 0x100):
            by_letter[ord(bytes([byte]).decode(encoding, "replace"))] = byte
        by_letter.pop(0xFFFD, None)
        later = _match_any(by_letter, _LATER)
        letters = (
            f"{_match_any(by_letter, first)}{later}{{{count}}}"
            for count, first in enumerate(_FIRST, start=1)
        )
        found[encoding] = by_letter, re.compile(f"(?:{'|'.join(letters)})+")
    return found


def _match_any(by_letter: Mapping[int, int], among: range) -> str:
    letters = (re.escape(chr(letter)) for letter, byte in by_letter.items() if byte in among)
    return f"[{''.join(letters)}]"


def find_garbled(cell: str) -> Fault | None:
    """Find letters of a cell, as the list has it, that were garbled or lost before."""
    if cell.isascii():
        return None
    if "\ufffd" in cell:
        return describe_lost(clean(cell), clean(cell).find("\ufffd"))
    if not _SIDE_BY_SIDE.search(cell):
        return None
    tries = (
        (_repair(cell, by_letter, garbled), encoding)
        for encoding, (by_letter, garbled) in _codes().items()
        if garbled.search(cell)
    )
    # The shortest has most of its letters repaired.
    as_it_is = unicodedata.normalize("NFC", cell)
    repaired, encoding = min(tries, key=lambda found: len(found[0]), default=(as_it_is, ""))
    if repaired == as_it_is:
        return None
    return _describe(clean(cell), clean(repaired), _TAKEN_FOR[encoding])


def is_likely(decoded: str) -> bool:
    """Return whether letters that happen to be UTF-8 are likely to be meant, in a name or address.

    >>> is_likely("ë"), is_likely("Иван"), is_likely("\u0242")
    (True, True, False)
    """
    return bool(_LIKELY.fullmatch(decoded))


def describe_lost(text: str, offset: int) -> Fault:
    """Describe that a letter of a tidied cell has been lost."""
    return Fault(
        "PM208",
        f"`{text}` has lost a letter on its way here",
        "The original cannot be recovered. Type the cell again, or export the list again as CSV "
        "UTF-8.",
        mark=Mark(offset, "a letter is missing"),
    )


def _describe(text: str, repaired: str, taken_for: str) -> Fault:
    if "\ufffd" in repaired:
        return describe_lost(text, 0)
    return Fault(
        "PM208",
        f"`{text}` has been garbled by a program that took UTF-8 for {taken_for}",
        f"Did you mean `{repaired}`? Correct the cell, or export the list again as CSV UTF-8.",
        repaired,
    )


def _repair(cell: str, by_letter: Mapping[int, int], garbled: re.Pattern[str]) -> str:
    for _ in range(_MOST_TIMES):
        repaired = garbled.sub(lambda found: _decode(found, by_letter), cell)
        if repaired == cell:
            break
        cell = repaired
    return unicodedata.normalize("NFC", cell)


def _decode(found: re.Match[str], by_letter: Mapping[int, int]) -> str:
    """Return what garbled letters were; they themselves if they are likely to be right."""
    raw = bytes(by_letter[ord(letter)] for letter in found[0])
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    before = found.string[max(found.start() - 2, 0) : found.start()]
    if unicodedata.combining(decoded[0]) and not before[-1:].isalpha():
        return found[0]
    if decoded == "Ġ" and before[-1:].isalpha():
        return found[0]  # a Finnish name that ends in Ä, and a no-break space
    # A small letter after two capitals: not à, but an Ã that ends a word in capitals.
    if not is_likely(decoded) or (decoded[0].islower() and _IN_CAPITALS.fullmatch(before)):
        return found[0]
    return decoded
