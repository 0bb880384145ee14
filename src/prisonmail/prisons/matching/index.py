"""The index of names: what one name by itself means, exactly and without near misses.

The first hit counts, in this order: prisons that are closed though the register lists them as open,
names of open prisons, their other names, closed prisons, places that are no prison in England or
Wales.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from prisonmail.certainty import Certainty
from prisonmail.prisons.directory import (
    Alias,
    Applies,
    ClosedPrison,
    Directory,
    OtherPlace,
    is_same_site,
)
from prisonmail.prisons.law import Law
from prisonmail.prisons.matching.outcomes import FIND_PERSON, Closed, NotAPrison, OutOfArea, Unknown
from prisonmail.prisons.matching.written import (
    REMOVAL_CENTRE,
    drop_tail,
    find_kinds,
    normalise,
)
from prisonmail.prisons.prison import Prison
from prisonmail.system.record import Record

SPECIAL = frozenset({"irc", "stc"})
"""Kinds that must fit: `IRC Leeds` is not HMP Leeds. HMP and YOI are mixed up too often."""
NameKey = tuple[str, frozenset[str]]
"""A normalised name, and which of the special kinds are written with it."""


class OpenPrisons(Record, frozen=True):
    """The open prisons that a name can mean, likeliest first."""

    prisons: tuple[Prison, ...]
    doubt: str = ""
    """A warning in words; empty if nothing is doubtful."""


Meaning = OpenPrisons | Closed | OutOfArea | NotAPrison | Unknown


class Index(Record, frozen=True, dict=True):
    """All names of a directory and of its gazetteer, normalised."""

    directory: Directory

    def look_up_name(self, text: str) -> Meaning | None:
        """Return what one name means, as written or without its tail; None if it is not known."""
        words = normalise(text)
        said = find_kinds(text)
        return self._meaning(words, said) or self._meaning(drop_tail(words), said)

    def look_up_code(self, code: str) -> OpenPrisons | Closed | NotAPrison | None:
        """Return what a prison's code means; None if it is not known."""
        prison = self.directory.find_by_code(code)
        if prison is None:
            return None
        withdrawn = self._withdrawn.get(prison.code)
        if withdrawn:
            return self._closed_by(withdrawn)
        if prison.law is Law.REMOVAL:
            return NotAPrison(REMOVAL_CENTRE)
        return OpenPrisons((prison,)) if prison.active else self._not_open(prison)

    @cached_property
    def names(self) -> dict[str, Prison | None]:
        """All names to compare a near miss with; those of places without a prison map to None."""
        nowhere = [*self._closed, *self._not_open_names, *self._elsewhere]
        here = {words: found[0] for (words, _), found in self._open.items()}
        others = {words: self._prisons(alias) for (words, _), alias in self._aliases.items()}
        known = {words: found[0] for words, found in others.items() if found}
        return dict.fromkeys(nowhere) | known | here

    def remark_on(self, prison: Prison) -> str:
        """Return the warnings for a letter to this prison."""
        applies = Applies.OPEN if prison.active else Applies.NOT_OPEN
        return "; ".join(
            entry.remark
            for entry in self.directory.gazetteer.remarks
            if entry.code == prison.code and entry.applies_while is applies
        )

    @cached_property
    def of_other_age(self) -> dict[str, Prison]:
        """By code, the prison of the same name for the other age: for the young or for adults."""
        return {
            prison.code: other
            for group in self._open.values()
            for prison in group
            for other in group
            if prison.young_offenders_only != other.young_offenders_only
        }

    def _meaning(self, words: str, said: frozenset[str]) -> Meaning | None:
        closed = self._closed.get(words)
        if closed and closed.code:
            return self._closed_by(closed)
        key = (words, said & SPECIAL)
        if key in self._open:
            return OpenPrisons(narrow(self._open[key], said - SPECIAL))
        if key in self._aliases:
            return self._meant(self._aliases[key])
        if closed:
            return self._closed_by(closed)
        return self._not_here(words)

    def _not_here(self, words: str) -> Meaning | None:
        if words in self._removal_centres:
            return NotAPrison(REMOVAL_CENTRE)
        if words in self._not_open_names:
            return self._not_open(self._not_open_names[words])
        if words in self._unlisted:
            return Unknown((), self._unlisted[words])
        place = self._elsewhere.get(words)
        if place is None:
            return None
        return _elsewhere(place)

    def _closed_by(self, entry: ClosedPrison) -> Closed:
        listed = self.directory.find_by_code(entry.code)
        remark = entry.remark if listed is None or listed.active else ""
        help_ = f"{remark} {FIND_PERSON}".strip()
        found = (self.directory.find_by_code(code) for code in entry.suggest)
        return Closed(entry.name, entry.closed, help_, tuple(filter(None, found)))

    def _not_open(self, prison: Prison) -> Closed:
        return Closed(prison.name, "", self.remark_on(prison) or FIND_PERSON)

    def _meant(self, alias: Alias) -> OpenPrisons | Closed | NotAPrison | None:
        prisons = self._prisons(alias)
        if prisons:
            return OpenPrisons(prisons, _doubt(alias))
        return self.look_up_code(alias.codes[0])

    def _prisons(self, alias: Alias) -> tuple[Prison, ...]:
        found = (self.directory.find_by_code(code) for code in alias.codes)
        return tuple(prison for prison in found if prison and _takes_letters(prison))

    @cached_property
    def _open(self) -> dict[NameKey, tuple[Prison, ...]]:
        withdrawn = self._withdrawn
        takers = filter(_takes_letters, self.directory)
        return group_by_name(prison for prison in takers if prison.code not in withdrawn)

    @cached_property
    def _removal_centres(self) -> frozenset[str]:
        return frozenset(normalise(p.place) for p in self.directory if p.law is Law.REMOVAL)

    @cached_property
    def _not_open_names(self) -> dict[str, Prison]:
        return {normalise(p.place): p for p in self.directory if not p.active}

    @cached_property
    def _aliases(self) -> dict[NameKey, Alias]:
        return {
            (normalise(alias.written), find_kinds(alias.written) & SPECIAL): alias
            for alias in self.directory.gazetteer.aliases
        }

    @cached_property
    def _closed(self) -> dict[str, ClosedPrison]:
        return {normalise(entry.written): entry for entry in self.directory.gazetteer.closed}

    @cached_property
    def _withdrawn(self) -> dict[str, ClosedPrison]:
        return {entry.code: entry for entry in self.directory.gazetteer.closed if entry.code}

    @cached_property
    def _elsewhere(self) -> dict[str, OtherPlace]:
        return {normalise(place.written): place for place in self.directory.gazetteer.elsewhere}

    @cached_property
    def _unlisted(self) -> dict[str, str]:
        return {
            normalise(entry.written): entry.remark
            for entry in self.directory.gazetteer.remarks
            if entry.applies_while is Applies.UNLISTED
        }


