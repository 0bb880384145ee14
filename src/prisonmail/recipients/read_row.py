"""One row of a list becomes a recipient, and everything that is wrong with it is collected.

`RowReader.read` reads the cells in the order in which they matter: first the prison, which may say
that there is nobody to write to, then the person. The date of birth comes even before the prison,
because two prisons at one gate are told apart by it.

>>> read_name(RowReading({Field.FORENAME: "John aka Jack", Field.SURNAME: "Jones"}))
'John Jones'
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault, Severity
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.fields import custody, dates
from prisonmail.recipients.fields.cell import (
    clean,
    find_damaged_reference,
    find_excel_error,
    is_empty,
    is_left_out,
    read_marking,
    read_reference,
)
from prisonmail.recipients.fields.custody import Departure
from prisonmail.recipients.fields.dates import Dated, Evidence, Releases
from prisonmail.recipients.fields.destination import Destinations, doubt_age
from prisonmail.recipients.fields.direction import find_override
from prisonmail.recipients.fields.name import join_name, read_full_name
from prisonmail.recipients.fields.name_notes import find_note
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.recipient import Field, Recipient

_CUSTODY = (Field.CUSTODY, Field.STATUS)
_NAMES = (Field.NAME, Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
_IDENTITY = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)
_WHOLE = (Field.NAME,)
_NAME_PARTS = (Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
_Value = TypeVar("_Value")


@dataclass(slots=True)
class RowReading:
    """What one row says, and what is wrong with it."""

    texts: dict[Field, str] = field(repr=False)
    """The tidied cells that are not empty."""
    faults: list[tuple[Field | None, Fault]] = field(default_factory=list, repr=False)
    """What is wrong, and with which field; None is the row as a whole."""
    recipient: Recipient | None = None
    name: str | None = field(default=None, repr=False)
    prison_number: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    prison: Prison | None = field(default=None, repr=False)
    not_in_custody: bool = False

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

    def has_fault(self, *fields: Field) -> bool:
        """Return whether a fault of one of these fields is already known."""
        return bool(self.faults) and any(each in fields for each, _ in self.faults)

    def report(self, wanted: Field | None, fault: Fault | None) -> bool:
        """Add a fault, if there is one, and return whether there is."""
        if fault is not None:
            self.faults.append((wanted, fault))
        return fault is not None

    def read(self, wanted: Field, reader: Callable[[str], _Value | Fault]) -> _Value | None:
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


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one list."""

    columns: Columns
    width: int
    """How many columns have a heading."""
    destinations: Destinations
    today: date
    options: ListOptions
    evidence: set[Evidence] = field(default_factory=set)
    """What the dates of birth so far say about the order of day and month."""
    releases: Releases | None = None
    """Collects the release dates, if the list has any."""

    def read(self, row: ListRow) -> RowReading:
        """Read one row, with all that is wrong with it."""
        found = RowReading(self.tidy(row))
        found.born = self._read_birth(found)
        found.prison = self._read_prison(row, found)
        if not self._has_left_custody(found):
            self._report_overrides(row, found)
            self._read_person(found)
            if len(row.cells) > self.width:
                found.report(None, _TOO_MANY_CELLS)
            found.recipient = self._make_recipient(found)
        if self.releases and (release := found.texts.get(Field.RELEASE_DATE)):
            self.releases.weigh(release)
        return found

    def tidy(self, row: ListRow) -> dict[Field, str]:
        """Return the tidied cells of a row, without those that are empty or as good as: `tbc`."""
        written = row.cells
        width = len(written)
        texts = {
            wanted: text
            for wanted, index in self.columns.of.items()
            if index < width
            and (text := clean(written[index]))
            and (not is_empty(text) or (wanted is Field.MARKING and not is_left_out(text)))
        }
        for wanted, as_one_line in _LINES.items():
            if wanted in texts and not (cell := written[self.columns.of[wanted]]).isprintable():
                texts[wanted] = clean(as_one_line(cell))
        if self.columns.status and (
            said := custody.find_departure_words(row.cells, self.columns.status)
        ):
            texts[Field.STATUS] = said[1]
        return texts

    def _read_birth(self, found: RowReading) -> date | None:
        born = found.read(Field.DATE_OF_BIRTH, self._read_date)
        if born is None:
            return None
        found.report(Field.DATE_OF_BIRTH, born.warning)
        return born.day

    def _read_date(self, text: str) -> Dated | Fault:
        born = dates.read_date_of_birth(text, self.today, self.options.date_order)
        self.evidence.add(dates.weigh_order(text) if isinstance(born, Fault) else born.evidence)
        return born

    def _read_prison(self, row: ListRow, found: RowReading) -> Prison | None:
        """Read the prison, and compare it with the person's age and with the address."""
        address = self._address_lines(row) if self.columns.address else []
        destination = found.read(
            Field.PRISON, lambda text: self.destinations.read(text, found.born)
        )
        if destination is None:
            no_prison = not found.has_fault(Field.PRISON)
            return self._read_prison_in(address, found) if address and no_prison else None
        found.report(Field.PRISON, destination.warning)
        if found.born and not destination.warning:
            unlikely = doubt_age(found.born, destination.prison, self.today)
            found.report(Field.DATE_OF_BIRTH, unlikely)
        written = " ".join([*address, found.texts[Field.PRISON]])
        found.report(
            Field.PRISON,
            self.destinations.find_contradiction(destination.prison, written)
            or self.destinations.find_other_prison(destination.prison, address),
        )
        return destination.prison

    def _read_prison_in(self, address: Sequence[str], found: RowReading) -> Prison | None:
        """Read the prison from the first lines of an address, if the row names none."""
        tries = (*address[:2], " ".join(address[:2]))
        prison = next(filter(None, map(self.destinations.find_named, tries)), None)
        if prison is not None:
            wrong = self.destinations.find_contradiction(prison, " ".join(address))
            found.report(Field.ADDRESS, wrong or _from_address(prison))
        return prison

    def _address_lines(self, row: ListRow) -> list[str]:
        filled = (row.cells[index] for index in self.columns.address if index < len(row.cells))
        lines = (line for cell in filled for line in cell.splitlines())
        return [text for text in map(clean, lines) if text]

    def _has_left_custody(self, found: RowReading) -> bool:
        """Return whether the row says that the person has left; then the rest is not read."""
        for column in _CUSTODY:
            said = found.texts.get(column)
            if said and (why := custody.find_departure(said)):
                found.report(column, custody.describe_departure(said, why))
                found.not_in_custody = why is not Departure.MOVED
                return True
            if said and custody.says_no(said):
                found.not_in_custody = True
                self._weigh(column, said, found)
            elif said and custody.is_doubtful(said):
                found.report(column, custody.describe_contradiction(said) if found.prison else None)
        out = any(fault.says_gone for _, fault in found.faults)
        found.not_in_custody = found.not_in_custody or out
        return out

    def _weigh(self, column: Field, said: str, found: RowReading) -> None:
        """Report that a person is not in custody: a warning if the row still names a prison."""
        if found.prison:
            found.report(column, custody.describe_contradiction(said))
        elif not found.has_fault(Field.PRISON):
            found.report(column, custody.describe_not_in_custody(said))

    def _report_overrides(self, row: ListRow, found: RowReading) -> None:
        for wanted in _NAMES:
            index = self.columns.of.get(wanted)
            if index is not None and index < len(row.cells):
                found.report(wanted, find_override(row.cells[index]))

    def _read_person(self, found: RowReading) -> None:
        found.name = read_name(found)
        found.prison_number = found.read(Field.PRISON_NUMBER, read_prison_number)
        has_number = Field.PRISON_NUMBER in self.columns.of
        found.report_missing(Field.PRISON_NUMBER if has_number else Field.DATE_OF_BIRTH)

    def _make_recipient(self, found: RowReading) -> Recipient | None:
        marking = found.read(Field.MARKING, read_marking)
        reference = _reference(found)
        if found.name is None or found.prison is None or found.is_bad:
            return None
        return Recipient(
            name=found.name,
            prison=found.prison,
            prison_number=found.prison_number,
            date_of_birth=found.born,
            reference=reference,
            marking=marking,
        )


