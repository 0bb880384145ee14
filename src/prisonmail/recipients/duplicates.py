"""Duplicates: one person twice in a list, and what cannot be of one person.

>>> seen = Duplicates()
>>> seen.add(2, "Tarquin Oddwell", "A1001XY", None, "LEI", "HMP Leeds")
[]
>>> [(line, fault.code) for line, fault in seen.add(5, "Bethan Hart", "A1001XY", None, "LEI", "HMP Leeds")]
[(2, 'PM402'), (5, 'PM402')]
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from prisonmail.recipients.names import same_person
from prisonmail.recipients.problems import Fault


class _Seen(NamedTuple):
    line: int
    name: str
    prison: str


@dataclass(slots=True)
class Duplicates:
    """Remembers the people of a list, and says what a further row contradicts."""

    _seen: dict[Hashable, _Seen] = field(default_factory=dict, repr=False)

    def add(
        self,
        line: int,
        name: str,
        prison_number: str | None,
        born: date | None,
        prison: str,
        prison_name: str,
    ) -> list[tuple[int, Fault]]:
        """Take a row in; give the lines, this one or an earlier, at which something is wrong."""
        key: Hashable = prison_number or (name.casefold(), born)
        first = self._seen.setdefault(key, _Seen(line, name, prison))
        if first.line == line:
            return []
        if not same_person(first.name, name):
            return [
                (first.line, _two_people(prison_number, line)),
                (line, _two_people(prison_number, first.line)),
            ]
        if first.prison != prison:
            return [(line, _two_prisons(first.line, prison_name))]
        return [(line, _again(first.line))]


def _two_people(prison_number: str | None, other: int) -> Fault:
    return Fault(
        "PM402",
        f"prison number `{prison_number}` is also on line {other}, for a different person",
        "A number is one person's alone. Correct the row that is wrong.",
    )


def _two_prisons(other: int, prison_name: str) -> Fault:
    return Fault(
        "PM403",
        f"this person is on line {other} too, at another prison than {prison_name}",
        "Find out where the person is now, and remove the other row.",
    )


def _again(other: int) -> Fault:
    return Fault(
        "PW603",
        f"this person is on line {other} too, at the same prison",
        "Two letters will be printed. Remove one row if one is enough.",
    )
