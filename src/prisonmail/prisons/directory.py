"""The directory: all prisons that are known, found by code or by words.

What a cell of a list stands for is a question for `matching`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from prisonmail.prisons.gazetteer import Gazetteer
from prisonmail.prisons.prison import Prison


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

    def containing(self, text: str) -> tuple[Prison, ...]:
        """Find the prisons with these words in code, name, town or postcode."""
        words = text.casefold().split()
        return tuple(
            prison for prison in self.prisons if all(word in _searched(prison) for word in words)
        )

    @cached_property
    def _by_code(self) -> dict[str, Prison]:
        return {prison.code: prison for prison in self.prisons}


def _searched(prison: Prison) -> str:
    parts = (prison.code, prison.name, prison.town, prison.postcode, prison.welsh_name)
    return " ".join(parts).casefold()
