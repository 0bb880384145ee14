"""Matching: what a written prison name stands for. A near miss is suggested and never taken."""

from dataclasses import dataclass
from datetime import date

from prisonmail import postcodes
from prisonmail.prisons.directory import Directory
from prisonmail.prisons.names import normalise
from prisonmail.prisons.prison import Prison


@dataclass(frozen=True, slots=True)
class Found:
    """One prison, and what the user should know about how it was found."""

    prison: Prison
    note: str = ""
    """A warning, to follow the name as written."""
    pair: bool = False
    """Whether another entry of the register shares the gate."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A prison that is closed."""

    name: str
    closed: str
    """Words to follow `closed`: `in May 2016`."""
    help: str
    suggestions: tuple[Prison, ...] = ()


@dataclass(frozen=True, slots=True)
class OutOfArea:
    """A prison outside England and Wales."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that several prisons could have."""

    prisons: tuple[Prison, ...]


@dataclass(frozen=True, slots=True)
class NotAPrison:
    """A place that is known and is no prison."""

    kind: str
    """What it is, to follow `a`."""


@dataclass(frozen=True, slots=True)
class NotInCustody:
    """A word for not being in custody, like Bail."""

    word: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that stands for no prison, and those that come near it."""

    suggestions: tuple[Prison, ...]
    help: str = ""


Match = Found | Closed | OutOfArea | Ambiguous | NotAPrison | NotInCustody | Unknown

_ALIASES = {
    "isle of wight albany": "IWI",
    "parkhurst": "IWI",
    "highpoint north": "HPI",
    "feltham a": "FYI",
    "peterborough female": "PFI",
    "strangeways": "MRI",
}
_PAIRS = {"grendon spring hill": "GNI"}
_AMBIGUOUS = {"usk prescoed": ("UKI", "UPI")}
_CLOSED = {"holloway": "in 2016", "dorchester": "in 2013", "lancaster": "in 2011"}
_FIND_PERSON = "Find where the person is now: https://www.gov.uk/find-prisoner"
_SCOTLAND = frozenset(("barlinnie",))
_NOT_IN_CUSTODY = frozenset(("bail", "nfa", "released", "tagged"))


def match(
    text: str, directory: Directory, *, date_of_birth: date | None = None, today: date | None = None
) -> Match:
    """Find what a written prison stands for."""
    name = normalise(text)
    found = directory.named(text)
    if len(found) == 1 and found[0].active:
        return Found(found[0])
    known = [p for code in _AMBIGUOUS.get(name, ()) if (p := directory.by_code(code))]
    if len(found) > 1 or known:
        return Ambiguous(found or tuple(known))
    if alias := directory.by_code(_ALIASES.get(name) or _PAIRS.get(name, "")):
        note = (
            f"could be two prisons at one gate; it is taken for {alias.name}"
            if name in _PAIRS
            else ""
        )
        return Found(alias, note, pair=name in _PAIRS)
    if name in _CLOSED:
        return Closed(text, _CLOSED[name], _FIND_PERSON)
    if name in _SCOTLAND:
        return OutOfArea(text, "Scotland")
    if name in _NOT_IN_CUSTODY:
        return NotInCustody(text)
    return Unknown(directory.like(text))


def contradicts(prison: Prison, postcode: str, directory: Directory) -> tuple[Prison, ...]:
    """Find the other prisons that a postcode belongs to, where it is not this prison's."""
    written = postcodes.parse(postcode)
    if written is None or written == prison.postcode:
        return ()
    return tuple(other for other in directory if other.postcode == written)
