"""Puts people into the address book, each once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from prisonmail.ledger.chain.entries import draw_entry_id, write_entry
from prisonmail.ledger.chain.series import Series
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.people.reading import AT_ONCE, find_by_birth, find_by_number
from prisonmail.letters.folded_name import fold_name
from prisonmail.letters.person import Person
from prisonmail.system.record import Workpiece


class Learnt(Workpiece):
    """How many people were put into the address book, and what that changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, other: "Learnt") -> None:
        """Take the counts of another: work that is done again counts once."""
        self.added, self.changed, self.unchanged = other.added, other.changed, other.unchanged


def put_people(series: Series, people: Iterable[Person], at: str) -> Learnt:
    """Add people, or change their entries; what is not said of them stays as it is there.

    A person is known by the prison number, else by name and date of birth together.
    """
    learnt = Learnt()
    for some in _take_some(people):
        known = _Known(series, some)
        for person in some:
            entry = known.find(person)
            wanted = person.follow(entry[1]) if entry else person
            if entry and wanted == entry[1]:
                learnt.unchanged += 1
                continue
            learnt.changed += entry is not None
            learnt.added += entry is None
            its = entry[0] if entry else draw_entry_id()
            with series.turn() as turn:
                write_entry(turn, its, wanted.cells, at)
            known.add(its, wanted)
    return learnt


class _Known:
    """The entries of some people, and those that were added since."""

    def __init__(self, series: Series, people: Sequence[Person]) -> None:
        self._by_number = dict[str, tuple[str, Person]]()
        self._by_birth = dict[tuple[str, str], tuple[str, Person]]()
        database = series.first.database
        numbers = {each.prison_number for each in people if each.prison_number}
        days = {each.date_of_birth for each in people if each.date_of_birth}
        for entry in (*find_by_birth(database, days), *find_by_number(database, numbers)):
            self._add(entry)

    def find(self, person: Person) -> tuple[str, Person] | None:
        """Return the entry of a person and its id: never one with another prison number."""
        if person.prison_number in self._by_number:
            return self._by_number[person.prison_number]
        found = self._by_birth.get(_name_birth(person))
        if found and found[1].prison_number and person.prison_number:
            return None
        return found

    def add(self, entry: str, person: Person) -> None:
        """Have an entry found from now on."""
        if person.prison_number:
            self._by_number[person.prison_number] = (entry, person)
        if person.date_of_birth:
            self._by_birth[_name_birth(person)] = (entry, person)

    def _add(self, entry: BookEntry) -> None:
        self.add(entry.id, entry.person)


def _name_birth(person: Person) -> tuple[str, str]:
    return " ".join(fold_name(person.name)), str(person.date_of_birth)


def _take_some(people: Iterable[Person]) -> Iterator[list[Person]]:
    remaining = iter(people)
    while some := list(islice(remaining, AT_ONCE)):
        yield some
