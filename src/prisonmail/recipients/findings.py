"""Findings: what one row of a list gave, while it is being read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from prisonmail.prisons.prison import Prison
from prisonmail.recipients.cells import find_excel_error
from prisonmail.recipients.problems import Fault, Severity
from prisonmail.recipients.recipient import Field, Recipient

_Value = TypeVar("_Value")
_NAMES = (Field.NAME, Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
_IDENTITY = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)


@dataclass(slots=True)
class RowReading:
    """What one row says, and what is wrong with it."""

    texts: dict[Field, str] = field(repr=False)
    """The tidied cells that say something."""
    faults: list[tuple[Field | None, Fault]] = field(default_factory=list, repr=False)
    """What is wrong, and with which field; None is the row as such."""
    recipient: Recipient | None = None
    name: str | None = field(default=None, repr=False)
    prison_number: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    prison: Prison | None = field(default=None, repr=False)
    not_in_custody: bool = False

    @property
    def is_bad(self) -> bool:
        """Whether something keeps the row from being printed."""
        return any(fault.severity is Severity.ERROR for _, fault in self.faults)

    @property
    def reference(self) -> str:
        """The sender's reference: client and matter, where the list keeps them apart."""
        client = self.texts.get(Field.CLIENT_REFERENCE, "")
        own = self.texts.get(Field.REFERENCE, "")
        return f"{client}/{own}" if client and own else client or own

    def has_fault(self, *fields: Field) -> bool:
        """Say whether something is wrong with one of these fields already."""
        return bool(self.faults) and any(each in fields for each, _ in self.faults)

    def report(self, wanted: Field | None, fault: Fault | None) -> bool:
        """Take a fault in, if there is one; say whether there was."""
        if fault is not None:
            self.faults.append((wanted, fault))
        return fault is not None

    def read(self, wanted: Field, reader: Callable[[str], _Value | Fault]) -> _Value | None:
        """Read a field where its cell says something, and report what is wrong with it."""
        text = self.texts.get(wanted)
        if text is None:
            return None
        value = find_excel_error(text) or reader(text)
        if isinstance(value, Fault):
            self.report(wanted, value)
            return None
        return value

    def report_missing(self, identity: Field) -> None:
        """Report what a row must have and this one lacks."""
        if not self.name and not self.has_fault(*_NAMES):
            self.faults.append((Field.NAME, _lacking("PM201", Field.NAME)))
        if not self.prison and not self.has_fault(Field.PRISON, Field.ADDRESS):
            self.faults.append((Field.PRISON, _lacking("PM302", Field.PRISON)))
        if not self.prison_number and not self.born and not self.has_fault(*_IDENTITY):
            self.faults.append((identity, _NO_IDENTITY))


def _lacking(code: str, wanted: Field) -> Fault:
    return Fault(code, f"there is no {wanted.value}", "Fill in this cell.")


_NO_IDENTITY = Fault(
    "PM205",
    "there is neither a prison number nor a date of birth",
    "The prison needs one of them to find the person. Fill one in.",
)
