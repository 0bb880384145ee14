r"""Code pages that a list may be in: told from Windows-1252 by what the words would be.

Almost every byte is a letter or a symbol in each of them, so a wrong one seldom fails: it prints
`Ayþe` for Ayşe. A word tells if it is a known name in another code page, if its letters there stand
as no Western name has them (`Kamiñski`, `Yýldýz`), or if it can be no word at all (`Zo‰`).

>>> find_foreign_word(b"Name\nAy\xfee Hart\n").readings
{'Ayşe': ('cp1254',)}
>>> find_foreign_word("Guðrún Þórðardóttir, Zoë Nuñez, Bjørn Kjær".encode("cp1252")) is None
True
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import ClassVar

from prisonmail.recipients.fields.encoded_twice import is_likely
from prisonmail.recipients.file.code_page_words import CODE_PAGES, CodePage, is_nordic
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_KNOWN, _TELLING, _READABLE = 4, 3, 1
"""What a word counts for a code page in which it is a known name, a telling word, or any word."""
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + bytes(range(0x80, 0x100))
_APART = bytes(byte if byte in _LETTERS else ord(" ") for byte in range(0x100))
"""Sets words apart by spaces."""
_PIECE = 1024 * 1024
"""Bytes that are taken apart at once."""
KEEP_UNDEFINED = "prisonmail.keep"
"""Has bytes that Windows-1252 leaves undefined decoded to control characters, so that UTF-8 in it
is found to be garbled."""
_LONGEST = 60
"""Letters of a word, at the most: more are no name, and take long to search."""
_UNDEFINED = compile_late(rb"[\x81\x8d\x8f\x90\x9d]")
# What ends a word too. But a no-break space can be a letter of it: á in code page 850, or a part of
# a letter in UTF-8, as quotes are.
_BREAK = compile_late(
    rb"(?<![\xc2-\xc5])(?:\xa0(?![a-z])|(?<![a-z])\xa0|[\xab\xbb](?![A-Za-z])|(?<![A-Za-z])[\xab\xbb])"
)
# A symbol inside or right after a word. `…“”•˜£` and the like only between small letters, since
# they may follow one.
_IMPOSSIBLE = compile_late(
    r"[A-Za-z][‚„†‡‰ˆ‹¡¢¤¥][a-z]|[a-z][…“”•˜£™›¶±¦¬µ¿¾¼][a-z]|[a-z][¹³][a-z]{2}|[a-z]{2}§[a-z]"
    r"|[a-z][ŽŸŠŒ](?![A-Z])|^ƒ[a-z]{2}|^¯[A-Za-z]{2}|[\x81\x8d\x8f\x90\x9d]"
)
_IMPOSSIBLE_AT_END = compile_late(r"[A-Za-z][‚„†‡‰ˆ‹¡¢¤¥]$")
_OWN_CAPITALS = ("Mac", "Mc", "Fitz", "De", "Di", "Du", "La", "Le", "Van", "O’", "D’")
_NO_WORD = compile_late(r"ç(?![aouáãâóõúôAOU])|[ìòùÿ][a-z]*[ìòùÿ]")


class ForeignWord(Record, frozen=True):
    """A word of a list that is wrong in Windows-1252, and how other code pages read it."""

    withheld: ClassVar[tuple[str, ...]] = ("word", "readings")

    offset: int
    """In bytes, from the beginning of the list."""
    word: str
    """As Windows-1252 has it; bytes that it leaves undefined are control characters."""
    readings: Mapping[str, tuple[str, ...]]
    """How the code pages that explain most of the list read it, and which they are."""


def _keep_undefined(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(KEEP_UNDEFINED, _keep_undefined)


def read_as_windows(content: bytes) -> str:
    r"""Decode Windows-1252, and keep bytes that it leaves undefined as control characters.

    >>> read_as_windows(b"\x80\x81")
    '€\x81'
    """
    return content.decode("cp1252", KEEP_UNDEFINED)


def find_foreign_word(content: bytes) -> ForeignWord | None:
    """Find the first word that shows that a text is not Windows-1252, which UTF-8 is not either."""
    weighed = ((word, _weigh(word, content)) for word in _list_words(content))
    counts = {word: count for word, count in weighed if count is not None}
    if not counts:
        return None
    best = _choose(counts.values())
    shown = next((word for word in counts if best and best[0].name in counts[word]), None)
    word = shown or next(iter(counts))
    readings: dict[str, tuple[str, ...]] = {}
    for page in best:
        if read := _read(page, word):
            readings[read] = (*readings.get(read, ()), page.name)
    return ForeignWord(content.find(word), read_as_windows(word), readings)


def _list_words(content: bytes) -> Iterable[bytes]:
    """Return the distinct words that have letters beyond ASCII, in their order."""
    found: dict[bytes, None] = {}
    start = 0
    while start < len(content):
        end = max(content.rfind(mark, start, start + _PIECE) for mark in (b"\n", b"\r", b",")) + 1
        piece = content[start : end or start + _PIECE]
        start += len(piece)
        if not piece.isascii():
            words = dict.fromkeys(piece.translate(_APART).split(b" "))
            found |= dict.fromkeys(word for word in words if not word.isascii())
    return dict.fromkeys(
        part for word in found for part in _BREAK.split(word) if not part.isascii()
    )


def _choose(counts: Iterable[Mapping[str, int]]) -> list[CodePage]:
    """Return the code pages that explain most of the words."""
    totals: Counter[str] = Counter()
    for count in counts:
        totals.update(count)
    most = max(totals.values(), default=0)
    return [page for page in CODE_PAGES if most and totals[page.name] == most]


def _weigh(word: bytes, content: bytes) -> Mapping[str, int] | None:
    """Return how much a word counts for each code page; None if it is right in Windows-1252."""
    if _is_utf_8(word):
        return None  # a piece of another list, in which each cell is found to be garbled
    here = read_as_windows(word)
    if len(word) > _LONGEST:
        return {} if _UNDEFINED.search(word) else None
    impossible = _is_impossible(here, word, content)
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


def _is_impossible(here: str, word: bytes, content: bytes) -> bool:
    if _IMPOSSIBLE.search(here):
        return True
    if not _IMPOSSIBLE_AT_END.search(here):
        return False
    return bool(re.search(re.escape(word) + rb"(?:[\s,;|\"]|\Z)", content))


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
