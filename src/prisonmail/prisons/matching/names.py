"""Prison names: every way of writing one name comes down to the same words.

>>> normalise("H.M.P. & Y.O.I. Leeds,")
'leeds'
>>> normalise("HM Prison")
''
>>> sorted(find_kinds("HM Prison & Young Offender Institution Parc"))
['hmp', 'yoi']
>>> drop_tail(normalise("HMP Leeds, C Wing (Serco)"))
'leeds'
"""

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?=\W|$)|\bh m p\b|\by o i\b")
_AND = r"\s*(?:and\b|[/&+-])\s*"
_KINDS_IN_FULL = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"\bh(?:is|er) majestys\b", "hm"),
        (r"\byoung offenders? institutions?\b", "yoi"),
        (r"\bsefydliad troseddwyr ifanc\b", "sti"),
        (r"\bimmigration removal centre\b", "irc"),
        (r"\bsecure training centre\b", "stc"),
        (r"\bhm\s+prison\b", "hmp"),
        (r"\bh\s?m\s+yoi\b", "hmyoi"),
        (rf"\b(?:hmp(?:{_AND}|\s+)|hm{_AND})(?:hm)?yoi\b", "hmpyoi"),
        (rf"\b(?:hm)?yoi{_AND}hmp\b", "hmpyoi"),
    )
)
_KINDS = {
    **dict.fromkeys(("hmp", "hm", "prison", "cem", "carchar"), ("hmp",)),
    **dict.fromkeys(("yoi", "hmyoi", "sti"), ("yoi",)),
    "hmpyoi": ("hmp", "yoi"),
    "irc": ("irc",),
    "stc": ("stc",),
}
_SMALL_WORDS = ("and", "the", "y")
_PLACE = r"[a-z]?[0-9]{0,3}[a-z]?"
_TAIL = re.compile(
    rf"(?:(?:^| )(?:"
    rf"{_PLACE} (?:wing|spur|landing|houseblock|house block)"
    rf"|(?:wing|spur|landing|houseblock|house block|hb|cell) {_PLACE}(?: {_PLACE})?"
    r"|hb[0-9]{1,2}|g4s|serco|sodexo|f|female|fnp|yp|social visits))+$"
)


def spell_out(text: str) -> str:
    """Return a name in one spelling, punctuation kept, with what sort of place it is as one word.

    >>> spell_out("Her Majesty’s Prison & Y.O.I., Styal")
    'hmpyoi , styal'
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").casefold()
    text = _APOSTROPHES.sub("", text)
    text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", text)
    for pattern, kind in _KINDS_IN_FULL:
        text = pattern.sub(kind, text)
    return text


def normalise(name: str) -> str:
    """Bring a written prison name down to the words that tell it from others."""
    previous = None
    while name != previous:
        previous, name = name, _normalised_once(name)
    return name


def _normalised_once(name: str) -> str:
    words = _words(spell_out(" ".join(_words(spell_out(name)))))
    return " ".join(word for word in words if word not in _KINDS and word not in _SMALL_WORDS)


def find_kinds(name: str) -> frozenset[str]:
    """Say which sorts of place a name speaks of: `hmp`, `yoi`, `irc` and `stc`."""
    return frozenset(kind for word in _words(spell_out(name)) for kind in _KINDS.get(word, ()))


def drop_tail(normalised: str) -> str:
    """Take wing, houseblock, cell, operator and the like off the end of a normalised name."""
    return _TAIL.sub("", normalised).strip()


def _words(text: str) -> list[str]:
    return re.sub(r"[\W_]+", " ", text).split()
