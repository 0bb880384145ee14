"""The use case: all that is held about one person is told to them (UK GDPR, article 15)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.records import Happening, IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system.record import Record
from prisonmail.use_cases.accountability.one_person import FoundPerson, Traits, find_person

_ABOUT_A_PERSON = "what is held about one person"
_ADDRESS_BOOK = "the address book"


class HeldLetter(Record, frozen=True):
    """A letter to a person, and what happened to it and to all of its batch."""

    withheld: ClassVar[tuple[str, ...]] = ("letter", "happened")

    letter: IssuedLetter
    happened: tuple[Happening, ...]


class Holdings(Record, frozen=True):
    """All that is held about one person."""

    withheld: ClassVar[tuple[str, ...]] = ("person", "letters")

    person: FoundPerson
    letters: tuple[HeldLetter, ...]


def tell_holdings(
    place: str, wanted: Traits, now: datetime, by: str | None = None
) -> Holdings | None:
    """Gather all that is held about one person, and record that it was; None if that is nothing.

    Raises AmbiguousPerson, InputMissing, and LedgerWentBack.
    """
    with open_ledger(place, by=by) as ledger:
        person = find_person(ledger, wanted)
        if person is None:
            return None
        held = tuple(_read_held(ledger, person))
        ledger.record_change(EventKind.EXPORTED, _ABOUT_A_PERSON, now)
    return Holdings(person, held)


def tell_address_book(place: str, now: datetime, by: str | None = None) -> Sequence[BookEntry]:
    """Return the whole address book, and record that it was told.

    Raises InputMissing, and LedgerWentBack.
    """
    with open_ledger(place, by=by) as ledger:
        entries = ledger.address_book.list_entries()
        ledger.record_change(EventKind.EXPORTED, _ADDRESS_BOOK, now)
    return entries


def _read_held(ledger: Ledger, person: FoundPerson) -> Iterator[HeldLetter]:
    for each in person.letters:
        found = ledger.find_letter(each.code)
        if found:
            happened = ledger.list_happenings(found.batch_id, found.code)
            yield HeldLetter(found, tuple(happened))
