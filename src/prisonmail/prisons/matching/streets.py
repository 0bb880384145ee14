"""Streets: whether an address is the register's, however it is written.

Commas, capitals, abbreviations, a number that one of the two leaves out and lines that one of them
lacks are no difference.

>>> same_street("2 Gloucester Terr.", "2 GLOUCESTER TERRACE"), same_street("Hedon Rd", "Hedon Road")
(True, True)
>>> same_street("4 Gloucester Terrace", "2 Gloucester Terrace")
False
>>> is_street("Flat 2, 14 Park Lane"), is_street("Healthcare Wing"), is_street("Stoke Heath")
(True, False, False)
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from prisonmail.prisons import postcodes
from prisonmail.prisons.prison import Prison
from prisonmail.system.late_pattern import compile_late

_KINDS_OF_STREET = {
    written: kind
    for kind, forms in {
        "road": "road rd",
        "street": "street st str",
        "lane": "lane ln",
        "avenue": "avenue ave av",
        "drive": "drive dr",
        "close": "close cl",
        "terrace": "terrace terr ter",
        "crescent": "crescent cres",
        "grove": "grove gr",
        "way": "way",
    }.items()
    for written in forms.split()
}
"""By how it is written at the end of a line."""
_WELSH_STREETS = frozenset(("heol", "ffordd", "stryd"))
_BOX = compile_late(r"\bp\.? ?o\.? ?box\b", re.IGNORECASE)
_NUMBER = compile_late(r"[0-9]+[a-z]?(?:[-–][0-9]+[a-z]?)?")


def is_street(line: str) -> bool:
    """Return whether a line of an address is a street, with a number or without."""
    words = _words(line)
    return len(words) > 1 and (
        words[-1] in _KINDS_OF_STREET or not _WELSH_STREETS.isdisjoint(words)
    )


def same_street(one: str, other: str) -> bool:
    """Return whether two lines are one street; a number counts only if both have one.

    Before the first something else may stand: `HMP Leeds 2 Gloucester Terrace`.
    """
    (number, words), (theirs, street) = _read(one), _read(other)
    return words[-len(street) :] == street and ("" in (number, theirs) or number == theirs)


def is_at(prison: Prison, pieces: Iterable[str]) -> bool:
    """Return whether an address has a prison's own street, with the number that it has."""
    street = _read(prison.street)
    return any(_read(_without_town(piece, prison)) == street for piece in pieces if street[1])


def may_be_at(prison: Prison, text: str) -> bool:
    """Return whether an address in one text has a prison's own street, however it is written."""
    longest = _find_longest_word(prison.street)
    return bool(longest) and longest in text.casefold() and is_at(prison, re.split("[,;]", text))


def find_other_street(
    prison: Prison, pieces: Sequence[str], known: Iterable[str] = ()
) -> str | None:
    """Find a street in an address that is not the prison's, nor one of those known beside it.

    None if the address has the prison's street too, or if the register has no street to compare.
    """
    streets = [line for line in (prison.street, prison.locality) if is_street(line)]
    if not streets:
        return None
    streets += known
    written = [
        line for line in (_without_town(piece, prison) for piece in pieces) if is_street(line)
    ]
    if any(same_street(line, street) for line in written for street in streets):
        return None
    return written[0] if written else None


def _without_town(piece: str, prison: Prison) -> str:
    """Leave out the postcode, and town and locality if they follow a street on its line."""
    words = postcodes.IN_TEXT.sub(" ", piece).replace(",", " ").split()
    place = {*_words(prison.town), *_words(prison.locality)} - {*_words(prison.street)}
    place -= _KINDS_OF_STREET.keys()
    while words and set(_words(words[-1])) <= place:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=256)
def _find_longest_word(street: str) -> str:
    return max(
        (word for word in _words(street) if word not in _KINDS_OF_STREET), key=len, default=""
    )


@lru_cache(maxsize=4096)
def _read(line: str) -> tuple[str, tuple[str, ...]]:
    """Return the number of a street, which may be empty, and its words in full."""
    words = _words(_BOX.sub("pobox", line))
    number = next((word for word in words if _NUMBER.fullmatch(word)), "")
    rest = [word for word in words if word not in (number, "no", "the")]
    if rest:
        rest[-1] = _KINDS_OF_STREET.get(rest[-1], rest[-1])
    return number, tuple("st" if word == "saint" else word for word in rest)


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w–-]+", " ", re.sub("['’]", "", text.casefold())).split()
