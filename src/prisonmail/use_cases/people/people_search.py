"""The use case: people of the address book are found, with their letters, and removed."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import ClassVar

from prisonmail.errors import NotIssued
from prisonmail.ledger.issued.correspondence import Written
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.prisons.store import load_directory
from prisonmail.recipients.fields.dates import Dated, read_date_of_birth
from prisonmail.system import clock
from prisonmail.system.record import Record
from prisonmail.use_cases.before_issue.letters_to import LettersTo
from prisonmail.use_cases.people.searched_text import SearchedText

_AT_ONCE = 500
"""People whose letters are looked up together."""


class KnownPerson(Record, frozen=True):
    """Somebody of the address book, and what was written to them."""

    withheld: ClassVar[tuple[str, ...]] = ("entry", "prison_name", "letters")

    entry: BookEntry
    prison_name: str
    letters: tuple[Written, ...]
    """The letters to them, the oldest first."""

    @property
    def last(self) -> Written | None:
        """The last letter that was not cancelled."""
        return next((each for each in reversed(self.letters) if not each.is_cancelled), None)


def find_people(place: str, text: str = "") -> list[KnownPerson]:
    """Find people by what somebody types, in the order of surnames; all of them by nothing.

    It is a date of birth, or a part of a name, a prison number, a reference or a note. Raises
    InputMissing.
    """
    with open_ledger(place) as ledger:
        return list(_gather(ledger, _select(ledger.address_book.list_entries(), text)))


def find_entry(place: str, entry: str) -> KnownPerson:
    """Return the person with an entry of some id. Raises NotIssued if there is none."""
    with open_ledger(place) as ledger:
        entries = (each for each in ledger.address_book.list_entries() if each.id == entry)
        found = next(_gather(ledger, entries), None)
    if found is None:
        raise NotIssued("The address book does not have this person any more.")
    return found


def find_letters_to(place: str, person: KnownPerson) -> list[IssuedLetter]:
    """Return all letters to a person, the newest first. Raises InputMissing."""
    with open_ledger(place) as ledger, ledger.snapshot():
        found = (ledger.find_letter(each.code) for each in reversed(person.letters))
        return [entry for entry in found if entry]


def remove_people(
    place: str, people: Iterable[KnownPerson], at: datetime, by: str | None = None
) -> int:
    """Remove people from the address book, not their letters; return their number."""
    with open_ledger(place, by=by) as ledger:
        return ledger.address_book.remove([each.entry for each in people], at)


def _select(entries: list[BookEntry], text: str) -> Iterator[BookEntry]:
    if not text.strip():
        return iter(entries)
    born, wanted = _read_day(text), SearchedText(text)
    if born:
        return (each for each in entries if each.person.date_of_birth == born)
    note = " ".join(text.split()).casefold()
    return (
        each for each in entries if wanted.is_in(each.person) or note in each.person.note.casefold()
    )


def _read_day(text: str) -> date | None:
    found = read_date_of_birth(text, clock.uk_date(clock.now()), None)
    return found.day if isinstance(found, Dated) else None


def _gather(ledger: Ledger, entries: Iterator[BookEntry]) -> Iterator[KnownPerson]:
    prisons = load_directory()
    while some := list(islice(entries, _AT_ONCE)):
        letters = LettersTo(ledger.correspondence, [each.person for each in some])
        for entry in some:
            prison = prisons.find_by_code(entry.person.prison)
            name = prison.name if prison else entry.person.prison
            yield KnownPerson(entry, name, tuple(letters.of(entry.person)))
