"""The matcher: which prison a cell means, exactly or not at all.

A cell has a code, a name in any of its spellings, or the first lines of an address. A near miss is
only suggested, never taken, because the nearest name is often another prison's. Closed prisons and
those in Scotland and Northern Ireland are known, so that no similar name is suggested for them.

>>> from prisonmail.prisons.packaged import read_packaged_directory
>>> matcher = Matcher(read_packaged_directory())
>>> matcher.match("H.M.P. Leeds, C Wing").prison.code
'LEI'
>>> matcher.match("HMP Holloway").closed
'in May 2016'
>>> [prison.name for prison in matcher.match("HMP Wormwood Scrubbs").suggestions]
['HMP & YOI Wormwood Scrubs']
>>> matcher.match("HMP Holoway").closed.name
'HMP Holloway'
"""

from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import takewhile

from prisonmail.prisons.directory import (
    Directory,
    find_by_postcode,
    find_others_by_postcode,
    is_same_site,
)
from prisonmail.prisons.matching.index import Index, Meaning, OpenPrisons
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
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
    find_kind_of_place,
    find_kinds,
    find_out_of_custody,
    find_uncertainty,
    normalise,
    read_cell,
    split_line,
)
from prisonmail.prisons.prison import ADULT_YEARS, Prison
from prisonmail.system import clock
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import replace

MOST_SUGGESTIONS = 3
"""If more names are as near, none of them is likely."""
_NEAR = 0.7
"""difflib's ratio from which a name is suggested: one wrong letter in a short name passes."""
_SOONER_OR_LATER = compile_late(r"\b(?:was|formerly|previously|ex)\b")
"""Words between two names of which either may be the right one."""


class Matcher:
    """Matches cells with one directory, and reads each distinct cell only once."""

    def __init__(self, directory: Directory, today: date | None = None) -> None:
        self._directory = directory
        self._index = Index(directory)
        self._today = today
        self._matches: dict[str, Match] = {}

    def match(self, text: str, date_of_birth: date | None = None) -> Match:
        """Return what a cell means; a date of birth decides between Feltham's two prisons."""
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
        meaning = self._index.look_up_code(text) or read_meaning(cell, self._index)
        if isinstance(meaning, OpenPrisons):
            return self._chosen(meaning, cell.postcode)
        return meaning or self._unknown(cell)

    def _chosen(self, choice: OpenPrisons, postcode: str | None) -> Found | Ambiguous:
        """Take open prisons as one if all share a gate; a postcode in the cell narrows them first.

        A postcode of another prison makes it ambiguous.
        """
        prisons = choice.prisons
        elsewhere: tuple[Prison, ...] = ()
        if postcode:
            there = find_by_postcode(postcode, self._directory)
            prisons = tuple(p for p in prisons if p in there) or prisons
            elsewhere = find_others_by_postcode(prisons[0], postcode, self._directory)
        if elsewhere or not all(is_same_site(prisons[0], other) for other in prisons):
            return Ambiguous((*prisons, *elsewhere))
        return self._found(prisons, choice.doubt)

    def _found(self, prisons: tuple[Prison, ...], doubt: str = "") -> Found:
        prison, *others = prisons
        doubts = (doubt, _pair_doubt(prison, others), self._index.remark_on(prison))
        return _doubted(Found(prison, pair=bool(others)), *doubts)

    def _for_age(self, found: Found, born: date) -> Found:
        """Take the prison of this name that holds people of this age.

        If the cell clearly names the other one, that is taken, with a warning.
        """
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
        kind = find_kind_of_place(cell.whole)
        if kind:
            return NotAPrison(kind)
        named = find_prisons_in(cell, self._index)
        if 0 < len(named) <= MOST_SUGGESTIONS:
            return Unknown(named)
        words = drop_tail(normalise(cell.lines[0])) if cell.lines else ""
        return self._suggest(get_close_matches(words, self._index.names, MOST_SUGGESTIONS, _NEAR))

    def _suggest(self, near: list[str]) -> Unknown:
        """Suggest prisons by similar names, the most similar first, up to one without a prison."""
        closed = self._index.look_up_name(near[0]) if near else None
        if isinstance(closed, Closed):
            return Unknown(closed.suggestions, closed=closed)
        likely = takewhile(bool, (self._index.names[name] for name in near))
        return Unknown(tuple(dict.fromkeys(filter(None, likely))))


