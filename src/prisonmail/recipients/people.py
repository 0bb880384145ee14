"""People: makes a recipient of a row, and collects everything that is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from prisonmail.prisons.prison import Prison
from prisonmail.recipients import cells, custody, dates, destinations, numbers
from prisonmail.recipients.cells import clean, is_empty, is_left_out
from prisonmail.recipients.custody import Departure
from prisonmail.recipients.dates import Dated, Evidence, Releases
from prisonmail.recipients.destinations import Destinations
from prisonmail.recipients.findings import RowReading
from prisonmail.recipients.mapping import Columns
from prisonmail.recipients.naming import join_lines, read_name
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.problems import Fault
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.records import ListRow

_CUSTODY = (Field.CUSTODY, Field.STATUS)


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
    """What the dates of birth so far say of the order of day and month."""
    releases: Releases | None = None
    """Takes in the release dates, where the list has any."""

    def read(self, row: ListRow) -> RowReading:
        """Read one row, with all that is wrong with it."""
        found = RowReading(self.texts(row))
        found.born = self._born(found)
        found.prison = self._prison(row, found)
        if not self._is_out_of_custody(found):
            self._person(found)
            if len(row.cells) > self.width:
                found.report(None, _TOO_MANY_CELLS)
            found.recipient = self._recipient(found)
        if self.releases and (release := found.texts.get(Field.RELEASE_DATE)):
            self.releases.weigh(release)
        return found

    def texts(self, row: ListRow) -> dict[Field, str]:
        """Give the tidied cells of a row that say something; one like `tbc` does not."""
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
            said := custody.departure_words(row.cells, self.columns.status)
        ):
            texts[Field.STATUS] = said[1]
        return texts

    def _is_out_of_custody(self, found: RowReading) -> bool:
        """Find out whether there is anybody to write to; what else is wrong then matters little."""
        for column in _CUSTODY:
            said = found.texts.get(column)
            if said and (why := custody.find_departure(said)):
                found.report(column, custody.departure_fault(said, why))
                found.not_in_custody = why is not Departure.MOVED
                return True
            if said and custody.says_no(said):
                found.not_in_custody = True
                self._weigh(column, said, found)
            elif said and custody.is_doubtful(said):
                found.report(column, custody.contradiction_fault(said) if found.prison else None)
        out = any(fault.says_gone for _, fault in found.faults)
        found.not_in_custody = found.not_in_custody or out
        return out

    def _weigh(self, column: Field, said: str, found: RowReading) -> None:
        """Weigh the word that a person is not in custody against the prison that a row names."""
        if found.prison:
            found.report(column, custody.contradiction_fault(said))
        elif not found.has_fault(Field.PRISON):
            found.report(column, custody.not_in_custody_fault(said))

    def _person(self, found: RowReading) -> None:
        found.name = read_name(found)
        found.prison_number = found.read(Field.PRISON_NUMBER, numbers.read_prison_number)
        has_number = Field.PRISON_NUMBER in self.columns.of
        found.report_missing(Field.PRISON_NUMBER if has_number else Field.DATE_OF_BIRTH)

    def _recipient(self, found: RowReading) -> Recipient | None:
        marking = found.read(Field.MARKING, cells.read_marking)
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

    def _born(self, found: RowReading) -> date | None:
        born = found.read(Field.DATE_OF_BIRTH, self._read_date)
        if born is None:
            return None
        found.report(Field.DATE_OF_BIRTH, born.warning)
        return born.day

    def _read_date(self, text: str) -> Dated | Fault:
        born = dates.read_date_of_birth(text, self.today, self.options.date_order)
        self.evidence.add(dates.weigh_order(text) if isinstance(born, Fault) else born.evidence)
        return born

    def _prison(self, row: ListRow, found: RowReading) -> Prison | None:
        address = self._address(row) if self.columns.address else []
        destination = found.read(
            Field.PRISON, lambda text: self.destinations.read(text, found.born)
        )
        if destination is None:
            no_prison = not found.has_fault(Field.PRISON)
            return self._prison_of(address, found) if address and no_prison else None
        found.report(Field.PRISON, destination.warning)
        if found.born and not destination.warning:
            unlikely = destinations.age_doubt(found.born, destination.prison, self.today)
            found.report(Field.DATE_OF_BIRTH, unlikely)
        told = " ".join([*address, found.texts[Field.PRISON]])
        found.report(
            Field.PRISON,
            self.destinations.find_contradiction(destination.prison, told)
            or self.destinations.find_other_prison(destination.prison, address),
        )
        return destination.prison

    def _prison_of(self, address: Sequence[str], found: RowReading) -> Prison | None:
        """Read the prison from the first lines of an address, where the list has none besides."""
        tries = (*address[:2], " ".join(address[:2]))
        prison = next(filter(None, map(self.destinations.find_named, tries)), None)
        if prison is not None:
            wrong = self.destinations.find_contradiction(prison, " ".join(address))
            found.report(Field.ADDRESS, wrong or _from_address(prison))
        return prison

    def _address(self, row: ListRow) -> list[str]:
        filled = (row.cells[index] for index in self.columns.address if index < len(row.cells))
        lines = (line for cell in filled for line in cell.splitlines())
        return [text for text in map(clean, lines) if text]


def _address_in_one_line(cell: str) -> str:
    """Keep the lines of an address apart, which tell a prison from its town."""
    return ", ".join(filter(None, map(str.strip, cell.splitlines())))


_LINES = {Field.PRISON: _address_in_one_line, Field.NAME: join_lines}


def _reference(found: RowReading) -> str:
    text = found.reference
    if not text:
        return ""
    wanted = Field.REFERENCE if Field.REFERENCE in found.texts else Field.CLIENT_REFERENCE
    value = cells.find_excel_error(found.texts[wanted]) or cells.read_reference(text)
    if isinstance(value, Fault):
        found.report(wanted, value)
        return ""
    found.report(wanted, cells.find_damaged_reference(found.texts[wanted]))
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
