"""The directory: all known prisons, found by code, by words or by postcode.

What a cell of a list means is decided in `matching`. The gazetteer is what is known beyond the
register: other names, closed prisons, other places. Each of its entries says how sure it is, its
source and its day; an unconfirmed one may stop a letter or cause a question, but is never stated
as certain. A postcode alone never decides, it only confirms or contradicts a name: old address
books mix up the postcodes of neighbours.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from prisonmail.certainty import Certainty
from prisonmail.prisons import postcodes
from prisonmail.prisons.law import Law
from prisonmail.prisons.prison import Prison
from prisonmail.system.record import Record, field


class KnownName(Record, frozen=True):
    """What all entries of the gazetteer with a name have."""

    written: str
    """The name as people write it."""
    certainty: Certainty
    source: str
    as_of: date


class Alias(KnownName, frozen=True):
    """Another name of a prison, or a name that could be several."""

    codes: tuple[str, ...]
    note: str = ""
    """Words to follow the name that was written: `merged into it in June 2008`."""


class ClosedPrison(KnownName, frozen=True):
    """A prison that letters no longer reach."""

    name: str
    code: str
    """Its code if the register still lists it as open, else empty."""
    closed: str
    """Words to follow `closed`: `in May 2016`; empty if the day is not known."""
    remark: str
    suggest: tuple[str, ...]
    """The codes of prisons that may be meant by the same name."""


class OtherPlace(KnownName, frozen=True):
    """A place that is not a prison in England or Wales."""

    kind: str
    where: str
    """`Scotland`, `Northern Ireland`, `Jersey` … for a prison there, else empty."""
    name: str
    """The name of a prison elsewhere if it is not simply `HMP` and what is written."""


class Applies(StrEnum):
    """When a remark applies: while the register lists the prison like this."""

    OPEN = "open"
    NOT_OPEN = "not open"
    UNLISTED = "unlisted"


class PrisonRemark(KnownName, frozen=True):
    """Something to say about a prison, while the register lists it in a certain way."""

    code: str
    applies_while: Applies
    remark: str


class OldPostcode(Record, frozen=True):
    """A postcode that a prison used to have and old address books still have."""

    postcode: str
    code: str


class OldStreet(Record, frozen=True):
    """A street that a prison’s address had, or has beside the register's: an older one, Welsh."""

    street: str
    code: str


class KnownLaw(Record, frozen=True):
    """The rules that hold at a prison, whatever its name in the register still says."""

    code: str
    law: Law


class Gazetteer(Record, frozen=True):
    """Everything that is known beyond the register."""

    aliases: tuple[Alias, ...] = ()
    closed: tuple[ClosedPrison, ...] = ()
    elsewhere: tuple[OtherPlace, ...] = ()
    remarks: tuple[PrisonRemark, ...] = ()
    old_postcodes: tuple[OldPostcode, ...] = ()
    old_streets: tuple[OldStreet, ...] = ()
    laws: tuple[KnownLaw, ...] = ()


class Directory(Record, frozen=True, eq=False, dict=True):
    """The prisons of England and Wales, in the register's order. Equal only to itself."""

    withheld: ClassVar[tuple[str, ...]] = ("gazetteer",)

    prisons: tuple[Prison, ...]
    gazetteer: Gazetteer = field(default=Gazetteer())
    """What is known beyond the register: other names, closed prisons, places elsewhere."""

    def __iter__(self) -> Iterator[Prison]:
        """Iterate over all entries, including closed prisons."""
        return iter(self.prisons)

    @cached_property
    def as_of(self) -> date:
        """The day on which the oldest entry was taken from the register."""
        return min(prison.as_of for prison in self.prisons)

    def find_by_code(self, code: str) -> Prison | None:
        """Find a prison by its code, in capitals or small letters."""
        return self._by_code.get(code.strip().upper())

    def search(self, text: str) -> tuple[Prison, ...]:
        """Find the prisons with these words in code, name, town or postcode."""
        words = text.casefold().split()
        return tuple(
            prison for prison in self.prisons if all(word in _searched(prison) for word in words)
        )

    @cached_property
    def _by_code(self) -> dict[str, Prison]:
        return {prison.code: prison for prison in self.prisons}

    @cached_property
    def by_postcode(self) -> dict[str, tuple[Prison, ...]]:
        """The prisons that have a postcode or used to have it, in the register's order."""
        owners = [(prison.postcode, prison.code) for prison in self.prisons if prison.postcode]
        owners += [(entry.postcode, entry.code) for entry in self.gazetteer.old_postcodes]
        codes: dict[str, set[str]] = {}
        for postcode, code in owners:
            codes.setdefault(postcode, set()).add(code)
        return {
            postcode: tuple(prison for prison in self.prisons if prison.code in there)
            for postcode, there in codes.items()
        }

    @cached_property
    def old_streets(self) -> dict[str, tuple[str, ...]]:
        """By code, the streets that a prison's address had, or has beside the register's."""
        streets: dict[str, tuple[str, ...]] = {}
        for entry in self.gazetteer.old_streets:
            streets[entry.code] = (*streets.get(entry.code, ()), entry.street)
        return streets


def _searched(prison: Prison) -> str:
    parts = (prison.code, prison.name, prison.town, prison.postcode, prison.welsh_name)
    return " ".join(parts).casefold()


def is_same_site(one: Prison, other: Prison) -> bool:
    """Return whether two prisons share a gate: one postcode, or one name and town."""
    if one.postcode and one.postcode == other.postcode:
        return True
    return (one.place, one.town) == (other.place, other.town)


def find_by_postcode(postcode: str, directory: Directory) -> tuple[Prison, ...]:
    """Find the prisons that have this postcode or used to have it."""
    return directory.by_postcode.get(postcodes.parse(postcode) or "", ())


def find_others_by_postcode(
    prison: Prison, postcode: str, directory: Directory
) -> tuple[Prison, ...]:
    """Find the other prisons whose postcode this is.

    None if it is the prison's own, that of a prison at the same gate, or no prison's.
    """
    there = find_by_postcode(postcode, directory)
    return () if any(is_same_site(prison, other) for other in there) else there
