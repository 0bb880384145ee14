"""Drafts: the letters of one list before they have codes, and with them."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple
from datetime import date
from typing import Any

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.letters import Draft, Enclosure, Letter
from prisonmail.sender.markings import Marking
from prisonmail.spool import Spool


class Drafts(Spool[Draft]):
    """Drafts in the order in which they are to be printed."""

    def _packed(self, value: Draft) -> tuple[object, ...]:
        return (
            value.line,
            value.marking.value,
            value.prison,
            value.prison_name,
            value.address,
            value.name,
            value.prison_number,
            value.date_of_birth.toordinal() if value.date_of_birth else None,
            value.reference,
            tuple(value.columns.items()),
            astuple(value.enclosure) if value.enclosure else None,
        )

    def _unpacked(self, packed: tuple[Any, ...]) -> Draft:
        line, marking, prison, place, address, name, number, born, reference, *more = packed
        columns, enclosure = more
        return Draft(
            line,
            Marking(marking),
            prison,
            place,
            address,
            name,
            number,
            date.fromordinal(born) if born else None,
            reference,
            dict(columns),
            Enclosure(*enclosure) if enclosure else None,
        )


def by_prison(drafts: Iterable[Draft]) -> Drafts:
    """Sort drafts by the name of their prison, and for each prison as they come."""
    piles: dict[str, Drafts] = {}
    for draft in drafts:
        piles.setdefault(draft.prison_name, Drafts()).append(draft)
    return Drafts(draft for name in sorted(piles) for draft in piles.pop(name))


class Issued(Collection[Letter]):
    """The letters of a batch, in sheet order: drafts, each with its code."""

    def __init__(self, drafts: Collection[Draft]) -> None:
        self._drafts = drafts
        self._numbers = array("q")

    def add(self, minted: Iterable[Code]) -> None:
        """Give the next drafts their codes."""
        self._numbers.extend(map(int, minted))

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Letter]:
        numbered = enumerate(zip(self._drafts, self._numbers, strict=True), start=1)
        for sheet, (draft, number) in numbered:
            yield Letter(Code(f"{number:0{codes.CODE_DIGITS}d}"), sheet, draft)

    def __contains__(self, value: object) -> bool:
        return any(value == letter for letter in self)
