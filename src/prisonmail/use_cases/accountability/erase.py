"""The use case: one person is erased from letters and address book (UK GDPR, article 17)."""

from datetime import datetime
from typing import ClassVar

from prisonmail.ledger.accountability.erasing import refuse_good
from prisonmail.ledger.database.database import Rewriting
from prisonmail.ledger.store import open_ledger
from prisonmail.system.record import Record
from prisonmail.use_cases.accountability.one_person import FoundPerson, Traits, find_person


class ErasedPerson(Record, frozen=True):
    """What was erased of one person."""

    withheld: ClassVar[tuple[str, ...]] = ("person",)

    person: FoundPerson
    rewritten: tuple[Rewriting, ...]

    @property
    def done(self) -> bool:
        """Whether nothing of what was erased is left within the ledger's reach."""
        return all(each.done for each in self.rewritten)


def find_erasable(place: str, wanted: Traits, now: datetime) -> FoundPerson | None:
    """Find the one person that is to be erased; None if nothing is held of them.

    Raises AmbiguousPerson, InputMissing, and WrongUsage if a code of theirs is still good.
    """
    with open_ledger(place) as ledger:
        person = find_person(ledger, wanted)
    if person:
        refuse_good(person.letters, now)
    return person


def erase_person(
    place: str, person: FoundPerson, now: datetime, by: str | None = None
) -> ErasedPerson:
    """Erase all that was found of a person.

    Raises WrongUsage if a code of theirs is still good, LedgerWentBack, and InputMissing.
    """
    codes = [each.code for each in person.letters]
    entries = [each.id for each in person.entries]
    with open_ledger(place, by=by) as ledger:
        return ErasedPerson(person, ledger.erasing.erase(codes, entries, now))
