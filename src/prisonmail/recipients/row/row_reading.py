"""What one row of a list says, and what is wrong with it.

>>> found = RowReading({Field.NAME: "Ann Hart"}, name="Ann Hart")
>>> found.report_missing(Field.PRISON_NUMBER)
>>> [(wanted.value, fault.code) for wanted, fault in found.faults]
[('prison', 'PM302'), ('prison number', 'PM205')]
"""

from collections.abc import Callable
from datetime import date
from typing import ClassVar, TypeVar

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault, Severity
from prisonmail.recipients.fields.cell import (
    find_excel_error,
)
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.row.tidy_row import NAMES
from prisonmail.system.record import Workpiece, field

IDENTITY = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)
"""The fields by which a prison finds the person: one of them is needed."""
_Value = TypeVar("_Value")
Where = Field | int | None
"""The cell of a field, or of a column, from 0; None is the row as a whole."""


class RowReading(Workpiece):
    """What one row says, and what is wrong with it."""

    withheld: ClassVar[tuple[str, ...]] = (
        "texts",
        "faults",
        "name",
        "prison_number",
        "born",
        "prison",
    )

    texts: dict[Field, str]
    """The tidied cells that are not empty."""
    faults: list[tuple[Where, Fault]] = field(default_factory=list)
    """What is wrong, and where."""
    recipient: Recipient | None = None
    name: str | None = None
    prison_number: str | None = None
    born: date | None = None
    prison: Prison | None = None
    not_in_custody: bool = False
    from_book: bool = False
    """Whether it names a person by number, and the rest is from the address book."""
    names_nobody: bool = False
    """Whether it names a person by number who is not in the address book."""
    names_no_prison: bool = False
    """Whether nothing in the row says that it is a prison."""

    @property
    def is_bad(self) -> bool:
        """Whether the row cannot be printed."""
        return any(fault.severity is Severity.ERROR for _, fault in self.faults)

    @property
    def reference(self) -> str:
        """The sender's reference: client and matter, if the list keeps them apart."""
        client = self.texts.get(Field.CLIENT_REFERENCE, "")
        own = self.texts.get(Field.REFERENCE, "")
        return f"{client}/{own}" if client and own else client or own

    @property
    def says_gone(self) -> bool:
        """Whether the row says that the person is not there, or has died."""
        return any(fault.says_gone for _, fault in self.faults)

    def has_fault(self, *fields: Field) -> bool:
        """Return whether a fault of one of these fields is already known."""
        return bool(self.faults) and any(each in fields for each, _ in self.faults)

    def report(self, wanted: Where, fault: Fault | None) -> bool:
        """Add a fault, if there is one, and return whether there is."""
        if fault is not None:
            self.faults.append((wanted, fault))
        return fault is not None

    def read(self, wanted: Field, reader: Callable[[str], _Value | Fault | None]) -> _Value | None:
        """Read a field if its cell is not empty, and report what is wrong with it."""
        text = self.texts.get(wanted)
        if text is None:
            return None
        value = find_excel_error(text) or reader(text)
        if isinstance(value, Fault):
            self.report(wanted, value)
            return None
        return value

    def report_missing(self, identity: Field) -> None:
        """Report what every row needs and this one does not have."""
        if self.names_nobody:
            return
        if not self.name and not self.has_fault(*NAMES):
            self.faults.append((Field.NAME, _lacking("PM201", Field.NAME)))
        if not self.prison and not self.has_fault(Field.PRISON, Field.ADDRESS):
            self.faults.append((Field.PRISON, _lacking("PM302", Field.PRISON)))
        if not self.prison_number and not self.born and not self.has_fault(*IDENTITY):
            self.faults.append((identity, _NO_IDENTITY))


def _lacking(code: str, wanted: Field) -> Fault:
    return Fault(code, f"there is no {wanted.value}", "Fill in this cell.")


_NO_IDENTITY = Fault(
    "PM205",
    "there is neither a prison number nor a date of birth",
    "The prison needs one of them to find the person. Fill one in.",
)
