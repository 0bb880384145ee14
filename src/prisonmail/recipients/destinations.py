"""Destinations: the prison that a cell names, as a prison or as what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from prisonmail.prisons.directory import Directory
from prisonmail.prisons.elsewhere import PRIVATE_ADDRESS
from prisonmail.prisons.gates import same_gate
from prisonmail.prisons.matches import FIND_PERSON
from prisonmail.prisons.matching import (
    Ambiguous,
    Closed,
    Found,
    Match,
    Matcher,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Uncertain,
    Unknown,
    contradicts,
)
from prisonmail.prisons.names import kinds
from prisonmail.prisons.prison import Prison
from prisonmail.recipients import custody
from prisonmail.recipients.custody import Departure
from prisonmail.recipients.problems import Fault, Mark

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE | re.ASCII)
_PRISONS_ONLY = (
    "prisonmail covers letters to prisons only. If the person is in prison, write which one; if "
    "not, remove the row."
)


@dataclass(frozen=True, slots=True)
class Destination:
    """A prison to write to."""

    prison: Prison = field(repr=False)
    warning: Fault | None = None


class Destinations:
    """Reads prisons, each distinct text once."""

    def __init__(self, directory: Directory, today: date) -> None:
        self._directory = directory
        self._matcher = Matcher(directory, today)
        self._read: dict[str, tuple[Match, Destination | Fault]] = {}
        self._contradicted: dict[tuple[str, str], Fault | None] = {}

    def read(self, text: str, born: date | None) -> Destination | Fault:
        """Read a prison; the date of birth tells between two at one gate."""
        found = self._matcher.match(text, born)
        known = self._read.get(text)
        if known is None or known[0] is not found:
            known = self._read[text] = (found, _destination(text, found))
        return known[1]

    def named_in(self, text: str) -> Prison | None:
        """Find a prison that a line of an address names without any doubt."""
        found = self._matcher.match(text)
        return found.prison if isinstance(found, Found) and not found.pair else None

    def other_prison(self, prison: Prison, address: Sequence[str]) -> Fault | None:
        """Find another prison that the first lines of an address name as a prison."""
        for line in address[:2]:
            named = self.named_in(line) if kinds(line) else None
            if named and not same_gate(named, prison):
                return Fault(
                    "PM305",
                    f"the prison is {prison.name}, but the address is that of {named.name}",
                    "One of the two is out of date. Ask where the person is.",
                )
        return None

    def contradiction(self, prison: Prison, address: str) -> Fault | None:
        """Find a postcode in an address that is another prison's."""
        key = (prison.code, address)
        if key not in self._contradicted:
            self._contradicted[key] = self._contradiction(prison, address)
        return self._contradicted[key]

    def _contradiction(self, prison: Prison, address: str) -> Fault | None:
        for postcode in _POSTCODE.findall(address):
            others = contradicts(prison, postcode, self._directory)
            if others:
                owners = " and ".join(other.name for other in others)
                return Fault(
                    "PM305",
                    f"the prison is {prison.name}, but `{postcode}` is the postcode of {owners}",
                    f"One of the two is out of date. Ask where the person is: {prison.name} has "
                    f"{prison.postcode}.",
                )
        return None


def _destination(text: str, found: Match) -> Destination | Fault:
    match found:
        case Found(prison, note):
            return Destination(prison, _doubt(text, note) if note else None)
        case Closed(name, closed, remedy, suggestions):
            return _closed(name, closed, remedy, suggestions)
        case OutOfArea(name, where):
            return Fault(
                "PM304",
                f"{name} is in {where}, and prisonmail covers England and Wales",
                "Other rules hold there. Remove the row and write to the prison by itself.",
            )
        case Ambiguous(prisons):
            choices = " or ".join(f"{prison.code} ({prison.name})" for prison in prisons)
            return Fault("PM303", f"`{text}` could be more than one prison", f"Write {choices}.")
        case NotAPrison(kind):
            advice = _PRISONS_ONLY if kind == PRIVATE_ADDRESS else FIND_PERSON
            return Fault("PM302", f"`{text}` is not a prison but a {kind}", advice)
        case NotInCustody(word):
            return _not_in_custody(word)
        case Uncertain(word):
            return _uncertain(text, word)
        case Unknown(suggestions, remedy):
            return _unknown(text, suggestions, remedy)
        case _:
            assert_never(found)


def _not_in_custody(word: str) -> Fault:
    if custody.departure(word) is Departure.DIED:
        return custody.departed(word, Departure.DIED)
    return custody.not_in_custody(word)


def _uncertain(text: str, word: str) -> Fault:
    offset = text.find(word)
    return Fault(
        "PM308",
        f"`{text}` does not say for certain where the person is",
        "Find out which prison it is, and write only that.",
        mark=Mark(offset, "not certain") if offset >= 0 else None,
    )


def _doubt(text: str, note: str) -> Fault:
    return Fault("PW604", f"`{text}` is {note}", "If that is wrong, write the prison’s code.")


def _closed(name: str, closed: str, remedy: str, near: tuple[Prison, ...]) -> Fault:
    message = f"{name} closed {closed}" if closed else f"{name} is not open"
    return Fault("PM301", message, f"{_asked(near)} {remedy}".strip())


def _unknown(text: str, near: tuple[Prison, ...], remedy: str) -> Fault:
    advice = _asked(near) or remedy or "Look it up with: prisonmail prisons"
    suggestion = near[0].name if len(near) == 1 else None
    return Fault("PM302", f"there is no prison called `{text}`", advice, suggestion)


def _asked(near: tuple[Prison, ...]) -> str:
    names = " or ".join(f"{prison.name} ({prison.code})" for prison in near)
    return f"Did you mean {names}?" if near else ""
