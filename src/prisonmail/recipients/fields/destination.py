"""The prison cell of a row becomes a prison to write to, or what is wrong with it.

If a date of birth does not fit a prison that is only for adults, or only for young people, there is
a warning: one of the two is wrong, or the register is out of date; and the marking follows from the
prison.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import ClassVar

from prisonmail.prisons import postcodes
from prisonmail.prisons.directory import Directory, find_others_by_postcode, is_same_site
from prisonmail.prisons.matching.addresses import AddressReader, says_prison, split_address
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
from prisonmail.prisons.matching.streets import find_other_street, is_street, may_be_at
from prisonmail.prisons.prison import ADULT_YEARS, Prison
from prisonmail.problems.problem import Fault, Mark
from prisonmail.recipients.fields import custody
from prisonmail.recipients.fields.custody import Departure
from prisonmail.system.clock import age, long_date
from prisonmail.system.record import Record

_MOST_KEPT = 4096
"""Comparisons to remember: homes differ from row to row, prisons do not."""
_NO_LONGER_YOUNG = 22
"""Years of age from which nobody is in a place that is only a young offender institution."""


class Destination(Record, frozen=True):
    """A prison to write to."""

    withheld: ClassVar[tuple[str, ...]] = ("prison",)

    prison: Prison
    warning: Fault | None = None


class Destinations:
    """Reads prison cells and addresses, each distinct text once."""

    def __init__(self, directory: Directory, today: date) -> None:
        self._directory = directory
        self._matcher = Matcher(directory, today)
        self._addresses = AddressReader(self._matcher, directory)
        self._read: dict[str, tuple[Match, Destination | Fault]] = {}
        self.read_address = lru_cache(_MOST_KEPT)(self._read_address)
        """Read the prison that the lines of an address name; None if they name none."""
        self.compare_cell = lru_cache(_MOST_KEPT)(self._compare_cell)
        """Find what of a prison's cell is not as the register has that prison."""
        self.compare_address = lru_cache(_MOST_KEPT)(self._compare_address)
        """The same of an address, which may be of another place unless it is said to be its own."""

    def read(self, text: str, born: date | None) -> Destination | Fault:
        """Read a prison; the date of birth decides between two at one gate."""
        found = self._matcher.match(text, born)
        known = self._read.get(text)
        if known is None or known[0] is not found:
            known = self._read[text] = (found, _destination(text, found))
        return known[1]

    def _read_address(
        self, lines: tuple[str, ...], born: date | None
    ) -> Destination | Fault | None:
        found = self._addresses.read(lines, born)
        return None if found is None else _destination(", ".join(lines), found)

    def names_prison(self, text: str) -> bool:
        """Return whether a cell says itself that it is a prison's: by HMP or the like, or a code.

        `Leeds` does not, because it is a town too.
        """
        return says_prison(text) or self._directory.find_by_code(text) is not None

    def _compare_cell(self, prison: Prison, text: str) -> tuple[Fault, ...]:
        if "," not in text and not postcodes.IN_TEXT.search(text):
            return ()
        wrong = self._find_contradiction(prison, (text,))
        return (wrong,) if wrong else tuple(self._find_differences(prison, (text,), True))

    def _compare_address(
        self, prison: Prison, lines: tuple[str, ...], own: bool
    ) -> tuple[Fault, ...]:
        wrong = self._find_contradiction(prison, lines) or self._find_other(prison, lines)
        return (wrong,) if wrong else tuple(self._find_differences(prison, lines, own))

    def _find_contradiction(self, prison: Prison, address: Sequence[str]) -> Fault | None:
        for postcode in postcodes.find_all(" ".join(address)):
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

    def _find_other(self, prison: Prison, address: Sequence[str]) -> Fault | None:
        for named in self._named_in(address):
            if not is_same_site(named, prison):
                return Fault(
                    "PM305",
                    f"the prison is {prison.name}, but the address is that of {named.name}",
                    "One of the two is out of date. Ask where the person is.",
                )
        return None

    def _named_in(self, address: Sequence[str]) -> Iterator[Prison]:
        for said in self._addresses.name_places(address):
            if isinstance(said, Found) and not said.pair:
                yield said.prison

    def _find_differences(
        self, prison: Prison, address: Sequence[str], own: bool
    ) -> Iterator[Fault]:
        text = " ".join(address)
        written = postcodes.find_all(text)
        ours = {each for each in written if each in self._directory.by_postcode}
        own = own or bool(ours) or may_be_at(prison, text) or any(self._named_in(address))
        for postcode in (each for each in written if each not in ours):
            if own or _may_be_its_own(postcode, prison, address):
                yield _other_postcode(postcode, prison)
        if own:
            known = self._directory.old_streets.get(prison.code, ())
            street = find_other_street(prison, split_address(address), known)
            if street:
                yield _other_street(street, prison)


def _may_be_its_own(postcode: str, prison: Prison, address: Sequence[str]) -> bool:
    """Return whether a postcode without a street is of the prison's district: an old one of it.

    With a street it is that of a home nearby.
    """
    near = postcode.split()[0] == prison.postcode.split()[0]
    return near and not any(map(is_street, split_address(address)))


def _other_postcode(postcode: str, prison: Prison) -> Fault:
    return Fault(
        "PW626",
        f"`{postcode}` is not the postcode of {prison.name} in the register, {prison.postcode}",
        f"The letter goes to {prison.postcode}, {_newer_register(prison)}",
    )


def _other_street(street: str, prison: Prison) -> Fault:
    ours = ", ".join(prison.address)
    return Fault(
        "PW627",
        f"`{street}` is not the address of {prison.name} in the register, {ours}",
        f"The letter goes to {prison.street or prison.locality}, {_newer_register(prison)}",
    )


def _newer_register(prison: Prison) -> str:
    return (
        f"as the register had it on {long_date(prison.as_of)}. If yours is newer, take a newer "
        "register first: prisonmail prisons import FILE"
    )


def find_age_group(born: date, today: date) -> int:
    """Return the group of ages, from 0, that somebody is of: those of one group are read alike."""
    years = age(born, today)
    return (years >= ADULT_YEARS) + (years >= _NO_LONGER_YOUNG)


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
    if not isinstance(found, Unknown) or found.closed or len(found.suggestions) != 1:
        return None
    return found.suggestions[0].name


def _mark(text: str, found: Match) -> Mark | None:
    offset = text.find(found.word) if isinstance(found, Uncertain) else -1
    return Mark(offset, "not certain") if offset >= 0 else None
