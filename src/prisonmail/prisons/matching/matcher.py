"""Matching: what a prison cell says, exactly or not at all.

A cell holds a code, a name in any of its spellings, or the first lines of an address. A near miss
is only suggested, never taken, because the nearest name is often another prison's; and closed
prisons and those in Scotland and Northern Ireland are known, so that no look-alike is suggested.

>>> from prisonmail.prisons.packaged import packaged_directory
>>> matcher = Matcher(packaged_directory())
>>> matcher.match("H.M.P. Leeds, C Wing").prison.code
'LEI'
>>> matcher.match("HMP Holloway").closed
'in May 2016'
>>> [prison.name for prison in matcher.match("HMP Wormwood Scrubbs").suggestions]
['HMP & YOI Wormwood Scrubs']
"""

import re
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import takewhile

from prisonmail.prisons.directory import (
    Directory,
    others_with_postcode,
    prisons_with_postcode,
    same_site,
)
from prisonmail.prisons.matching.index import Index, Meaning, OpenPrisons
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Found,
    Match,
    NotAPrison,
    NotInCustody,
    Uncertain,
    Unknown,
)
from prisonmail.prisons.matching.written import (
    Cell,
    drop_tail,
    find_kinds,
    find_out_of_custody,
    find_uncertainty,
    kind_of_place,
    normalise,
    read_cell,
    split_line,
)
from prisonmail.prisons.prison import ADULT_YEARS, Prison
from prisonmail.system import clock

MOST_SUGGESTIONS = 3
"""Of more, none is likely."""
_NEAR = 0.7
"""difflib's ratio above which a name is worth suggesting."""
_SOONER_OR_LATER = re.compile(r"\b(?:was|formerly|previously|ex)\b")
"""Words that set one name off from another: which of the two counts, nobody can tell."""


class Matcher:
    """Matches cells against one directory, and reads each distinct cell once."""

    def __init__(self, directory: Directory, today: date | None = None) -> None:
        self._directory = directory
        self._index = Index(directory)
        self._today = today
        self._matches: dict[str, Match] = {}

    def match(self, text: str, date_of_birth: date | None = None) -> Match:
        """Say what a cell stands for; a date of birth tells Feltham's two prisons apart."""
        if text not in self._matches:
            self._matches[text] = self._read(text)
        found = self._matches[text]
        if date_of_birth and isinstance(found, Found):
            return self._for_age(found, date_of_birth)
        return found

    def _read(self, text: str) -> Match:
        word = find_out_of_custody(text)
        if word:
            return NotInCustody(word)
        doubt = find_uncertainty(text)
        if doubt:
            return Uncertain(doubt)
        cell = read_cell(text)
        meaning = self._index.meaning_of_code(text) or read_meaning(cell, self._index)
        if isinstance(meaning, OpenPrisons):
            return self._chosen(meaning, cell.postcode)
        return meaning or self._unknown(cell)

    def _chosen(self, choice: OpenPrisons, postcode: str | None) -> Found | Ambiguous:
        """Take open prisons as one if all are at one site, once the postcode has been heard."""
        prisons = choice.prisons
        if postcode:
            there = prisons_with_postcode(postcode, self._directory)
            prisons = tuple(p for p in prisons if p in there) or prisons
        elsewhere = others_with_postcode(prisons[0], postcode or "", self._directory)
        if elsewhere or not all(same_site(prisons[0], other) for other in prisons):
            return Ambiguous((*prisons, *elsewhere))
        return self._found(prisons, choice.doubt)

    def _found(self, prisons: tuple[Prison, ...], doubt: str = "") -> Found:
        prison, *others = prisons
        doubts = (doubt, _pair_doubt(prison, others), self._index.remark_on(prison), _rules(prison))
        return _doubted(Found(prison, pair=bool(others)), *doubts)

    def _for_age(self, found: Found, born: date) -> Found:
        """Take the namesake that holds people of this age; doubt a name that says otherwise."""
        other = self._index.of_other_age.get(found.prison.code)
        if other is None:
            return found
        child = clock.age(born, self._today or clock.uk_date(clock.now())) < ADULT_YEARS
        meant, not_meant = found.prison, other
        if meant.young_offenders_only != child:
            meant, not_meant = not_meant, meant
        if found.pair:
            undecided = meant.postcode == not_meant.postcode
            return self._found((meant, not_meant) if undecided else (meant,))
        if meant == found.prison:
            return found
        who = "someone under 18" if child else "an adult"
        return _doubted(found, f"the date of birth is of {who}, and {meant.name} is there for them")

    def _unknown(self, cell: Cell) -> NotAPrison | Unknown:
        kind = kind_of_place(cell.whole)
        if kind:
            return NotAPrison(kind)
        named = prisons_in(cell, self._index)
        if 0 < len(named) <= MOST_SUGGESTIONS:
            return Unknown(named)
        words = drop_tail(normalise(cell.lines[0])) if cell.lines else ""
        near = get_close_matches(words, self._index.names, MOST_SUGGESTIONS, _NEAR)
        likely = takewhile(bool, (self._index.names[name] for name in near))
        return Unknown(tuple(dict.fromkeys(filter(None, likely))))


def match(text: str, directory: Directory) -> Match:
    """Say what a prison cell stands for. Nothing is raised, whatever the cell holds."""
    return _matcher(directory).match(text)


_matcher = lru_cache(maxsize=4)(Matcher)