def join_lines(cell: str) -> str:
    r"""Return a cell as one line; if each of its lines is a name, they are kept apart.

    >>> join_lines("Ann Hart\nBen Hart"), join_lines("Ann\nHart")
    ('Ann Hart / Ben Hart', 'Ann Hart')
    """
    lines = [line for line in map(str.strip, cell.splitlines()) if line]
    return (" / " if all(" " in line for line in lines) else " ").join(lines)


def _address_in_one_line(cell: str) -> str:
    """Join the lines of an address by commas, which keep a prison and its town apart."""
    return ", ".join(filter(None, map(str.strip, cell.splitlines())))


_LINES = {Field.PRISON: _address_in_one_line, Field.NAME: join_lines}


def _reference(found: RowReading) -> str:
    text = found.reference
    if not text:
        return ""
    wanted = Field.REFERENCE if Field.REFERENCE in found.texts else Field.CLIENT_REFERENCE
    value = find_excel_error(found.texts[wanted]) or read_reference(text)
    if isinstance(value, Fault):
        found.report(wanted, value)
        return ""
    found.report(wanted, find_damaged_reference(found.texts[wanted]))
    return value


def _from_address(prison: Prison) -> Fault:
    return Fault(
        "PW608",
        f"the prison is taken from the address: {prison.name}",
        "If that is wrong, fill in the prison.",
    )


