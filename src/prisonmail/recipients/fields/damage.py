"""Damaged text: letters that were lost, or read in the wrong encoding, or that only look right.

>>> find_damage("ZoÃ« Quillfeather").suggestion
'Zoë Quillfeather'
>>> find_damage("Zoë Quillfeather") is None
True
>>> find_damage("\u0410nna").mark.label
'looks like `A`, but is U+0410, CYRILLIC CAPITAL LETTER A'
"""

import html
import re
import unicodedata
from functools import lru_cache

from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields.cell import name_character

# What the first byte of a UTF-8 letter looks like in Windows-1252, then what any later byte does.
_TWICE_ENCODED = re.compile("[ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐâ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ€]")
_LOST = re.compile(r"(?<=[^\W\d_])[?_](?=[^\W\d_])|\ufffd")
_ENTITY = re.compile(r"&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_SUSPECT = re.compile("[&?_\ufffd\u0370-\u052f]|" + _TWICE_ENCODED.pattern)
"""What all damaged text has, so that other text passes quickly."""
_WORD = re.compile(r"[^\W_]+")
_LATIN_FOR = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one."""
# Bytes that Windows-1252 leaves undefined; some programs keep them as control characters.
_UNDEFINED_BYTES = {letter: bytes([letter]) for letter in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def find_damage(text: str) -> Fault | None:
    """Find damage in a tidied cell."""
    if text.isascii() and "?" not in text and "_" not in text and "&" not in text:
        return None
    if not _SUSPECT.search(text):
        return None
    return _lost(text) or _twice_encoded(text) or _of_a_web_page(text) or find_lookalike(text)


def find_lookalike(text: str) -> Fault | None:
    """Find a letter of another script in a word: it looks right, but no search finds it."""
    if text.isascii():
        return None
    for word in _WORD.finditer(text):
        if len({_script(letter) for letter in word[0]} - {""}) < 2:
            continue
        for offset, letter in enumerate(word[0], start=word.start()):
            if letter in _LATIN_FOR:
                return _looks_like(text, offset, letter)
    return None


def _lost(text: str) -> Fault | None:
    found = _LOST.search(text)
    if found is None:
        return None
    return Fault(
        "PM208",
        f"`{text}` has lost a letter on its way here",
        "The original cannot be recovered. Type the cell again, or export the list again as CSV "
        "UTF-8.",
        mark=Mark(found.start(), "a letter is missing"),
    )


def _twice_encoded(text: str) -> Fault | None:
    repaired = _repaired(text) if _TWICE_ENCODED.search(text) else None
    if repaired is None:
        return None
    return Fault(
        "PM208",
        f"`{text}` has been garbled by a program that took UTF-8 for Windows-1252",
        f"Did you mean `{repaired}`? Correct the cell, or export the list again as CSV UTF-8.",
        repaired,
    )


def _of_a_web_page(text: str) -> Fault | None:
    found = _ENTITY.search(text)
    decoded = html.unescape(text)
    if found is None or decoded == text:
        return None
    return Fault(
        "PM208",
        f"`{text}` has `{found[0]}` in it, as web pages write `{html.unescape(found[0])}`",
        f"Did you mean `{decoded}`? Correct the cell, or export the list again as CSV UTF-8.",
        decoded,
        Mark(found.start(), "as a web page writes it"),
    )


def _repaired(text: str) -> str | None:
    try:
        raw = b"".join(
            _UNDEFINED_BYTES.get(ord(letter)) or letter.encode("cp1252") for letter in text
        )
        return unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeError:
        return None


def _looks_like(text: str, offset: int, letter: str) -> Fault:
    latin = _LATIN_FOR[letter]
    corrected = "".join(_LATIN_FOR.get(each, each) for each in text)
    label = f"looks like `{latin}`, but is {name_character(letter)}"
    return Fault(
        "PM209",
        f"`{text}` has a letter of another alphabet: character {offset + 1} {label}",
        f"Type the cell again: `{corrected}`.",
        corrected,
        Mark(offset, label),
    )


def find_disguised_letter(text: str) -> Fault | None:
    """Find a letter of another script that looks Latin, in text that is Latin throughout.

    >>> find_disguised_letter("\u04101001XY").suggestion
    'A1001XY'
    """
    for offset, letter in enumerate(text):
        if letter in _LATIN_FOR:
            return _looks_like(text, offset, letter)
    return None


# Unicode names are slow to look up, and lists have few distinct letters.
@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    script = unicodedata.name(letter, "").split(" ")[0]
    return script if script in ("LATIN", "CYRILLIC", "GREEK") else ""
