"""Addresses: the prison that one names beyond doubt, among lines that are no prison's.

A town is no prison. Only a piece of an address is taken that says HMP, YOI or the like, or is a
prison's code; or the whole address, if street and postcode are the register's.

>>> from prisonmail.prisons.matching.matcher import Matcher
>>> from prisonmail.prisons.packaged import read_packaged_directory
>>> directory = read_packaged_directory()
>>> reader = AddressReader(Matcher(directory), directory)
>>> reader.read(["c/o The Governor, HMP Leeds, 2 Gloucester Terrace, Leeds"]).prison.code
'LEI'
>>> reader.read(["2 Gloucester Terrace", "Leeds LS12 2TJ"]).prison.code
'LEI'
>>> reader.read(["17 Larkspur Close", "Exeter"]) is None
True
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from prisonmail.prisons import postcodes
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import Ambiguous, Found, Match, Uncertain, Unknown
from prisonmail.prisons.matching.streets import is_at
from prisonmail.prisons.matching.written import find_kinds, find_uncertainty, normalise
from prisonmail.prisons.prison import Prison
from prisonmail.system.late_pattern import compile_late

_SAYS_PRISON = compile_late(
    r"\bh\.?\s?m\b|\bh\.?\s?m\.?\s?p|prison|\by\.?\s?o\.?\s?i\b|hmyoi|majesty|young offender"
    r"|\bstc\b|\birc\b|\b(?:training|removal) centre\b|\bcarchar\b|\bcem\b|\bsti\b|sefydliad",
    re.IGNORECASE,
)
"""A quick look for what `find_kinds` finds: most addresses of a list have none of it."""
_CODE = compile_late(r"\b(?:[A-Z]{3}|STC[0-9])\b")
_MOST_KEPT = 4096
"""Addresses to remember: homes differ from row to row, prisons do not."""
_PLACE = r"(?:[a-z]?[0-9]{1,3}[a-z]?|[a-z])"
_BEFORE_A_PRISON = compile_late(
    r"^(?:.*\b(?:c/o|care of)\b"
    r"|.*\b[a-z][0-9]{4}[a-z]{2}\b"
    r"|(?:(?:fao|attn|for the attention of)\b\W*)?(?:the )?(?:governor|director)\b(?: of| at)?"
    rf"|(?:{_PLACE} (?:wing|spur|landing|houseblock|unit)|(?:wing|houseblock|cell|hb) ?{_PLACE})\b"
    r"|[a-z]{1,2}[0-9]{1,2}-[0-9]{1,3}\b)"
    r"[\s:/.–-]*",
    re.IGNORECASE,
)
"""Whose letter it is, and where inside the prison: it may stand before the prison on its line."""
_NOT_THERE = compile_late(
    r"\b(?:near|opposite|behind|beside|next to|adjacent to|formerly|previously|late|was|ex)"
    r"(?: (?:of|at|in))?\W*$",
    re.IGNORECASE,
)


class AddressReader:
    """Reads prisons out of addresses."""

    def __init__(self, matcher: Matcher, directory: Directory) -> None:
        self._matcher = matcher
        self._directory = directory
        self._list_names = lru_cache(_MOST_KEPT)(self._find_names)

    def read(self, lines: Sequence[str], born: date | None = None) -> Match | None:
        """Return what an address means; None if it names no prison.

        If it names several, or one that takes no letters, that is said.
        """
        said = self.name_places(lines, born)
        doubtful = [match for match in said if not isinstance(match, Found | Unknown)]
        if doubtful:
            return doubtful[0]
        found = {match.prison.code: match for match in said if isinstance(match, Found)}
        if len(found) > 1:
            return Ambiguous(tuple(match.prison for match in found.values()))
        if found:
            doubt = find_uncertainty(" ".join(lines))
            return Uncertain(doubt) if doubt else next(iter(found.values()))
        unknown = [match for match in said if isinstance(match, Unknown)]
        likeliest = max(unknown, key=_is_like_one, default=None)
        return self._find_whole(lines) or likeliest

    def name_places(self, lines: Sequence[str], born: date | None = None) -> tuple[Match, ...]:
        """Return what each piece of an address means that says HMP or the like, or is a code."""
        return tuple(self._matcher.match(name, born) for name in self._list_names(tuple(lines)))

    def _find_names(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        if not any(_SAYS_PRISON.search(line) or _CODE.search(line) for line in lines):
            return ()
        pieces = split_address(lines)
        found = (
            self._find_name(_drop_before(piece), pieces[number + 1 :])
            for number, piece in enumerate(pieces)
            if number == 0 or not _NOT_THERE.search(pieces[number - 1])
        )
        return tuple(filter(None, found))

    def _find_name(self, piece: str, following: Sequence[str]) -> str | None:
        if piece.isupper() and self._directory.find_by_code(piece):
            return piece
        if not says_prison(piece):
            return None
        if not normalise(piece) and following and piece.casefold() not in ("prison", "the prison"):
            at = self._find_by_street(following)
            piece = at.code if at else f"{piece} {following[0]}"
        return self._find_beginning(piece) or piece

    def _find_by_street(self, pieces: Sequence[str]) -> Prison | None:
        """Find the prison whose street and town follow a mere `HM Prison`."""
        there = [
            prison
            for prison in self._directory
            if is_at(prison, pieces[:1]) and prison.town.casefold() in map(str.casefold, pieces)
        ]
        return there[0] if len(there) == 1 else None

    def _find_beginning(self, piece: str) -> str | None:
        """Find a prison that is followed by its own address on one line, without commas."""
        if not isinstance(self._matcher.match(piece), Unknown):
            return None
        words = piece.split()
        for end in range(len(words) - 1, 1, -1):
            name = " ".join(words[:end])
            said = self._matcher.match(name)
            if isinstance(said, Found):
                rest = normalise(" ".join(words[end:])).split()
                own = normalise(" ".join((said.prison.place, *said.prison.address)))
                return name if set(rest) <= set(own.split()) else None
        return None

    def _find_whole(self, lines: Sequence[str]) -> Match | None:
        """Find the prison whose street and postcode are in an address."""
        pieces = split_address(lines)
        there: dict[str, Prison] = {
            prison.code: prison
            for postcode in postcodes.find_all(" ".join(pieces))
            for prison in self._directory.by_postcode.get(postcode, ())
            if prison.postcode == postcode and is_at(prison, pieces)
        }
        if len(there) > 1:
            return Ambiguous(tuple(there.values()))
        return next((self._matcher.match(code) for code in there), None)


def says_prison(text: str) -> bool:
    """Return whether a text says HMP, YOI, STC or the like, in short or in full."""
    return bool(_SAYS_PRISON.search(text) and find_kinds(text))


def split_address(lines: Sequence[str]) -> tuple[str, ...]:
    """Split the lines of an address at commas and line breaks."""
    pieces = (piece.strip() for line in lines for piece in re.split(r"[,;\r\n]", line))
    return tuple(filter(None, pieces))


def _drop_before(piece: str) -> str:
    """Drop whose letter it is and where inside the prison, if the prison follows on the line."""
    while (rest := _BEFORE_A_PRISON.sub("", piece)) != piece and rest:
        piece = rest
    return piece


def _is_like_one(match: Unknown) -> bool:
    return bool(match.suggestions or match.closed)
