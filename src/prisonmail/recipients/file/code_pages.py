r"""Code pages that a list may be in: told from Windows-1252 by what the words would be.

Almost every byte is a letter or a symbol in each of them, so a wrong one seldom fails: it prints
`Ayþe` for Ayşe. A word tells if it is a known name in another code page, if its letters there stand
as no Western name has them (`Kamiñski`, `Yýldýz`), or if it can be no word at all (`Zo‰`).

>>> find_foreign_word(b"Name\nAy\xfee Hart\n").readings
{'Ayşe': ('cp1254',)}
>>> find_foreign_word("Guðrún Þórðardóttir, Zoë Nuñez, Bjørn Kjær".encode("cp1252")) is None
True
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from prisonmail.recipients.file.code_page_words import CODE_PAGES, CodePage, is_likely, is_nordic

_KNOWN, _TELLING, _READABLE = 4, 3, 1
"""What a word counts for a code page in which it is a known name, a telling word, or any word."""
# A word, and whether it stands at the end of a cell or before another one. A no-break space can be
# a letter of it: á in code page 850, or a part of one in UTF-8.
_WORD = re.compile(
    rb"(?:[A-Za-z\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xff]|(?<=[A-Za-z])[\xab\xbb](?=[A-Za-z])|(?<=[a-z])\xa0(?=[a-z])|(?<=[\xc2-\xc5])\xa0)++(?=([\s,;|\"]|\Z)?)"
)
# A symbol inside or right after a word. `…“”•˜£` and the like only between small letters, since
# they may follow one.
_IMPOSSIBLE = re.compile(
    r"[A-Za-z][‚„†‡‰ˆ‹¡¢¤¥][a-z]|[a-z][…“”•˜£™›¶±¦¬µ¿¾¼][a-z]|[a-z][¹³][a-z]{2}|[a-z]{2}§[a-z]"
    r"|[a-z][ŽŸŠŒ](?![A-Z])|^ƒ[a-z]{2}|^¯[A-Za-z]{2}|[\x81\x8d\x8f\x90\x9d]"
)
_IMPOSSIBLE_AT_END = re.compile(r"[A-Za-z][‚„†‡‰ˆ‹¡¢¤¥]$")
_OWN_CAPITALS = ("Mac", "Mc", "Fitz", "De", "Di", "Du", "La", "Le", "Van", "O’", "D’")
_NO_WORD = re.compile(r"ç(?![aouáãâóõúôAOU])|[ìòùÿ][a-z]*[ìòùÿ]")


@dataclass(frozen=True, slots=True)
class ForeignWord:
    """A word of a list that is wrong in Windows-1252, and how other code pages read it."""

    offset: int
    """In bytes, from the beginning of the list."""
    word: str = field(repr=False)
    """As Windows-1252 has it; bytes that it leaves undefined are control characters."""
    readings: Mapping[str, tuple[str, ...]] = field(repr=False)
    """How the code pages that explain most of the list read it, and which they are."""


def read_as_windows(content: bytes) -> str:
    r"""Decode Windows-1252, and keep bytes that it leaves undefined as control characters.

    >>> read_as_windows(b"\x80\x81")
    '€\x81'
    """
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
            for byte in content
        )


def find_foreign_word(content: bytes) -> ForeignWord | None:
    """Find the first word that shows that a text is not Windows-1252, which UTF-8 is not either."""
    words = _list_words(content)
    counts = {key: _weigh(*key) for key in words}
    told = [key for key, count in counts.items() if count is not None]
    if not told:
        return None
    best = _choose(filter(None, counts.values()))
    shown = next((key for key in told if best and best[0].name in (counts[key] or {})), told[0])
    readings: dict[str, tuple[str, ...]] = {}
    for page in best:
        if read := _read(page, shown[0]):
            readings[read] = (*readings.get(read, ()), page.name)
    return ForeignWord(words[shown], read_as_windows(shown[0]), readings)


def _list_words(content: bytes) -> dict[tuple[bytes, bool], int]:
    """Return the words that have letters beyond ASCII, each with its first place."""
    found: dict[tuple[bytes, bool], int] = {}
    for match in _WORD.finditer(content):
        if not match[0].isascii():
            found.setdefault((match[0], match[1] is not None), match.start())
    return found


def _choose(counts: Iterable[Mapping[str, int]]) -> list[CodePage]:
    """Return the code pages that explain most of the words."""
    totals: Counter[str] = Counter()
    for count in counts:
        totals.update(count)
    most = max(totals.values(), default=0)
    return [page for page in CODE_PAGES if most and totals[page.name] == most]


def _weigh(word: bytes, at_end: bool) -> Mapping[str, int] | None:
    """Return how much a word counts for each code page; None if it is right in Windows-1252."""
    if _is_utf_8(word):
        return None  # a piece of another list, in which each cell is found to be garbled
    here = read_as_windows(word)
    impossible = _IMPOSSIBLE.search(here) or (at_end and _IMPOSSIBLE_AT_END.search(here))
    if not impossible and is_nordic(here):
        return None
    counts = {}
    for page in CODE_PAGES:
        read = _read(page, word)
        if read is None or read == here:
            continue
        if page.knows(read):
            counts[page.name] = _KNOWN
        elif page.tells(read):
            counts[page.name] = _TELLING
        elif impossible and not _NO_WORD.search(read):
            counts[page.name] = _READABLE
    return counts if counts or impossible else None


def _read(page: CodePage, word: bytes) -> str | None:
    """Read a word in a code page; None if it is no word there."""
    try:
        read = word.decode(page.name)
    except UnicodeDecodeError:
        return None
    return read if page.letters.fullmatch(read) and not _is_mixed(read) else None


def _is_mixed(word: str) -> bool:
    """Return whether capitals and small letters are mixed as no name has them."""
    pairs = [(one.islower(), other.isupper()) for one, other in pairwise(word)]
    if (True, True) in pairs and not word.startswith(_OWN_CAPITALS):
        return True
    return word[:2].isupper() and any(letter.islower() and letter > "\x7f" for letter in word[2:])


def _is_utf_8(word: bytes) -> bool:
    try:
        letters = (letter for letter in word.decode() if not letter.isascii())
    except UnicodeDecodeError:
        return False
    return is_likely("".join(letters))
