"""The letters of a ledger to some people, known by their number, or by name and birth."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from prisonmail.ledger.issued.correspondence import Correspondence, Written
from prisonmail.letters.folded_name import fold_name
from prisonmail.letters.person import Person
from prisonmail.recipients.recipient import Recipient

Addressee = Recipient | Person
"""Somebody who is written to: of a list, or of the address book."""


class LettersTo:
    """The letters of a ledger to some people, looked up together."""

    def __init__(self, ledger: Correspondence, people: Iterable[Addressee]) -> None:
        self._by_number = defaultdict[str, list[Written]](list)
        self._by_birth = defaultdict[tuple[str, str], list[Written]](list)
        numbers, births, unnumbered = set[str](), set[str](), set[str]()
        for each in people:
            if each.prison_number:
                numbers.add(each.prison_number)
            if each.date_of_birth:
                days = births if each.prison_number else unnumbered
                days.add(each.date_of_birth.isoformat())
        for letter in ledger.find_by_number(numbers):
            self._by_number[letter.prison_number or ""].append(letter)
        for letter in chain(
            ledger.find_by_birth(births - unnumbered, unnumbered=True),
            ledger.find_by_birth(unnumbered, unnumbered=False),
        ):
            self._by_birth[_fold(letter.name), letter.born or ""].append(letter)

    def of(self, who: Addressee) -> list[Written]:
        """Return the letters to a person, the oldest first."""
        found = list(self._by_number.get(who.prison_number or "", ()))
        if who.date_of_birth:
            its = self._by_birth.get((_fold(who.name), who.date_of_birth.isoformat()), ())
            found += [each for each in its if not (each.prison_number and who.prison_number)]
        return sorted(found, key=lambda letter: (letter.issued_at, letter.event))


def _fold(name: str) -> str:
    return " ".join(fold_name(name))
