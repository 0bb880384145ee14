"""What a whole cell stands for: all of it, its first line, or its first two lines together."""

import re
from dataclasses import replace

from prisonmail.prisons.cell import Cell, split_line
from prisonmail.prisons.elsewhere import kind_of_place
from prisonmail.prisons.index import Index, Meaning, OpenPrisons
from prisonmail.prisons.matches import NotAPrison
from prisonmail.prisons.names import drop_tail, find_kinds, normalise
from prisonmail.prisons.prison import Prison

_SOONER_OR_LATER = re.compile(r"\b(?:was|formerly|previously|ex)\b")
"""Words that set one name off from another: which of the two counts, nobody can tell."""


def read_meaning(cell: Cell, index: Index) -> Meaning | None:
    """Say what a cell stands for. None where it names nothing that is known."""
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
    """Give the prisons whose names are parts of a first line, to ask about and never to take.

    None is given where one of the parts is a closed prison or another place: none may be left out.
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
    """Say whether a later line counts: it says HMP or the like, or could as well be the first."""
    if find_kinds(line):
        return True
    meaning = index.meaning_of_name(line)
    if find_kinds(first):
        return isinstance(meaning, OpenPrisons) and not _of_its_town(line, meaning)
    return meaning is not None


def _of_its_town(line: str, meaning: Meaning | None) -> tuple[Prison, ...]:
    """Give the prisons that are called after their post town, where a line names just that."""
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
