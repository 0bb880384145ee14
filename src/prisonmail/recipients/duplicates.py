"""Duplicates: one person twice in a list, and what cannot be of one person.

>>> seen = Duplicates()
>>> ann = Finding({}, name="Ann Hart", prison_number="A1001XY")
>>> ben = Finding({}, name="Ben Hart", prison_number="A1001XY")
>>> seen.add(2, ann), [(line, fault.code) for line, fault in seen.add(5, ben)]
([], [(2, 'PM402'), (5, 'PM402')])
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from prisonmail.prisons.prison import Prison
from prisonmail.recipients.findings import Finding
from prisonmail.recipients.names import same_person
from prisonmail.recipients.problems import Fault


class _Seen(NamedTuple):
    line: int
    name: str
    prison: Prison | None


@dataclass(slots=True)
class Duplicates:
    """Remembers the people of a list, and says what a further row contradicts."""

    _seen: dict[Hashable, _Seen] = field(default_factory=dict, repr=False)
    _disputed: set[int] = field(default_factory=set, repr=False)
    """The lines whose number is known to be another person's too."""

    def add(self, line: int, found: Finding) -> list[tuple[int, Fault]]:
        """Take a row in; give the lines, this one or an earlier, at which something is wrong."""
        if not found.name or not (found.prison_number or found.born):
            return []
        key: Hashable = found.prison_number or (found.name.casefold(), found.born)
        first = self._seen.setdefault(key, _Seen(line, found.name, found.prison))
        if first.line == line:
            return []
        if not same_person(first.name, found.name):
            return self._two_people(found.prison_number, first.line, line)
        if first.prison is None or found.prison is None:
            return []
        if first.prison.code != found.prison.code:
            return [(line, _two_prisons(first.line, first.prison.name))]
        return [(line, _again(first.line))]

    def _two_people(self, number: str | None, first: int, line: int) -> list[tuple[int, Fault]]:
        both = [(first, _two_people(number, line)), (line, _two_people(number, first))]
        new = [(each, fault) for each, fault in both if each not in self._disputed]
        self._disputed.update((first, line))
        return new


def _two_people(number: str | None, other: int) -> Fault:
    return Fault(
        "PM402",
        f"prison number `{number}` is also on line {other}, for a different person",
        "A number is one person’s alone. Correct the row that is wrong.",
    )


def _two_prisons(other: int, prison_name: str) -> Fault:
    return Fault(
        "PM403",
        f"this person is on line {other} too, at {prison_name}",
        "Find out where the person is now, and remove the other row.",
    )


def _again(other: int) -> Fault:
    return Fault(
        "PW603",
        f"this person is on line {other} too, at the same prison",
        "Two letters will be printed. Remove one row if one is enough.",
    )