_TOO_MANY_CELLS = Fault(
    "PM401",
    "the row has more cells than there are headings",
    "A comma inside a cell may have split it. Put quotes round that cell, or remove the comma.",
)


def read_name(found: RowReading) -> str | None:
    """Read the name, in parts if there are any, and report what is wrong with it."""
    parts = _parts(found.texts)
    readable = [_is_readable(part, found) for part in parts or _WHOLE]
    if not all(readable):
        return None
    if not parts:
        return found.read(Field.NAME, read_full_name)
    name = join_name(*[found.texts[part] for part in parts])
    if isinstance(name, Fault):
        found.report(_at_fault(parts, found, name.code), name)
        return None
    return name


def _parts(texts: Mapping[Field, str]) -> list[Field]:
    """Return the columns that make up the name; none of them means the column of whole names.

    If forename or surname is missing, the whole name is used: by itself if it has the surname in
    it, else before the surname.
    """
    parts = [part for part in _NAME_PARTS if part in texts]
    if Field.NAME not in texts or {Field.FORENAME, Field.SURNAME} <= texts.keys():
        return parts
    if Field.SURNAME not in texts or _says(texts[Field.NAME], texts[Field.SURNAME]):
        return []
    return [Field.NAME, *parts]


def _says(name: str, surname: str) -> bool:
    said = name.replace(",", " ").casefold().split()
    return set(surname.casefold().split()) <= set(said)


def _is_readable(part: Field, found: RowReading) -> bool:
    """Take notes beside a name out of its cell, and return whether a readable name is left."""
    text = found.texts.get(part)
    if text is None:
        return True
    noted = find_note(text)
    if noted is None:
        return not found.report(part, find_excel_error(text))
    found.report(part, noted.fault)
    found.texts[part] = noted.name
    return bool(noted.name)


def _at_fault(parts: list[Field], found: RowReading, code: str) -> Field:
    """Return which of the cells that make up a name has the fault."""
    for part in parts:
        alone = join_name(found.texts[part])
        if isinstance(alone, Fault) and alone.code == code:
            return part
    return Field.SURNAME if Field.SURNAME in found.texts else Field.FORENAME
