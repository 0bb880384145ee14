"""One row of a list becomes a recipient, and everything that is wrong with it is collected.

`RowReader.read` reads the cells in the order in which they matter: first the prison, which may say
that there is nobody to write to, then the person. The date of birth comes even before the prison,
because two prisons at one gate are told apart by it.

>>> read_name(RowReading({Field.FORENAME: "John aka Jack", Field.SURNAME: "Jones"}))
'John Jones'
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from prisonmail.prisons.prison import Prison
from prisonmail.problems.problem import Fault, Severity
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.columns.second_sets import find_second
from prisonmail.recipients.fields import custody, dates
from prisonmail.recipients.fields.cell import (
    NOT_AVAILABLE,
    clean,
    find_damaged_reference,
    find_excel_error,
    is_not_there,
    read_marking,
    read_reference,
)
from prisonmail.recipients.fields.custody import Departure
from prisonmail.recipients.fields.date_order import Evidence, weigh_order, weigh_real
from prisonmail.recipients.fields.dates import Dated, Releases
from prisonmail.recipients.fields.name import join_name, read_full_name
from prisonmail.recipients.fields.name_notes import find_note
from prisonmail.recipients.fields.name_parts import PARTS, arrange_name, follow_heading
from prisonmail.recipients.fields.prison_number import read_prison_number
from prisonmail.recipients.fields.words_for_empty import doubt_part, may_be_name
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.read_prison import PrisonReader
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.tidy_row import NAMES, tidy_cells

_CUSTODY = (Field.CUSTODY, Field.STATUS)
_IDENTITY = (Field.PRISON_NUMBER, Field.DATE_OF_BIRTH)
_OPTIONAL = (Field.MIDDLE_NAME, Field.REFERENCE, Field.CLIENT_REFERENCE)
_Value = TypeVar("_Value")
Where = Field | int | None
"""The cell of a field, or of a column, from 0; None is the row as a whole."""


@dataclass(slots=True)
class RowReading:
    """What one row says, and what is wrong with it."""

    texts: dict[Field, str] = field(repr=False)
    """The tidied cells that are not empty."""
    faults: list[tuple[Where, Fault]] = field(default_factory=list, repr=False)
    """What is wrong, and where."""
    recipient: Recipient | None = None
    name: str | None = field(default=None, repr=False)
    prison_number: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    prison: Prison | None = field(default=None, repr=False)
    not_in_custody: bool = False
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
        if not self.name and not self.has_fault(*NAMES):
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
    prisons: PrisonReader
    today: date
    options: ListOptions
    evidence: set[Evidence] = field(default_factory=set)
    """What the dates of birth so far say about the order of day and month."""
    releases: Releases | None = None
    """Collects the release dates, if the list has any."""
    from_1904: bool = False
    """Whether plain numbers are dates that a workbook counts from 1904."""

    def read(self, row: ListRow) -> RowReading:
        """Read one row, with all that is wrong with it."""
        found = RowReading(self.tidy(row))
        _drop_not_available(found)
        second = find_second(self.columns.others, row.cells) if self.columns.others else None
        if second:
            found.report(*second)
        found.born = self._read_birth(row, found)
        found.prison = self._read_prison(row, found)
        if not self._has_left_custody(found):
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
        born = dates.read_date_of_birth(
            text, self.today, self.options.date_order, from_1904=self.from_1904
        )
        is_real = row.real_dates and self.columns.of[Field.DATE_OF_BIRTH] in row.real_dates
        if is_real and isinstance(born, Dated):
            return replace(born, evidence=weigh_real(born.day))
        return born

    def _read_birth(self, row: ListRow, found: RowReading) -> date | None:
        born = found.read(Field.DATE_OF_BIRTH, partial(self._read_date, row))
        if born is None:
            return None
        found.report(Field.DATE_OF_BIRTH, born.warning)
        return born.day

    def _read_date(self, row: ListRow, text: str) -> Dated | Fault | None:
        born = self.read_date_of_birth(row, text)
        if born is not None:
            self.evidence.add(weigh_order(text) if isinstance(born, Fault) else born.evidence)
        return born

    def _read_prison(self, row: ListRow, found: RowReading) -> Prison | None:
        reading = self.prisons.read(row, found.texts.get(Field.PRISON), found.born)
        found.faults += reading.faults
        found.names_no_prison = reading.is_unsaid
        return reading.prison

    def _has_left_custody(self, found: RowReading) -> bool:
        """Return whether the row says that the person has left; then the rest is not read."""
        for column in _CUSTODY:
            said = found.texts.get(column)
            if said and found.report(column, find_excel_error(said)):
                continue
            if said and (why := custody.find_departure(said)):
                found.report(column, custody.describe_departure(said, why))
                found.not_in_custody = why is not Departure.MOVED
                return True
            if said and custody.says_no(said):
                found.not_in_custody = True
                self._weigh(column, said, found)
            elif said and custody.is_doubtful(said):
                found.report(column, custody.describe_contradiction(said) if found.prison else None)
        found.not_in_custody = found.not_in_custody or found.says_gone
        return found.says_gone

    def _weigh(self, column: Field, said: str, found: RowReading) -> None:
        """Report that a person is not in custody: a warning if the row still names a prison."""
        if found.prison:
            found.report(column, custody.describe_contradiction(said))
        elif not found.has_fault(Field.PRISON):
            found.report(column, custody.describe_not_in_custody(said))

    def _read_person(self, found: RowReading) -> None:
        if self.columns.leading and Field.NAME in found.texts:
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


def _drop_not_available(found: RowReading) -> None:
    """Take out what a lookup did not find, with a warning, if the row can do without it."""
    texts = found.texts
    if NOT_AVAILABLE not in texts.values():
        return
    known = any(texts.get(each, NOT_AVAILABLE) != NOT_AVAILABLE for each in _IDENTITY)
    for wanted in (*_OPTIONAL, *(_IDENTITY if known else ())):
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


def read_name(found: RowReading) -> str | None:
    """Read the name, in parts if there are any, and report what is wrong with it."""
    if not _settle_words_for_empty(found):
        return None
    arranged = arrange_name(found.texts)
    if isinstance(arranged, Fault):
        found.report(Field.NAME, arranged)
        return None
    found.texts.update(arranged)
    parts = list(arranged)
    readable = [_is_readable(part, found) for part in parts]
    if not all(readable):
        return None
    if parts in ([], [Field.NAME]):
        return found.read(Field.NAME, read_full_name)
    name = join_name(*[found.texts[part] for part in parts])
    if isinstance(name, Fault):
        found.report(_at_fault(parts, found, name.code), name)
        return None
    return name


def _settle_words_for_empty(found: RowReading) -> bool:
    """Take words for an empty cell out of a name; return whether none of them may be a name."""
    texts = found.texts
    words = [part for part in NAMES if part in texts and may_be_name(texts[part])]
    if not words:
        return True
    others = [texts[part] for part in NAMES if part in texts and part not in words]
    whole = " ".join(texts[part] for part in PARTS if part in texts)
    doubts = [
        found.report(
            part, doubt_part(texts.pop(part), () if part is Field.MIDDLE_NAME else others, whole)
        )
        for part in words
    ]
    return not any(doubts)


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
