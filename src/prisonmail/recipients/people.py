"""People: makes a recipient of a row, and collects everything that is wrong with it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from prisonmail.prisons.prison import Prison
from prisonmail.recipients import cells, custody, dates, garbled, names, numbers
from prisonmail.recipients.dates import Born, Evidence
from prisonmail.recipients.destinations import Destination, Destinations
from prisonmail.recipients.headings import Field
from prisonmail.recipients.mapping import Columns
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.problems import Fault, Severity
from prisonmail.recipients.recipient import Recipient
from prisonmail.recipients.records import Row

_Value = TypeVar("_Value")


@dataclass(slots=True)
class Finding:
    """What one row gave."""

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

    def has_fault(self, *fields: Field) -> bool:
        """Say whether something is wrong with one of these fields already."""
        return any(each in fields for each, _ in self.faults)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one list."""

    columns: Columns
    width: int
    """How many columns have a heading."""
    destinations: Destinations
    today: date
    options: ListOptions
    evidence: Counter[Evidence] = field(default_factory=Counter)
    """What the dates of birth so far say of the order of day and month."""

    def read(self, row: Row) -> Finding:
        """Read one row, with all that is wrong with it."""
        found = Finding()
        said = self.text(Field.CUSTODY, row)
        found.born = self._born(row, found)
        found.prison = self._prison(row, found)
        if not found.prison and not found.has_fault(Field.PRISON) and custody.says_no(said):
            found.faults.append((Field.CUSTODY, custody.not_in_custody(said)))
        found.not_in_custody = custody.says_no(said) or any(
            fault.code == "PM306" for _, fault in found.faults
        )
        if any(fault.code == "PM306" for _, fault in found.faults):
            return found
        if custody.says_no(said):
            found.faults.append((Field.CUSTODY, custody.contradiction(said)))
        self._person(row, found)
        return found

    def text(self, wanted: Field, row: Row) -> str:
        """Give the tidied cell of a field; empty where it says nothing, like `tbc`."""
        index = self.columns.of.get(wanted)
        if index is None or index >= len(row.cells):
            return ""
        text = cells.clean(row.cells[index])
        return "" if cells.is_empty(text) else text

    def reference(self, row: Row) -> str:
        """Give the sender's reference: client and matter, where the list keeps them apart."""
        client, own = self.text(Field.CLIENT_REFERENCE, row), self.text(Field.REFERENCE, row)
        return f"{client}/{own}" if client and own else client or own

    def _person(self, row: Row, found: Finding) -> None:
        found.name = self._name(row, found)
        found.prison_number = self._field(Field.PRISON_NUMBER, row, found, numbers.prison_number)
        marking = self._field(Field.MARKING, row, found, cells.marking)
        reference = self._reference(row, found)
        self._missing(found)
        self._too_many_cells(row, found)
        if found.name and found.prison and not (found.faults and found.is_bad):
            found.recipient = Recipient(
                name=found.name,
                prison=found.prison,
                prison_number=found.prison_number,
                date_of_birth=found.born,
                reference=reference or "",
                marking=marking,
            )

    def _field(
        self, wanted: Field, row: Row, found: Finding, read: Callable[[str], _Value | Fault]
    ) -> _Value | None:
        text = self.text(wanted, row)
        if not text:
            return None
        value = cells.excel_error(text) or read(text)
        if isinstance(value, Fault):
            found.faults.append((wanted, value))
            return None
        return value

    def _name(self, row: Row, found: Finding) -> str | None:
        of = self.columns.of
        parts = [
            self._field(wanted, row, found, _untouched) or ""
            for wanted in (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
            if wanted in of
        ]
        if not any(parts) or found.has_fault(Field.FORENAME, Field.SURNAME):
            return self._field(Field.NAME, row, found, names.full_name)
        name = names.joined(*parts)
        if isinstance(name, Fault):
            found.faults.append((self._at_fault(name, row), name))
            return None
        return name

    def _at_fault(self, fault: Fault, row: Row) -> Field:
        """Tell which of the cells that make up a name has the fault."""
        for wanted in (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME):
            text = self.text(wanted, row)
            alone = names.joined(text) if text else None
            if isinstance(alone, Fault) and alone.code == fault.code:
                return wanted
        return Field.SURNAME if Field.SURNAME in self.columns.of else Field.FORENAME

    def _born(self, row: Row, found: Finding) -> date | None:
        def read(text: str) -> Born | Fault:
            return dates.date_of_birth(text, self.today, self.options.date_order)

        text = self.text(Field.DATE_OF_BIRTH, row)
        if text:
            self.evidence[dates.evidence(text)] += 1
        born = self._field(Field.DATE_OF_BIRTH, row, found, read)
        if born and born.warning:
            found.faults.append((Field.DATE_OF_BIRTH, born.warning))
        return born.day if born else None

    def _prison(self, row: Row, found: Finding) -> Prison | None:
        def read(text: str) -> Destination | Fault:
            return self.destinations.read(text, found.born)

        address = self._address(row)
        destination = self._field(Field.PRISON, row, found, read)
        if destination is None:
            return None if found.has_fault(Field.PRISON) else self._prison_of(address, found)
        if destination.warning:
            found.faults.append((Field.PRISON, destination.warning))
        told = [*address, self.text(Field.PRISON, row)]
        wrong = self.destinations.contradiction(destination.prison, " ".join(told))
        if wrong:
            found.faults.append((Field.PRISON, wrong))
        return destination.prison

    def _prison_of(self, address: Sequence[str], found: Finding) -> Prison | None:
        """Read the prison from the first lines of an address, where the list has none besides."""
        tries = [*address[:2], " ".join(address[:2])] if address else []
        prison = next(filter(None, map(self.destinations.named_in, tries)), None)
        if prison is None:
            return None
        fault = self.destinations.contradiction(prison, " ".join(address)) or Fault(
            "PW608",
            f"the prison is taken from the address: {prison.name}",
            "If that is wrong, fill in the prison.",
        )
        found.faults.append((Field.ADDRESS, fault))
        return prison

    def _address(self, row: Row) -> list[str]:
        filled = (row.cells[index] for index in self.columns.address if index < len(row.cells))
        return [text for text in map(cells.clean, filled) if text]

    def _reference(self, row: Row, found: Finding) -> str | None:
        text = self.reference(row)
        value = (cells.excel_error(text) or cells.reference(text)) if text else None
        wanted = Field.REFERENCE if self.text(Field.REFERENCE, row) else Field.CLIENT_REFERENCE
        if isinstance(value, Fault):
            found.faults.append((wanted, value))
            return None
        if value and (warning := cells.damaged_reference(self.text(wanted, row))):
            found.faults.append((wanted, warning))
        return value

    def _missing(self, found: Finding) -> None:
        name = (Field.NAME, Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
        if not found.name and not found.has_fault(*name):
            found.faults.append((Field.NAME, _lacking("PM201", Field.NAME)))
        if not found.prison and not found.has_fault(Field.PRISON, Field.ADDRESS):
            found.faults.append((Field.PRISON, _lacking("PM302", Field.PRISON)))
        identity = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)
        if not found.prison_number and not found.born and not found.has_fault(*identity):
            found.faults.append((self._identity_column(), _NO_IDENTITY))

    def _identity_column(self) -> Field:
        has_number = Field.PRISON_NUMBER in self.columns.of
        return Field.PRISON_NUMBER if has_number else Field.DATE_OF_BIRTH

    def _too_many_cells(self, row: Row, found: Finding) -> None:
        if len(row.cells) > self.width:
            found.faults.append((None, _TOO_MANY_CELLS))


def _untouched(text: str) -> str | Fault:
    return garbled.fault_in(text) or text


def _lacking(code: str, wanted: Field) -> Fault:
    return Fault(code, f"there is no {wanted.value}", "Fill in this cell.")


_NO_IDENTITY = Fault(
    "PM205",
    "there is neither a prison number nor a date of birth",
    "The prison needs one of them to find the person. Fill one in.",
)
_TOO_MANY_CELLS = Fault(
    "PM401",
    "the row has more cells than there are headings",
    "A comma inside a cell may have split it. Put quotes round that cell, or remove the comma.",
)
