"""The prison cell of a row becomes a prison to write to, or what is wrong with it.

If a date of birth does not fit a prison that is only for adults, or only for young people, there is
a warning: one of the two is wrong, or the register is out of date; and the marking follows from the
prison.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from prisonmail.prisons.directory import Directory, find_others_by_postcode, is_same_site
from prisonmail.prisons.matching.matcher import Matcher
from prisonmail.prisons.matching.outcomes import (
    Ambiguous,
    Closed,
    Found,
    Match,
    NotAPrison,
    NotInCustody,
    OutOfArea,
    Uncertain,
    Unknown,
    describe,
)
from prisonmail.prisons.matching.written import find_kinds
from prisonmail.prisons.prison import ADULT_YEARS, Prison
from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields import custody
from prisonmail.recipients.fields.custody import Departure
from prisonmail.system.clock import age

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE | re.ASCII)
_NO_LONGER_YOUNG = 22
"""Years of age from which nobody is in a place that is only a young offender institution."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A prison to write to."""

    prison: Prison = field(repr=False)
    warning: Fault | None = None


class Destinations:
    """Reads prison cells, each distinct text once."""

    def __init__(self, directory: Directory, today: date) -> None:
        self._directory = directory
        self._matcher = Matcher(directory, today)
        self._read: dict[str, tuple[Match, Destination | Fault]] = {}
        self._contradicted: dict[tuple[str, str], Fault | None] = {}

    def read(self, text: str, born: date | None) -> Destination | Fault:
        """Read a prison; the date of birth decides between two at one gate."""
        found = self._matcher.match(text, born)
        known = self._read.get(text)
        if known is None or known[0] is not found:
            known = self._read[text] = (found, _destination(text, found))
        return known[1]

    def find_named(self, text: str) -> Prison | None:
        """Find the prison that a line of an address names beyond doubt."""
        found = self._matcher.match(text)
        return found.prison if isinstance(found, Found) and not found.pair else None

    def find_other_prison(self, prison: Prison, address: Sequence[str]) -> Fault | None:
        """Find another prison in the first two lines of an address, if one says HMP or the like."""
        for line in address[:2]:
            named = self.find_named(line) if find_kinds(line) else None
            if named and not is_same_site(named, prison):
                return Fault(
                    "PM305",
                    f"the prison is {prison.name}, but the address is that of {named.name}",
                    "One of the two is out of date. Ask where the person is.",
                )
        return None

    def find_contradiction(self, prison: Prison, address: str) -> Fault | None:
        """Find a postcode of another prison in an address."""
        key = (prison.code, address)
        if key not in self._contradicted:
            self._contradicted[key] = self._find_contradiction(prison, address)
        return self._contradicted[key]

    def _find_contradiction(self, prison: Prison, address: str) -> Fault | None:
        for postcode in _POSTCODE.findall(address):
            others = find_others_by_postcode(prison, postcode, self._directory)
            if others:
                owners = " and ".join(other.name for other in others)
                return Fault(
                    "PM305",
                    f"the prison is {prison.name}, but `{postcode}` is the postcode of {owners}",
                    f"One of the two is out of date. Ask where the person is: {prison.name} has "
                    f"{prison.postcode}.",
                )
        return None


def doubt_age(born: date, prison: Prison, today: date) -> Fault | None:
    """Warn about a person who is too old or too young for a prison."""
    years = age(born, today)
    if prison.young_offenders_only and years >= _NO_LONGER_YOUNG:
        held = "young people"
    elif prison.adults_only and years < ADULT_YEARS:
        held = "adults"
    else:
        return None
    return Fault(
        "PW614",
        f"the date of birth makes the person {years}, and {prison.name} is for {held}",
        "Check the prison, the date of birth and the marking.",
    )


_CODES: dict[type[Match], str] = {
    Found: "PW604",
    Closed: "PM301",
    OutOfArea: "PM304",
    Ambiguous: "PM303",
    NotAPrison: "PM302",
    Uncertain: "PM308",
    Unknown: "PM302",
}


def _destination(text: str, found: Match) -> Destination | Fault:
    if isinstance(found, NotInCustody):
        return _not_in_custody(found.word)
    if isinstance(found, Found) and not found.note:
        return Destination(found.prison)
    said = describe(text, found)
    code = _CODES[type(found)]
    fault = Fault(code, said.message, said.advice, _suggestion(found), _mark(text, found))
    return Destination(found.prison, fault) if isinstance(found, Found) else fault


def _not_in_custody(word: str) -> Fault:
    if custody.find_departure(word) is Departure.DIED:
        return custody.describe_departure(word, Departure.DIED)
    return custody.describe_not_in_custody(word)


def _suggestion(found: Match) -> str | None:
    """Return the name of a similar prison, if there is only one."""
    near = found.suggestions if isinstance(found, Unknown) else ()
    return near[0].name if len(near) == 1 else None


def _mark(text: str, found: Match) -> Mark | None:
    offset = text.find(found.word) if isinstance(found, Uncertain) else -1
    return Mark(offset, "not certain") if offset >= 0 else None
