"""Finding all that a ledger holds of one person, and of no other.

Letters and entries of the address book are the same person's if they agree in prison number, or in
name and date of birth if one of them has no number. Whatever is asked for has to lead to one
person: which of two is meant is never guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from prisonmail.errors import WrongUsage
from prisonmail.ledger.issued.correspondence import Written
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.dates import read_date_of_birth
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.system import clock
from prisonmail.system.record import Record
from prisonmail.use_cases.people.searched_text import fold_for_search


class Traits(Record, frozen=True):
    """What a person is known by; None is not known, or not asked for."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "number", "born")

    name: str | None
    """As names are compared."""
    number: str | None
    born: str | None
    """ISO 8601."""

    def fits(self, wanted: "Traits") -> bool:
        """Check whether it has all that is wanted."""
        pairs = zip(self._cells, wanted._cells, strict=True)
        return all(asked in (None, own) for own, asked in pairs)

    def agrees(self, other: "Traits") -> bool:
        """Check whether nothing that is known of both differs."""
        pairs = zip(self._cells, other._cells, strict=True)
        return all(None in pair or pair[0] == pair[1] for pair in pairs)

    @property
    def _cells(self) -> tuple[str | None, ...]:
        return (self.name, self.number, self.born)


class Mention(Record, frozen=True):
    """A letter or an entry of the address book, and whom it is about."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "traits")

    id: str
    """The code of the letter, or the name of the entry."""
    of: Written | BookEntry
    name: str
    traits: Traits


class FoundPerson(Record, frozen=True):
    """All that is held of one person."""

    withheld: ClassVar[tuple[str, ...]] = ("mentions",)

    mentions: tuple[Mention, ...]
    unclear: int = 0
    """Letters without a number that may be this person's or another's of that name and birth."""

    @property
    def letters(self) -> tuple[Written, ...]:
        """Their letters, the oldest first."""
        found = (each.of for each in self.mentions if isinstance(each.of, Written))
        return tuple(sorted(found, key=lambda each: (each.issued_at, each.event)))

    @property
    def entries(self) -> tuple[BookEntry, ...]:
        """Their entries in the address book."""
        return tuple(each.of for each in self.mentions if isinstance(each.of, BookEntry))

    @property
    def names(self) -> tuple[str, ...]:
        """Their name, in each way that it was written."""
        return tuple(dict.fromkeys(each.name for each in self.mentions))

    @property
    def number(self) -> str | None:
        """Their prison number."""
        return next((each.traits.number for each in self.mentions if each.traits.number), None)

    @property
    def born(self) -> str | None:
        """Their date of birth in ISO 8601."""
        return next((each.traits.born for each in self.mentions if each.traits.born), None)


class AmbiguousPerson(WrongUsage):
    """More than one person is meant, or it cannot be told."""

    def __init__(self, people: Sequence[FoundPerson]) -> None:
        super().__init__(
            "What is asked for may be more than one person. Nothing was done.",
            "Say which with all of --number, --name and --dob that you know.",
        )
        self.people = people


def read_wanted(name: str | None, number: str | None, born: str | None) -> Traits:
    """Read by what a person is asked for. Raises WrongUsage if that is nothing, or mistyped."""
    if not (name or number):
        raise WrongUsage("It is not said about whom.", "Name the person with --number or --name.")
    read = read_prison_number(number) if number else None
    if isinstance(read, Fault):
        raise WrongUsage("What --number names is no prison number.", read.help)
    day = read_date_of_birth(born, clock.uk_date(clock.now())) if born else None
    if isinstance(day, Fault):
        raise WrongUsage("What --dob names is no date of birth.", "Write it like 12/03/1980.")
    return Traits(
        fold_for_search(name) if name else None, read, day.day.isoformat() if day else None
    )


def is_partial(place: str) -> bool:
    """Check whether a ledger also holds people of received dockets, who are not looked for here."""
    with open_ledger(place) as ledger:
        return ledger.erasing.is_partial


def find_person(ledger: Ledger, wanted: Traits) -> FoundPerson | None:
    """Find all that is held of one person; None if there is nothing.

    Raises AmbiguousPerson, and InputMissing at an entry that was changed by hand.
    """
    found = [each for each in _find_first(ledger, wanted) if each.traits.fits(wanted)]
    if not found:
        return None
    near = _find_linked(ledger, found)
    kept = [each for each in near if each.traits.agrees(wanted)]
    others = {each.traits.number for each in near if each not in kept} - {None}
    # another person's, with a number, who has the same name and date of birth
    unclear = [each for each in kept if not each.traits.number and wanted.number and others]
    person = FoundPerson(tuple(each for each in kept if each not in unclear), len(unclear))
    if not _is_one(person):
        raise AmbiguousPerson(_split(person))
    return person


def _is_one(person: FoundPerson) -> bool:
    """Check whether nothing in it differs, and number and birth are known to belong together."""
    traits = [each.traits for each in person.mentions]
    numbers, births = {each.number for each in traits}, {each.born for each in traits}
    if any(len(cells - {None}) > 1 for cells in ({each.name for each in traits}, numbers, births)):
        return False
    together = any(each.number and each.born for each in traits)
    return together or not (any(numbers) and any(births))


def _split(person: FoundPerson) -> list[FoundPerson]:
    """Split what was found into what tells people apart."""
    apart = dict[Traits, list[Mention]]()
    for each in person.mentions:
        apart.setdefault(each.traits, []).append(each)
    return [FoundPerson(tuple(each)) for each in apart.values()]


def _find_first(ledger: Ledger, wanted: Traits) -> Iterator[Mention]:
    """Find what has the number that is wanted, else the name."""
    if wanted.number:
        yield from _by_numbers(ledger, [wanted.number])
        return
    entries = ledger.address_book.list_entries()
    yield from (each for each in map(_mention_entry, entries) if each.traits.name == wanted.name)
    with ledger.snapshot():
        traces = ledger.correspondence.list_traces()
        codes = [each.code for each in traces if fold_for_search(each.name) == wanted.name]
    yield from map(_mention_letter, ledger.correspondence.find_by_code(codes))


def _find_linked(ledger: Ledger, found: Sequence[Mention]) -> list[Mention]:
    """Add what is of the same name and number, or name and birth, step by step."""
    names = {each.traits.name for each in found}
    known = {each.id: each for each in found}
    while True:
        numbers = {each.traits.number for each in known.values() if each.traits.number}
        days = {each.traits.born for each in known.values() if each.traits.born}
        near = (*_by_numbers(ledger, numbers), *_by_births(ledger, days))
        new = {each.id: each for each in near if each.traits.name in names} | known
        if len(new) == len(known):
            return list(known.values())
        known = new


def _by_numbers(ledger: Ledger, numbers: Iterable[str]) -> Iterator[Mention]:
    wanted = list(numbers)
    yield from map(_mention_letter, ledger.correspondence.find_by_number(wanted))
    yield from map(_mention_entry, ledger.address_book.find_by_number(wanted).values())


def _by_births(ledger: Ledger, days: Iterable[str]) -> Iterator[Mention]:
    wanted = list(days)
    yield from map(_mention_letter, ledger.correspondence.find_by_birth(wanted, unnumbered=False))
    for day in map(date.fromisoformat, wanted):
        yield from map(_mention_entry, ledger.address_book.find_by_birth(day))


def _mention_letter(letter: Written) -> Mention:
    traits = Traits(fold_for_search(letter.name), letter.prison_number, letter.born)
    return Mention(letter.code, letter, letter.name, traits)


def _mention_entry(entry: BookEntry) -> Mention:
    person = entry.person
    born = person.date_of_birth.isoformat() if person.date_of_birth else None
    traits = Traits(fold_for_search(person.name), person.prison_number, born)
    return Mention(entry.id, entry, person.name, traits)
