"""One row of a list becomes a recipient, and everything that is wrong with it is collected.

`RowReader.read` reads the cells in the order in which they matter: first the prison, which may say
that there is nobody to write to, then the person. The date of birth comes even before the prison,
because two prisons at one gate are told apart by it.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.columns.second_sets import find_second
from prisonmail.recipients.fields import custody, dates
from prisonmail.recipients.fields.barcode import read_barcode, read_barcode_date
from prisonmail.recipients.fields.cell import (
    NOT_AVAILABLE,
    clean,
    find_damaged_reference,
    find_excel_error,
    is_not_known,
    is_not_there,
    read_marking,
    read_reference,
)
from prisonmail.recipients.fields.date_order import Evidence, weigh_order, weigh_real
from prisonmail.recipients.fields.dates import Dated, Releases
from prisonmail.recipients.fields.direction import find_override
from prisonmail.recipients.fields.encoded_twice import find_garbled
from prisonmail.recipients.fields.name_parts import follow_heading
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.recipients.fields.stop_signs import describe_closed, find_stops
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.row.from_book import Book, fill_from_book
from prisonmail.recipients.row.read_name import read_name
from prisonmail.recipients.row.read_prison import PrisonReader
from prisonmail.recipients.row.row_reading import IDENTITY, RowReading, Where
from prisonmail.recipients.row.tidy_row import NAMES, tidy_cells
from prisonmail.sender.signatories import Signatories
from prisonmail.system.record import Record, field, replace

_CUSTODY = (Field.CUSTODY, Field.STATUS)
_OPTIONAL = (Field.MIDDLE_NAME, Field.REFERENCE, Field.CLIENT_REFERENCE)
_UNPRINTED = {Field.STATUS, Field.CUSTODY}
_FINAL = ("PM307", "PM316")
"""What makes all else that may be wrong with a row idle."""


class RowReader(Record, frozen=True):
    """Reads the rows of one list."""

    columns: Columns
    width: int
    """How many columns have a heading."""
    prisons: PrisonReader
    today: date
    options: ListOptions
    evidence: set[Evidence] = field(default_factory=set)
    """What the dates of birth so far say about the order of day and month."""
    releases: Releases | None = None
    """Collects the release dates, if the list has any."""
    from_1904: bool = False
    """Whether plain numbers are dates that a workbook counts from 1904."""
    book: Book | None = None
    """The address book, if rows may name people by number alone."""

    def read(self, row: ListRow) -> RowReading:
        """Read one row, with all that is wrong with it."""
        found = RowReading(self.tidy(row))
        is_ascii = all(map(str.isascii, row.cells))  # most rows are, and skip the slow way
        if not is_ascii:
            self._mend_garbled(row, found)
        _drop_not_available(found)
        second = find_second(self.columns.others, row.cells) if self.columns.others else None
        if second:
            found.report(*second)
        found.born = self._read_birth(row, found)
        if self.book:
            fill_from_book(self.book, row, self.columns, found)
        found.prison = self._read_prison(row, found)
        if not self._has_left_custody(found) and not self._is_stopped(row, found):
            self._report_overrides(row, found)
            self._report_unknown_surname(row, found)
            self._read_person(found)
            if len(row.cells) > self.width:
                found.report(None, _TOO_MANY_CELLS)
            found.recipient = self._make_recipient(found)
        else:
            self._identify(found)
        if second:
            found.not_in_custody = False  # the second person may be
        if self.releases and (release := found.texts.get(Field.RELEASE_DATE)):
            self.releases.weigh(release)
        return found

    def tidy(self, row: ListRow) -> dict[Field, str]:
        """Return the tidied cells of a row, without those that are empty or as good as: `tbc`."""
        texts = tidy_cells(row.cells, self.columns.of)
        if self.columns.forenames:
            self._add_forenames(row.cells, texts)
        if self.columns.status and (
            said := custody.find_departure_words(row.cells, self.columns.status)
        ):
            texts[Field.STATUS] = said[1]
        return texts

    def _mend_garbled(self, row: ListRow, found: RowReading) -> None:
        """Report garbled cells, and go on with what they seem to say, to find what else is wrong.

        Only the cell as the list has it shows all of them.
        """
        for wanted in (found.texts.keys() & self.columns.of.keys()) - _UNPRINTED:
            cell = row.cells[self.columns.of[wanted]]
            if not cell.isascii() and (garbled := find_garbled(cell)):
                found.report(wanted, garbled)
                if garbled.suggestion:
                    found.texts[wanted] = garbled.suggestion
                else:
                    del found.texts[wanted]
        for index in self.columns.forenames:
            cell = row.cells[index] if index < len(row.cells) else ""
            if not cell.isascii() and found.report(index, find_garbled(cell)):
                found.texts.pop(Field.MIDDLE_NAME, None)

    def _add_forenames(self, written: Sequence[str], texts: dict[Field, str]) -> None:
        cells = [clean(written[i]) for i in self.columns.forenames if i < len(written)]
        # A program that joins lists repeats the first forename under the same heading.
        first = texts.get(Field.FORENAME, "").casefold()
        more = [text for text in cells if not is_not_there(text) and text.casefold() != first]
        if more:
            own = texts.get(Field.MIDDLE_NAME)
            texts[Field.MIDDLE_NAME] = " ".join([own, *more] if own else more)

    def says_nothing(self, row: ListRow) -> bool:
        """Return whether all cells of a row say that nothing is there, as links to one do."""
        return all(
            is_not_there(text) or dates.stands_for_none(text) for text in map(clean, row.cells)
        )

    def read_date_of_birth(self, row: ListRow, text: str) -> Dated | Fault | None:
        """Read the date of birth of a row, and weigh whether a spreadsheet may have swapped it."""
        is_real = self.columns.of[Field.DATE_OF_BIRTH] in row.real_dates
        return self._read_birth_cell(text, is_real=is_real)

    def weigh_birth(self, text: str, *, is_real: bool) -> Dated | Fault | None:
        """Read a date of birth, and add what it says to the evidence of its column."""
        born = self._read_birth_cell(text, is_real=is_real)
        if born is not None:
            self.evidence.add(weigh_order(text) if isinstance(born, Fault) else born.evidence)
        return born

    def _read_birth_cell(self, text: str, *, is_real: bool) -> Dated | Fault | None:
        born = dates.read_date_of_birth(
            text, self.today, self.options.date_order, from_1904=self.from_1904
        )
        if is_real and isinstance(born, Dated):
            return replace(born, evidence=weigh_real(born.day))
        return born

    def _read_birth(self, row: ListRow, found: RowReading) -> date | None:
        is_real = self.columns.of.get(Field.DATE_OF_BIRTH) in row.real_dates
        read = partial(self.weigh_birth, is_real=is_real)
        born = found.read(Field.DATE_OF_BIRTH, read)
        if born is None:
            return None
        found.report(Field.DATE_OF_BIRTH, born.warning)
        return born.day

    def _read_prison(self, row: ListRow, found: RowReading) -> Prison | None:
        reading = self.prisons.read(row, found.texts.get(Field.PRISON), found.born)
        found.faults += reading.faults
        found.names_no_prison = reading.is_unsaid and not found.names_nobody
        return reading.prison

    def _has_left_custody(self, found: RowReading) -> bool:
        """Return whether the row says that the person has left; then the rest is not read."""
        for column in _CUSTODY:
            said = found.texts.get(column)
            if said and found.report(column, find_excel_error(said)):
                continue
            if said and column is Field.CUSTODY and custody.begins_closed(said):
                continue  # closed conditions
            if said and (why := custody.find_departure(said)):
                found.report(column, custody.describe_departure(said, why))
                found.not_in_custody = why in custody.NOT_IN_CUSTODY
                return True
            if said and custody.says_no(said):
                found.not_in_custody = True
                self._weigh(column, said, found)
            elif said and custody.begins_closed(said):
                found.report(column, describe_closed(said))
            elif said and custody.is_doubtful(said):
                found.report(column, custody.describe_contradiction(said) if found.prison else None)
        found.not_in_custody = found.not_in_custody or found.says_gone
        return found.says_gone

    def _is_stopped(self, row: ListRow, found: RowReading) -> bool:
        """Return whether a stop column says that there be no letter; then the rest is not read."""
        if not self.columns.stops:
            return False
        stops = find_stops(row.cells, self.columns.stops, self.today)
        for stop in stops:
            found.report(stop.column, stop.fault)
            found.not_in_custody = found.not_in_custody or stop.says_gone
        return any(stop.fault.code in _FINAL for stop in stops)

    def _weigh(self, column: Field, said: str, found: RowReading) -> None:
        """Report that a person is not in custody: a warning if the row still names a prison."""
        if found.prison:
            found.report(column, custody.describe_contradiction(said))
        elif not found.has_fault(Field.PRISON):
            found.report(column, custody.describe_not_in_custody(said))

    def _report_overrides(self, row: ListRow, found: RowReading) -> None:
        places: list[tuple[Where, int]] = [(each, each) for each in self.columns.forenames]
        places += [(part, self.columns.of[part]) for part in NAMES if part in self.columns.of]
        for where, index in places:
            if index < len(row.cells):
                found.report(where, find_override(row.cells[index]))

    def _report_unknown_surname(self, row: ListRow, found: RowReading) -> None:
        """Report a surname that nobody knows: a forename alone may reach somebody else."""
        index = self.columns.of.get(Field.SURNAME)
        if index is None or Field.FORENAME not in found.texts or index >= len(row.cells):
            return
        if found.texts.keys().isdisjoint((Field.SURNAME, Field.NAME)):
            said = clean(row.cells[index])
            found.report(Field.SURNAME, _unknown_surname(said) if is_not_known(said) else None)

    def _read_person(self, found: RowReading) -> None:
        if self.columns.leading and Field.NAME in found.texts and not found.from_book:
            self._follow_heading(found, self.columns.leading)
        found.name = read_name(found)
        found.prison_number = found.read(Field.PRISON_NUMBER, read_prison_number)
        has_number = Field.PRISON_NUMBER in self.columns.of
        found.report_missing(Field.PRISON_NUMBER if has_number else Field.DATE_OF_BIRTH)

    def _identify(self, found: RowReading) -> None:
        """Find out who has gone, without saying what else is wrong with the row."""
        apart = RowReading(found.texts)
        found.name = read_name(apart)
        found.prison_number = apart.read(Field.PRISON_NUMBER, read_prison_number)

    def _follow_heading(self, found: RowReading, leading: Field) -> None:
        turned = follow_heading(found.texts[Field.NAME], leading)
        if isinstance(turned, Fault):
            found.report(Field.NAME, turned)
        else:
            found.texts[Field.NAME] = turned

    def _make_recipient(self, found: RowReading) -> Recipient | None:
        marking = found.read(Field.MARKING, read_marking)
        reference = _reference(found)
        barcode = self._read_barcode(found)
        signatory = found.read(Field.SIGNATORY, self._read_signatory)
        if found.name is None or found.prison is None or found.is_bad:
            return None
        return Recipient(
            name=found.name,
            prison=found.prison,
            prison_number=found.prison_number,
            date_of_birth=found.born,
            reference=reference,
            marking=marking,
            barcode=barcode,
            signatory=self.options.signatories.usual if signatory is None else signatory,
        )

    def _read_signatory(self, text: str) -> str | Fault:
        known = self.options.signatories
        found = known.find(text)
        return _unknown_signatory(text, known) if found is None else found

    def _read_barcode(self, found: RowReading) -> Barcode | None:
        barcode = found.read(Field.BARCODE, read_barcode)
        if Field.BARCODE in found.texts:  # the date of one that was taken out says nothing
            found.read(Field.BARCODE_DATE, self._read_barcode_date)
        return barcode

    def _read_barcode_date(self, text: str) -> date | Fault:
        order = self.options.date_order
        return read_barcode_date(text, self.today, order, from_1904=self.from_1904)


def _unknown_surname(said: str) -> Fault:
    return Fault(
        "PM201",
        f"the list says `{said}` for the surname, and a forename alone may be another person’s",
        "Fill in the surname. If the person has one name only, leave this cell empty.",
    )


def _unknown_signatory(said: str, known: Signatories) -> Fault:
    return Fault(
        "PM219",
        f"`{said}` is none of the signatories of the profile",
        f"There are: {known.describe()}. Write one of them, or add `{said}` to the profile. If the "
        "cell is empty, the usual signatory signs.",
    )


def _drop_not_available(found: RowReading) -> None:
    """Take out what a lookup did not find, with a warning, if the row can do without it."""
    texts = found.texts
    if NOT_AVAILABLE not in texts.values():
        return
    known = any(texts.get(each, NOT_AVAILABLE) != NOT_AVAILABLE for each in IDENTITY)
    for wanted in (*_OPTIONAL, *(IDENTITY if known else ())):
        if texts.get(wanted) == NOT_AVAILABLE:
            del texts[wanted]
            found.report(wanted, _not_available(wanted))


def _not_available(wanted: Field) -> Fault:
    return Fault(
        "PW616",
        f"`{NOT_AVAILABLE}` is what a lookup writes if it finds nothing: the letter has no "
        f"{wanted.value}",
        "If there is one, write it in this cell.",
    )


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


_TOO_MANY_CELLS = Fault(
    "PM401",
    "the row has more cells than there are headings",
    "A comma inside a cell may have split it. Put quotes round that cell, or remove the comma.",
)
