"""A person who is written to, as the address book has them."""

from datetime import date
from typing import ClassVar

from prisonmail.system.record import Record, replace


class Person(Record, frozen=True):
    """What is known of a person who is written to. Has a prison number, a date of birth or both."""

    withheld: ClassVar[tuple[str, ...]] = (
        *("name", "prison", "prison_number", "date_of_birth", "reference", "note"),
    )

    name: str
    prison: str
    """The three-letter code of the prison."""
    prison_number: str | None = None
    date_of_birth: date | None = None
    reference: str = ""
    note: str = ""

    @property
    def cells(self) -> tuple[str | None, ...]:
        """What is recorded, in the order of the ledger's columns."""
        born = self.date_of_birth.isoformat() if self.date_of_birth else None
        return (self.name, self.prison_number, born, self.prison, self.reference, self.note)

    def follow(self, earlier: "Person") -> "Person":
        """Return the same with what only an earlier state of it has.

        >>> Person("Ann Hart", "LEI").follow(Person("Ann Hart", "HLI", "A1009XY")).cells[1:4]
        ('A1009XY', None, 'LEI')
        """
        return replace(
            self,
            prison_number=self.prison_number or earlier.prison_number,
            date_of_birth=self.date_of_birth or earlier.date_of_birth,
            reference=self.reference or earlier.reference,
            note=self.note or earlier.note,
        )
