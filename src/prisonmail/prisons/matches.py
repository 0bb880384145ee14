"""What a written prison name can turn out to be: a closed set of answers.

>>> Closed("HMP Holloway", "in May 2016", FIND_PERSON)
Closed(name='HMP Holloway', closed='in May 2016', help='Find where the person is now: \
https://www.gov.uk/find-prisoner', suggestions=())
"""

from dataclasses import dataclass

from prisonmail.prisons.prison import Prison

FIND_PERSON = "Find where the person is now: https://www.gov.uk/find-prisoner"


@dataclass(frozen=True, slots=True)
class Found:
    """The name is accepted as this prison's."""

    prison: Prison
    note: str = ""
    """A warning in plain words, to follow the name as written and `is`: `taken as HMP …; …`.

    Empty where nothing is doubtful."""
    pair: bool = False
    """Whether the name is that of two prisons at one gate, of which this is the likelier."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The prison takes no letters."""

    name: str
    closed: str
    """Words to follow `closed`: `in May 2016`. Empty where nothing more is known than that the
    prison is not open according to the register."""
    help: str
    suggestions: tuple[Prison, ...] = ()
    """Other prisons that may be meant by the same name."""


@dataclass(frozen=True, slots=True)
class OutOfArea:
    """A prison under other law: Scotland or Northern Ireland."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The name could be any of these, and their gates are not the same."""

    prisons: tuple[Prison, ...]


@dataclass(frozen=True, slots=True)
class NotAPrison:
    """The name is of another sort of place."""

    kind: str
    """What it is, to follow `a`: `court`, `hospital`, `police station`."""


@dataclass(frozen=True, slots=True)
class NotInCustody:
    """The cell says that the person is not in prison."""

    word: str
    """The words that say so, as written: `Bail`, `NFA`, `Released`."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The cell itself says that whoever wrote it was not certain."""

    word: str
    """The words that say so, as written: `?`, `possibly`, `transferred to`."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such prison, as far as is known."""

    suggestions: tuple[Prison, ...]
    """Up to three prisons with a name like it, to ask about and never to take."""
    help: str = ""
    """What to do instead, where something is known of the name."""


Match = Found | Closed | OutOfArea | Ambiguous | NotAPrison | NotInCustody | Uncertain | Unknown