def _doubt(alias: Alias) -> str:
    if alias.note:
        return f"{alias.written} {alias.note}"
    if alias.certainty is Certainty.UNCONFIRMED:
        return "it is commonly called that, which is not confirmed: check that it is meant"
    return ""


def _takes_letters(prison: Prison) -> bool:
    return prison.active and prison.law is not Law.REMOVAL


def _elsewhere(place: OtherPlace) -> OutOfArea | NotAPrison:
    hedge = ", as far as is known" if place.certainty is Certainty.UNCONFIRMED else ""
    if not place.where:
        return NotAPrison(place.kind, hedge)
    return OutOfArea(place.name or f"HMP {place.written}", f"{place.where}{hedge}")


def group_by_name(prisons: Iterable[Prison]) -> dict[NameKey, tuple[Prison, ...]]:
    """Group prisons by each of their names, with those at their gate that have a longer name."""
    every = tuple(prisons)
    longer = _group_longer_names(every)
    groups: dict[NameKey, dict[str, Prison]] = {}
    for prison in every:
        beside = [other for other in longer.get(prison.place, ()) if is_same_site(prison, other)]
        together = {each.code: each for each in (prison, *beside)}
        for key in _keys(prison):
            groups.setdefault(key, {}).update(together)
    return {key: tuple(group.values()) for key, group in groups.items()}


def _group_longer_names(prisons: Iterable[Prison]) -> Mapping[str, Sequence[Prison]]:
    """Group prisons by the words with which their names begin: Peterborough Female."""
    groups = defaultdict(list)
    for prison in prisons:
        words = prison.place.split(" ")
        for size in range(1, len(words)):
            groups[" ".join(words[:size])].append(prison)
    return groups


def narrow(namesakes: tuple[Prison, ...], said: frozenset[str]) -> tuple[Prison, ...]:
    """Choose between prisons of one name by the kind that was written: HMP Parc, HMYOI Parc."""
    exact = [prison for prison in namesakes if find_kinds(prison.kind) == said]
    adult = [prison for prison in namesakes if said == {"hmp"} and not prison.young_offenders_only]
    return next((tuple(some) for some in (exact, adult) if len(some) == 1), namesakes)


def _keys(prison: Prison) -> Iterator[NameKey]:
    special = find_kinds(prison.kind) & SPECIAL
    for name in filter(None, (prison.place, prison.welsh_name)):
        yield normalise(name), frozenset()
        if special:
            yield normalise(name), special
