"""Damaged text: letters that were lost, or read in the wrong encoding, or that only look right.

>>> find_damage("ZoÃ« Quillfeather").suggestion
'Zoë Quillfeather'
>>> find_damage("Zoë Quillfeather") is None
True
>>> find_damage("\u0410nna").mark.label
'looks like `A`, but is U+0410, CYRILLIC CAPITAL LETTER A'
"""

import unicodedata
from functools import lru_cache

from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields.cell import name_character
from prisonmail.recipients.fields.encoded_twice import describe_lost, find_garbled
from prisonmail.recipients.fields.markup import ENTITY
from prisonmail.system.late_pattern import compile_late

_LOST = compile_late(r"(?<=[^\W\d_])[?_](?=[^\W\d_])|\ufffd")
_GREEK_OR_CYRILLIC = compile_late("[\u0370-\u052f]")
_WORD = compile_late(r"[^\W_]+")
_LATIN_FOR = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXSIJaeopcyxsijABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one."""


def find_damage(text: str) -> Fault | None:
    """Find damage in a tidied cell."""
    if text.isascii() and "?" not in text and "_" not in text and "&" not in text:
        return None
    found = _lost(text) or find_garbled(text) or _of_a_web_page(text)
    return found or (find_lookalike(text) if _GREEK_OR_CYRILLIC.search(text) else None)


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
    return found and describe_lost(text, found.start())


def _of_a_web_page(text: str) -> Fault | None:
    found = ENTITY.search(text)
    if found is None:
        return None
    import html

    decoded = html.unescape(text)
    if decoded == text:
        return None
    return Fault(
        "PM208",
        f"`{text}` has `{found[0]}` in it, as web pages write `{html.unescape(found[0])}`",
        f"Did you mean `{decoded}`? Correct the cell, or export the list again as CSV UTF-8.",
        decoded,
        Mark(found.start(), "as a web page writes it"),
    )


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
