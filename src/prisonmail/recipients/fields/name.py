"""Names, in all the forms that lists have, become one person's name in the usual order.

>>> read_full_name("Oddwell, Tarquin John (Mr)")
'Tarquin John Oddwell'
>>> read_full_name("van der Merle Saskia Ms")
'Saskia van der Merle'
>>> read_full_name("Ottoline & Percival Bramblecote-Ng").code
'PM203'
"""

import re
import unicodedata

from prisonmail.letters.folded_name import fold_name
from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields import damage
from prisonmail.recipients.fields.cell import name_character
from prisonmail.recipients.fields.markup import find_tags
from prisonmail.recipients.fields.words_for_empty import find_word_for_empty
from prisonmail.system.late_pattern import compile_late

LONGEST = 60
"""Characters, the limit of the Ministry of Justice's own service."""

_MARKS = frozenset(" '’‘`ʼ-‐‑.")
_WITHOUT_MARKS = {ord(mark): None for mark in _MARKS}
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame master rev revd reverend fr capt captain".split()
)
_AFTER_NAME = frozenset("jr jnr junior sr snr senior ii iii iv".split())
_HONOURS = frozenset("esq kc qc obe mbe cbe phd".split())
TITLES_AND_HONOURS = _TITLES | _HONOURS
_NO_NAME = _AFTER_NAME | TITLES_AND_HONOURS
_PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le el al bin ibn ter ten ní nic ó ap".split()
)
# `or` in small letters only, since `Or` is a name; a slash between digits is a date.
_TWO_PEOPLE = compile_late(r"\s(?:and|&|\+|(?-i:or))\s|&|(?<!\d)\s?/\s?(?!\d)", re.IGNORECASE)
# `Mr.Oddwell`: a title with a full stop and no space after it.
_TITLE_RUN_ON = compile_late(
    rf"(?<![^\s,;])({'|'.join(sorted(_TITLES))})\.(?=[^\W\d_])", re.IGNORECASE
)
_TITLE_IN_BRACKETS = compile_late(r"\s*\(\s*([A-Za-z]+)\.?\s*\)")


def read_full_name(text: str) -> str | Fault:
    """Read the name of one person from one cell."""
    if fault := _unusable(text):
        return fault
    bare = _TITLE_IN_BRACKETS.sub(lambda found: "" if _is_title(found[1]) else found[0], text)
    bare = _title_apart(bare).replace(";", ",")
    if "," not in bare:
        return _checked(_in_order(bare.split()))
    bare, after = _suffixed(bare)
    surname, separator, forenames = bare.partition(",")
    if not separator:
        return _checked(_in_order([*bare.split(), *after]))
    words = [*_without_titles(forenames.split()), *_without_titles(surname.split())]
    return _checked([*words, *after])


def _suffixed(text: str) -> tuple[str, list[str]]:
    """Split off what follows a last comma and is not a name, like `Jr` or `KC`; `Jr` is kept."""
    parts = text.split(",")
    after: list[str] = []
    while len(parts) > 1 and all(_bare(word) in _NO_NAME for word in parts[-1].split()):
        after = [word for word in parts.pop().split() if _bare(word) in _AFTER_NAME] + after
    return ",".join(parts), after


def _title_apart(text: str) -> str:
    return _TITLE_RUN_ON.sub(r"\1. ", text) if "." in text else text


def join_name(*parts: str) -> str | Fault:
    """Read a name whose parts, forename first, have columns of their own."""
    text = " ".join(filter(None, parts))
    if fault := _unusable(text):
        return fault
    return _checked(_without_titles(_title_apart(text).split()))


def is_same_person(one: str, other: str) -> bool:
    """Return whether two names can be one person's: same surname, and forenames or initials agree.

    >>> is_same_person("Casimir Thistlewick", "C THISTLEWICK")
    True
    >>> is_same_person("Casimir Thistlewick", "Bethan Thistlewick")
    False
    """
    if one == other:
        return True
    first, second = fold_name(one), fold_name(other)
    if not first or not second or first[-1] != second[-1]:
        return first == second
    pairs = zip(first[:-1], second[:-1], strict=False)
    return all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _unusable(text: str) -> Fault | None:
    if fault := find_tags(text) or damage.find_damage(text) or find_word_for_empty(text):
        return fault
    if _may_be_two(text) and (found := _TWO_PEOPLE.search(text)):
        return _two_people(text, found.start() + (found[0][:1] == " "))
    if (";" in text or "," in text) and (between := _between_two(text)):
        return _two_people(text, between)
    return None


def _may_be_two(text: str) -> bool:
    return any(mark in text for mark in ("&", "/", "+", " or ")) or " and " in text.casefold()


def _between_two(text: str) -> int:
    """Return the position of the mark between two whole names, else 0.

    A comma may also stand after a surname of two words. It divides two people only if both have one
    surname: `Ann Hart, Ben Hart`.
    """
    mark = ";" if ";" in text else ","
    one, _, other = text.partition(mark)
    first, second = _without_titles(one.split()), _without_titles(other.split())
    if len(first) < 2 or len(second) < 2:
        return 0
    one_family = first[-1].casefold() == second[-1].casefold()
    return len(one) if mark == ";" or one_family else 0


def _two_people(text: str, offset: int) -> Fault:
    return Fault(
        "PM203",
        f"`{text}` is more than one person, and a letter is for one",
        "Give each person a row of their own.",
        mark=Mark(offset, "two people"),
    )


def _in_order(words: list[str]) -> list[str]:
    """Drop titles. A title at the end shows that the surname comes first, with its particles."""
    if len(words) > 2 and _is_title(words[-1]) and not _is_title(words[0]):
        words = _without_titles(words)
        size = next((i for i, word in enumerate(words) if word.casefold() not in _PARTICLES), 0) + 1
        return words[size:] + words[:size]
    return _without_titles(words)


def _without_titles(words: list[str]) -> list[str]:
    """Drop titles at both ends, and honours anywhere, but never the last word."""
    if not words or (_bare(words[0]) not in _TITLES and _bare(words[-1]) not in TITLES_AND_HONOURS):
        return words
    kept = [word for word in words if _bare(word) not in _HONOURS or len(words) < 3]
    while kept and _is_title(kept[0]):
        kept = kept[1:]
    while len(kept) > 1 and _is_title(kept[-1]):
        kept = kept[:-1]
    return kept


def _is_title(word: str) -> bool:
    return _bare(word) in _TITLES


def _bare(word: str) -> str:
    return word.rstrip(".,").casefold()


def _checked(words: list[str]) -> str | Fault:
    """Join the words of a name, and check that it is one and not too long."""
    name = " ".join(words)
    if not name:
        return Fault("PM201", "there is a title, but no name", "Fill in this cell.")
    if len(name) > LONGEST:
        return Fault(
            "PM202",
            f"the name has {len(name)} characters, and there is room for {LONGEST}",
            "Shorten it to the names that the prison knows.",
        )
    if name.translate(_WITHOUT_MARKS).isalpha():
        return name
    for offset, letter in enumerate(name):
        if not (letter in _MARKS or unicodedata.category(letter)[0] in "LM"):
            return _wrong_letter(name, offset)
    if not any(letter.isalpha() for letter in name):
        return Fault("PM202", f"`{name}` is not a name", "Write the person's name in this cell.")
    return name


def _wrong_letter(name: str, offset: int) -> Fault:
    letter = name[offset]
    named = f"`{letter}`" if letter.isprintable() else name_character(letter)
    return Fault(
        "PM202",
        f"the name `{name}` has {named} in it",
        "A name has letters, spaces, hyphens, apostrophes and full stops. Correct the cell.",
    )
