"""An entry of the address book, and its row."""

from datetime import date, datetime
from typing import ClassVar

from prisonmail.ledger.database.database import Row
from prisonmail.ledger.record_rows import refuse_damaged
from prisonmail.letters.person import Person
from prisonmail.system.record import Record


class BookEntry(Record, frozen=True):
    """A person as the address book has them."""

    withheld: ClassVar[tuple[str, ...]] = ("person",)

    id: str
    person: Person
    written_at: datetime
    """When it was written last."""


@refuse_damaged
def read_entry(row: Row) -> BookEntry:
    """Make an entry from its row and the time of its event. Raises InputMissing if damaged."""
    born = row["date_of_birth"]
    person = Person(
        name=row["name"],
        prison=row["prison"],
        prison_number=row["prison_number"],
        date_of_birth=date.fromisoformat(born) if born else None,
        reference=row["reference"],
        note=row["note"],
    )
    return BookEntry(row["id"], person, datetime.fromisoformat(row["at"]))
