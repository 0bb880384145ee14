"""The directory: all prisons that are known, found by code or by name.

A name counts only when it is the prison's own after normalising; a near miss is never taken,
because the nearest name is often another prison's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from prisonmail.prisons.gazetteer import Gazetteer
from prisonmail.prisons.names import normalise
from prisonmail.prisons.prison import Prison

MOST_SUGGESTIONS = 3
NEAR = 0.7
"""difflib's ratio above which a name is worth suggesting."""


@dataclass(frozen=True, eq=False)
class Directory:
    """The prisons of England and Wales, in the register's order. Equal only to itself."""

    prisons: tuple[Prison, ...]
    gazetteer: Gazetteer = field(default=Gazetteer(), repr=False)
    """What is known beyond the register: other names, closed prisons, places elsewhere."""

    def __iter__(self) -> Iterator[Prison]:
        """Go through all entries, closed ones among them."""
        return iter(self.prisons)

    @cached_property
    def as_of(self) -> date:
        """The day on which the oldest entry was taken from the register."""
        return min(prison.as_of for prison in self.prisons)

    def by_code(self, code: str) -> Prison | None:
        """Find a prison by its code, in either case."""
        return self._by_code.get(code.strip().upper())

    def named(self, text: str) -> tuple[Prison, ...]:
        """Find the prisons with this code or whole name: none, one, or several to tell apart."""
        by_code = self.by_code(text)
        if by_code:
            return (by_code,)
        found = self._by_name.get(normalise(text), ())
        kinds = [prison for prison in found if prison.kind.casefold() in text.casefold()]
        return tuple(kinds) if len(kinds) == 1 else found

    def like(self, text: str) -> tuple[Prison, ...]:
        """Find up to three open prisons whose names are near this one, to suggest and no more."""
        near = get_close_matches(normalise(text), self._open_names, MOST_SUGGESTIONS, NEAR)
        found = [prison for name in near for prison in self._by_name[name] if prison.active]
        return tuple(dict.fromkeys(found))[:MOST_SUGGESTIONS]

    def containing(self, text: str) -> tuple[Prison, ...]:
        """Find the prisons with these words in code, name, town or postcode."""
        words = text.casefold().split()
        return tuple(
            prison for prison in self.prisons if all(word in _searched(prison) for word in words)
        )

    @cached_property
    def _by_code(self) -> dict[str, Prison]:
        return {prison.code: prison for prison in self.prisons}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Prison, ...]]:
        return _group(
            (normalise(name), prison)
            for prison in self.prisons
            for name in (prison.place, prison.welsh_name)
            if name
        )

    @cached_property
    def _open_names(self) -> tuple[str, ...]:
        return tuple(
            name for name, prisons in self._by_name.items() if any(p.active for p in prisons)
        )


def _searched(prison: Prison) -> str:
    parts = (prison.code, prison.name, prison.town, prison.postcode, prison.welsh_name)
    return " ".join(parts).casefold()


def _group(pairs: Iterable[tuple[str, Prison]]) -> dict[str, tuple[Prison, ...]]:
    groups: dict[str, dict[str, Prison]] = {}
    for name, prison in pairs:
        groups.setdefault(name, {})[prison.code] = prison
    return {name: tuple(found.values()) for name, found in groups.items()}
