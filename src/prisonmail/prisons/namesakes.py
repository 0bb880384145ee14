"""Namesakes: prisons that share a name or a gate, and how they are told apart."""

from collections.abc import Iterable

from prisonmail.prisons.names import kinds
from prisonmail.prisons.prison import Prison


def same_gate(one: Prison, other: Prison) -> bool:
    """Say whether post for two prisons comes to one gate: one postcode, or one name and town."""
    if one.postcode and one.postcode == other.postcode:
        return True
    return (one.place, one.town) == (other.place, other.town)


def with_longer_names(prison: Prison, every: Iterable[Prison]) -> tuple[Prison, ...]:
    """Give a prison and those at its gate whose names only say more: Peterborough Female."""
    longer = (
        other
        for other in every
        if other.place.startswith(f"{prison.place} ") and same_gate(prison, other)
    )
    return (prison, *longer)


def narrowed(namesakes: tuple[Prison, ...], said: frozenset[str]) -> tuple[Prison, ...]:
    """Tell namesakes apart by the kinds of place that were written: HMP Parc, HMYOI Parc."""
    exact = [prison for prison in namesakes if kinds(prison.kind) == said]
    adult = [prison for prison in namesakes if said == {"hmp"} and not prison.young_offenders_only]
    return next((tuple(some) for some in (exact, adult) if len(some) == 1), namesakes)
