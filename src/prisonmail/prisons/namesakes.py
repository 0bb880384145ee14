"""Namesakes: prisons that share a name, and how they are told apart."""

from collections.abc import Iterable, Iterator

from prisonmail.prisons.gates import same_site
from prisonmail.prisons.names import find_kinds, normalise
from prisonmail.prisons.prison import Prison

SPECIAL = frozenset({"irc", "stc"})
"""The kinds of place that are only taken where the prison is, or is known to have been, one."""
NameKey = tuple[str, frozenset[str]]
"""A normalised name, and which of the special kinds are written with it."""


def group_by_name(prisons: Iterable[Prison]) -> dict[NameKey, tuple[Prison, ...]]:
    """Group prisons by each of their names, with those at their gate whose names say more."""
    every = tuple(prisons)
    groups: dict[NameKey, dict[str, Prison]] = {}
    for prison in every:
        for key in _keys(prison):
            group = groups.setdefault(key, {})
            group |= {each.code: each for each in add_longer_names(prison, every)}
    return {key: tuple(group.values()) for key, group in groups.items()}


def add_longer_names(prison: Prison, every: Iterable[Prison]) -> tuple[Prison, ...]:
    """Give a prison and those at its gate whose names only say more: Peterborough Female."""
    longer = (
        other
        for other in every
        if other.place.startswith(f"{prison.place} ") and same_site(prison, other)
    )
    return (prison, *longer)


def narrow(namesakes: tuple[Prison, ...], said: frozenset[str]) -> tuple[Prison, ...]:
    """Tell namesakes apart by the kinds of place that were written: HMP Parc, HMYOI Parc."""
    exact = [prison for prison in namesakes if find_kinds(prison.kind) == said]
    adult = [prison for prison in namesakes if said == {"hmp"} and not prison.young_offenders_only]
    return next((tuple(some) for some in (exact, adult) if len(some) == 1), namesakes)


def _keys(prison: Prison) -> Iterator[NameKey]:
    special = find_kinds(prison.kind) & SPECIAL
    for name in filter(None, (prison.place, prison.welsh_name)):
        yield normalise(name), frozenset()
        if special:
            yield normalise(name), special
