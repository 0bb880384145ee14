"""What is known of prison names beyond the register: other names, closed prisons, other places.

Each entry says how sure it is, where it comes from and of which day it is. An unconfirmed entry
may stop a letter or be asked about, but is never told as certain.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from prisonmail.certainty import Certainty


@dataclass(frozen=True, slots=True)
class KnownName:
    """What all entries of the gazetteer carry."""

    written: str
    """The name as people write it."""
    certainty: Certainty
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Alias(KnownName):
    """Another name of a prison, or a name that could be several."""

    codes: tuple[str, ...]
    note: str = ""
    """Words to follow the name that was written: `merged into it in June 2008`."""


@dataclass(frozen=True, slots=True)
class ClosedPrison(KnownName):
    """A prison that no letter reaches any more."""

    name: str
    code: str
    """Its code where the register still lists it as open, otherwise empty."""
    closed: str
    """Words to follow `closed`: `in May 2016`; empty where the day is not known."""
    remark: str
    suggest: tuple[str, ...]
    """The codes of prisons that may be meant by the same name."""


@dataclass(frozen=True, slots=True)
class OtherPlace(KnownName):
    """A place that is no prison of England and Wales."""

    kind: str
    where: str
    """`Scotland` or `Northern Ireland` for a prison there, otherwise empty."""


class Applies(StrEnum):
    """When a remark holds: by what the register says of the prison."""

    OPEN = "open"
    NOT_OPEN = "not open"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class PrisonRemark(KnownName):
    """Something to say of one prison, while the register stands as it does."""

    code: str
    applies_while: Applies
    remark: str


@dataclass(frozen=True, slots=True)
class OldPostcode:
    """A postcode that a prison used to have and that old address books still hold."""

    postcode: str
    code: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All that is known beyond the register."""

    aliases: tuple[Alias, ...] = ()
    closed: tuple[ClosedPrison, ...] = ()
    elsewhere: tuple[OtherPlace, ...] = ()
    remarks: tuple[PrisonRemark, ...] = ()
    old_postcodes: tuple[OldPostcode, ...] = ()
