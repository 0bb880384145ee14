"""The firm's address book: the people it writes to, kept in the ledger."""

from collections.abc import Iterable
from datetime import date, datetime

from prisonmail.ledger.chain.entries import remove_entry
from prisonmail.ledger.chain.series import begin_series
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, persist
from prisonmail.ledger.people import reading
from prisonmail.ledger.people.entry import BookEntry
from prisonmail.ledger.people.writing import Learnt, put_people
from prisonmail.letters.folded_name import fold_name
from prisonmail.letters.person import Person


class AddressBook:
    """The address book of one ledger.

    Whatever reads it raises InputMissing at an entry that was changed by hand.
    """

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    @property
    def is_empty(self) -> bool:
        """Whether it has no entry."""
        return self._database.fetch_one(statements.ANY_ENTRY) is None

    def list_entries(self) -> list[BookEntry]:
        """Return all entries, in the order of surnames."""
        with self._database.snapshot():
            return sorted(reading.read_entries(self._database), key=_by_surname)

    def find_by_number(self, numbers: Iterable[str]) -> dict[str, BookEntry]:
        """Return the entries of people with some prison numbers, by these."""
        found = reading.find_by_number(self._database, numbers)
        return {str(each.person.prison_number): each for each in found}

    def find_by_birth(self, day: date) -> list[BookEntry]:
        """Return the entries of people born on a day."""
        return list(reading.find_by_birth(self._database, [day]))

    def put(self, people: Iterable[Person], at: datetime) -> Learnt:
        """Add people or change their entries, all of them or none; each change is an event.

        A person is known by the prison number, else by name and date of birth together. What is
        not said of them stays as it is. Raises LedgerWentBack, and InputMissing.
        """
        wanted = list(people)

        def put() -> Learnt:
            with begin_series(self._database, self._watch) as series:
                series.first.apart = self._watch.make_key(self._database)
                learnt = put_people(series, wanted, at.isoformat())
            return learnt  # noqa: RET504 - only what has been committed

        return persist(self._database, put)

    def remove(self, entries: Iterable[BookEntry], at: datetime) -> int:
        """Erase entries, all of them or none, each with an event; return their number.

        One that is not there any more is left out. Raises LedgerWentBack.
        """
        wanted = [each.id for each in entries]

        def remove() -> int:
            with begin_series(self._database, self._watch) as series:
                there = [each for each in wanted if self._has(each)]
                for entry in there:
                    with series.turn() as turn:
                        remove_entry(turn, entry, at.isoformat())
            return len(there)

        return persist(self._database, remove)

    def _has(self, entry: str) -> bool:
        return self._database.fetch_one(statements.FIND_ENTRY, {"id": entry}) is not None


def _by_surname(entry: BookEntry) -> tuple[list[str], list[str], str]:
    forenames, _, surname = entry.person.name.rpartition(" ")
    return fold_name(surname), fold_name(forenames), entry.id