def match(text: str, directory: Directory) -> Match:
    """Return what a prison cell means. Nothing is raised, whatever the cell says."""
    return _matcher(directory).match(text)


# Directories are equal only to themselves, so each of them gets its own matcher.
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


def read_meaning(cell: Cell, index: Index) -> Meaning | None:
    """Return what a cell means; None if nothing known is named.

    The whole cell is tried first, since a name may have a comma in it; the first two lines together
    come last, for `HM Prison` over `Wandsworth`.
    """
    if not cell.lines:
        return None
    whole = index.look_up_code(cell.whole) or index.look_up_name(cell.whole)
    if whole:
        return whole
    kind = find_kind_of_place(cell.whole)
    if kind and not find_kinds(cell.lines[0]):
        return NotAPrison(kind)
    return _first_line(cell, index) or index.look_up_name(" ".join(cell.lines[:2]))


def find_prisons_in(cell: Cell, index: Index) -> tuple[Prison, ...]:
    """Return the prisons whose names are parts of the first line: to ask about, never to take.

    If a part is a closed prison or another place, there are none: a question that leaves out one of
    the places named would mislead.
    """
    first = next(iter(cell.lines), "")
    parts = (part for piece in split_line(first) for part in _SOONER_OR_LATER.split(piece))
    meanings = [meaning for part in parts if (meaning := index.look_up_name(part))]
    if not all(isinstance(meaning, OpenPrisons) for meaning in meanings):
        return ()
    prisons = (
        p for meaning in meanings if isinstance(meaning, OpenPrisons) for p in meaning.prisons
    )
    return tuple(dict.fromkeys(prisons))


def _first_line(cell: Cell, index: Index) -> Meaning | None:
    """Read the first line, and any later line that may name another prison.

    A later line that belongs to the first prison's own address is ignored. A line with another town
    makes the prison doubtful, unless a postcode decides.
    """
    first, *rest = cell.lines
    written = [first] if index.look_up_name(first) else _telling(split_line(first))
    if not written:
        return None
    own = _address_words(index.look_up_name(written[0]))
    later = [line for line in rest if _may_name_another(line, first, index)]
    names = [written[0], *(name for name in (*written[1:], *later) if not _is_town(name, own))]
    meaning = _combine_meanings(
        [index.look_up_code(name) or index.look_up_name(name) for name in names]
    )
    strange = [] if cell.postcode else [line for line in rest if not _is_town(line, own)]
    return _in_another_town(meaning, strange, index) if find_kinds(first) else meaning


def _telling(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if drop_tail(normalise(name))]


def _may_name_another(line: str, first: str, index: Index) -> bool:
    """Return whether a later line may name a prison: it says HMP or the like, or is itself a name.

    If the first line says HMP, a mere name below it counts only if it is no post town.
    """
    if find_kinds(line):
        return True
    meaning = index.look_up_name(line)
    if find_kinds(first):
        return isinstance(meaning, OpenPrisons) and not _of_its_town(line, meaning)
    return meaning is not None


def _of_its_town(line: str, meaning: Meaning | None) -> tuple[Prison, ...]:
    """Return the prisons that a line names by a name that is also their post town."""
    prisons = meaning.prisons if isinstance(meaning, OpenPrisons) else ()
    return tuple(prison for prison in prisons if normalise(prison.town) == normalise(line))


def _in_another_town(meaning: Meaning | None, lines: list[str], index: Index) -> Meaning | None:
    """Doubt a prison whose address is in a town with another prison of that name.

    If the address also has that prison's street, both are meant: the caller then asks.
    """
    others = [other for line in lines for other in _of_its_town(line, index.look_up_name(line))]
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
    """Combine the meanings of several names: what all of them can mean, else what any can."""
    if not all(meanings):
        return None
    choices = [meaning for meaning in meanings if isinstance(meaning, OpenPrisons)]
    if len(choices) < len(meanings):
        return next(meaning for meaning in meanings if not isinstance(meaning, OpenPrisons))
    every = dict.fromkeys(prison for choice in choices for prison in choice.prisons)
    common = tuple(p for p in every if all(p in choice.prisons for choice in choices))
    return OpenPrisons(common or tuple(every), choices[0].doubt)
