"""The closed set of outcomes of reading a prison name, and each of them in words.

>>> Closed("HMP Holloway", "in May 2016", FIND_PERSON)
Closed(name='HMP Holloway', closed='in May 2016', help='Find where the person is now: \
https://www.gov.uk/find-prisoner', suggestions=())
>>> describe("Leeds Crown Court", NotAPrison("court")).answer
'“Leeds Crown Court” is a court, not a prison.'
"""

from typing import NamedTuple, assert_never

from prisonmail.prisons.matching.written import PRIVATE_ADDRESS, REMOVAL_CENTRE
from prisonmail.prisons.prison import Prison
from prisonmail.system.record import Record

FIND_PERSON = "Find where the person is now: https://www.gov.uk/find-prisoner"
_PRISONS_ONLY = (
    "prisonmail covers letters to prisons only. If the person is in prison, write which one; if "
    "not, remove the row."
)
_REMOVAL_CENTRES = (
    "The Detention Centre Rules 2001 hold there, and they know no such marking. Remove the row and "
    "write there separately."
)
_SECURE_HOMES = (
    "No marking of letters to prisons holds there. Remove the row and write there separately."
)
_ADVICE = {
    PRIVATE_ADDRESS: _PRISONS_ONLY,
    REMOVAL_CENTRE: _REMOVAL_CENTRES,
    "secure children’s home": _SECURE_HOMES,
    "secure school": _SECURE_HOMES,
}
"""By the kind of a place that is no prison."""


class Found(Record, frozen=True):
    """The name is accepted as this prison's."""

    prison: Prison
    note: str = ""
    """A warning in plain words, to follow the name as written and `is`: `taken as HMP …; …`.

    Empty if nothing is doubtful."""
    pair: bool = False
    """Whether the name is that of two prisons at one gate, of which this is the likelier."""


class Closed(Record, frozen=True):
    """The prison takes no letters."""

    name: str
    closed: str
    """Words to follow `closed`: `in May 2016`. Empty if no more is known than that the
    prison is not open according to the register."""
    help: str
    suggestions: tuple[Prison, ...] = ()
    """Other prisons that may be meant by the same name."""


class OutOfArea(Record, frozen=True):
    """A prison under other rules: in Scotland, Northern Ireland, Jersey or the Isle of Man."""

    name: str
    where: str


class Ambiguous(Record, frozen=True):
    """The name could be any of these prisons, which have different gates."""

    prisons: tuple[Prison, ...]


class NotAPrison(Record, frozen=True):
    """The name is that of another sort of place."""

    kind: str
    """What it is, to follow `a`: `court`, `hospital`, `police station`."""
    hedge: str = ""
    """Words to follow the kind if it is not confirmed."""


class NotInCustody(Record, frozen=True):
    """The cell says that the person is not in prison."""

    word: str
    """The words that say so, as written: `Bail`, `NFA`, `Released`."""


class Uncertain(Record, frozen=True):
    """The cell itself says that it may be wrong."""

    word: str
    """The words that say so, as written: `?`, `possibly`, `transferred to`."""


class Unknown(Record, frozen=True):
    """No prison of this name is known."""

    suggestions: tuple[Prison, ...]
    """Up to three prisons with a similar name: to ask about, never to take."""
    help: str = ""
    """What to do instead, if something is known about the name."""
    closed: Closed | None = None
    """A prison that takes no letters, if its name is the most similar of all."""


Match = Found | Closed | OutOfArea | Ambiguous | NotAPrison | NotInCustody | Uncertain | Unknown


class Wording(NamedTuple):
    """An outcome in words: as a problem of a list, and as the answer to a search."""

    message: str
    """What is wrong with the cell. Text from the list stands in backticks."""
    advice: str
    """What to do about that cell."""
    answer: str
    """Why the name is not taken as a prison's, and what to do."""


def describe(text: str, outcome: Match) -> Wording:
    """Put an outcome into words. `text` is the name as written."""
    match outcome:
        case Found():
            advice = "If that is wrong, write the prison’s code."
            return Wording(f"`{text}` is {outcome.note}", advice, outcome.note)
        case Closed():
            return _closed(outcome)
        case OutOfArea(name, where):
            return Wording(
                f"{name} is in {where}, and prisonmail covers England and Wales",
                "Other rules apply there. Remove the row and write to the prison separately.",
                f"{name} is in {where}: letters go to England and Wales only.",
            )
        case Ambiguous():
            return _ambiguous(text, outcome.prisons)
        case NotAPrison(kind, hedge):
            advice = _ADVICE.get(kind, FIND_PERSON)
            return Wording(
                f"`{text}` is not a prison but a {kind}{hedge}",
                advice,
                f"“{text}” is a {kind}, not a prison{hedge}.",
            )
        case NotInCustody(word):
            return Wording(
                f"the list says `{word}`: the person is not in custody",
                "Remove the row, or leave all such rows out with --skip-not-in-custody.",
                f"“{word}” says that the person is not in prison.",
            )
        case Uncertain(word):
            return Wording(
                f"`{text}` does not say for certain where the person is",
                "Find out which prison it is, and write only that.",
                f"“{text}” does not say for certain which prison is meant: leave out “{word}”.",
            )
        case Unknown():
            return _unknown(text, outcome)
        case _:
            assert_never(outcome)


def describe_closing(outcome: Closed) -> str:
    """Write that a prison is closed, and when, if that is known."""
    if outcome.closed:
        return f"{outcome.name} closed {outcome.closed}."
    return f"{outcome.name} is not open, according to the register."


def _closed(outcome: Closed) -> Wording:
    name, near, remedy = outcome.name, outcome.suggestions, outcome.help
    return Wording(
        f"{name} closed {outcome.closed}" if outcome.closed else f"{name} is not open",
        f"{_ask(near)} {remedy}".strip(),
        f"{describe_closing(outcome)}{_or_ask(near)} {remedy}",
    )


def _ambiguous(text: str, prisons: tuple[Prison, ...]) -> Wording:
    codes = " or ".join(f"{prison.code} ({prison.name})" for prison in prisons)
    return Wording(
        f"`{text}` could be more than one prison",
        f"Write {codes}.",
        f"In a list “{text}” could mean any of {_name_all(prisons)}: write which.",
    )


def _unknown(text: str, outcome: Unknown) -> Wording:
    near, remedy = outcome.suggestions, outcome.help
    question = _ask_of_closed(outcome.closed, near) if outcome.closed else _ask(near)
    return Wording(
        f"there is no prison called `{text}`",
        question or remedy or "Look it up with: prisonmail prisons",
        remedy or f"There is no prison called “{text}”. {question}".strip(),
    )


def _ask_of_closed(closed: Closed, near: tuple[Prison, ...]) -> str:
    state = f"closed {closed.closed}" if closed.closed else "is not open"
    other = f", or {_name_all(near)}" if near else ""
    return f"Did you mean {closed.name}, which {state}{other}? {closed.help}"


def _ask(near: tuple[Prison, ...]) -> str:
    return f"Did you mean {_name_all(near)}?" if near else ""


def _or_ask(near: tuple[Prison, ...]) -> str:
    return f" {_ask(near)}" if near else ""


def _name_all(prisons: tuple[Prison, ...]) -> str:
    return " or ".join(f"{prison.name} ({prison.code})" for prison in prisons)