def _doubted(found: Found, *doubts: str) -> Found:
    told = "; ".join(filter(None, doubts))
    taken = found.note or f"taken as {found.prison.name}"
    return replace(found, note=f"{taken}; {told}") if told else found


def _pair_doubt(prison: Prison, others: list[Prison]) -> str:
    if not others:
        return ""
    names = " and ".join(other.name for other in others)
    if all(other.postcode == prison.postcode for other in others):
        return f"{names} is at the same gate"
    return f"{names} is next to it with a postcode of its own, and a date of birth tells them apart"


def _rules(prison: Prison) -> str:
    if prison.under_prison_rules:
        return ""
    return "it is not confirmed that the Prison Rules hold there: check the marking"


def read_meaning(cell: Cell, index: Index) -> Meaning | None:
    """Say what a cell stands for. None if it names nothing that is known."""
    if not cell.lines:
        return None
    whole = index.meaning_of_code(cell.whole) or index.meaning_of_name(cell.whole)
    if whole:
        return whole
    kind = kind_of_place(cell.whole)
    if kind and not find_kinds(cell.lines[0]):
        return NotAPrison(kind)
    return _first_line(cell, index) or index.meaning_of_name(" ".join(cell.lines[:2]))


def prisons_in(cell: Cell, index: Index) -> tuple[Prison, ...]:
    """Return the prisons whose names are parts of a first line, to ask about and never to take.

    None is given if one of the parts is a closed prison or another place: none may be left out.
    """
    first = next(iter(cell.lines), "")
    parts = (part for piece in split_line(first) for part in _SOONER_OR_LATER.split(piece))
    meanings = [meaning for part in parts if (meaning := index.meaning_of_name(part))]
    if not all(isinstance(meaning, OpenPrisons) for meaning in meanings):
        return ()
    prisons = (
        p for meaning in meanings if isinstance(meaning, OpenPrisons) for p in meaning.prisons
    )
    return tuple(dict.fromkeys(prisons))


def _first_line(cell: Cell, index: Index) -> Meaning | None:
    """Read the first line, with any later line that may name another prison.

    A later line of the first one's own address says nothing new. One of another town casts doubt,
    unless a postcode settles it.
    """
    first, *rest = cell.lines
    written = [first] if index.meaning_of_name(first) else _telling(split_line(first))
    if not written:
        return None
    own = _address_words(index.meaning_of_name(written[0]))
    later = [line for line in rest if _may_name_another(line, first, index)]
    names = [written[0], *(name for name in (*written[1:], *later) if not _is_town(name, own))]
    meaning = _combine_meanings(
        [index.meaning_of_code(name) or index.meaning_of_name(name) for name in names]
    )
    strange = [] if cell.postcode else [line for line in rest if not _is_town(line, own)]
    return _in_another_town(meaning, strange, index) if strange and find_kinds(first) else meaning


def _telling(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if drop_tail(normalise(name))]


def _may_name_another(line: str, first: str, index: Index) -> bool:
    """Return whether a later line counts: it says HMP or the like, or could be the first."""
    if find_kinds(line):
        return True
    meaning = index.meaning_of_name(line)
    if find_kinds(first):
        return isinstance(meaning, OpenPrisons) and not _of_its_town(line, meaning)
    return meaning is not None


def _of_its_town(line: str, meaning: Meaning | None) -> tuple[Prison, ...]:
    """Return the prisons that are called after their post town, if a line names just that."""
    prisons = meaning.prisons if isinstance(meaning, OpenPrisons) else ()
    return tuple(prison for prison in prisons if normalise(prison.town) == normalise(line))


def _in_another_town(meaning: Meaning | None, lines: list[str], index: Index) -> Meaning | None:
    """Doubt a prison whose address is in a town that has another; with its street it is that."""
    others = [other for line in lines for other in _of_its_town(line, index.meaning_of_name(line))]
    if not others or not isinstance(meaning, OpenPrisons) or set(others) <= set(meaning.prisons):
        return meaning
    streets = {normalise(line).lstrip("0123456789 ") for line in lines}
    there = [p for p in others if normalise(p.street).lstrip("0123456789 ") in streets - {""}]
    if there:
        return OpenPrisons(tuple(dict.fromkeys((*meaning.prisons, *there))))
    doubts = filter(None, (meaning.doubt, f"{others[0].name} is another prison"))
    return replace(meaning, doubt="; ".join(doubts))


def _is_town(name: str, address: frozenset[str]) -> bool:
    return not find_kinds(name) and set(normalise(name).split()) <= address


def _address_words(meaning: Meaning | None) -> frozenset[str]:
    prisons: tuple[Prison, ...] = meaning.prisons if isinstance(meaning, OpenPrisons) else ()
    return frozenset(
        word
        for prison in prisons
        for line in (prison.street, prison.locality, prison.town)
        for word in normalise(line).split()
    )


def _combine_meanings(meanings: list[Meaning | None]) -> Meaning | None:
    """Make one meaning of several names: what all of them can mean, or else any of them."""
    if not all(meanings):
        return None
    choices = [meaning for meaning in meanings if isinstance(meaning, OpenPrisons)]
    if len(choices) < len(meanings):
        return next(meaning for meaning in meanings if not isinstance(meaning, OpenPrisons))
    every = dict.fromkeys(prison for choice in choices for prison in choice.prisons)
    common = tuple(p for p in every if all(p in choice.prisons for choice in choices))
    return OpenPrisons(common or tuple(every), choices[0].doubt)
