"""The short way through a list: rows in which nothing is unusual, in a fraction of the time.

It knows no rule. A name, a number and a reference are taken only if they are plain; what prisons
and statuses mean is learned from rows that were read in full, and in which nothing was wrong; all
other columns must be blank. Any other row is read in full by the `RowReader`, which would read
these ones alike.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter

from prisonmail.prisons.prison import Prison
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.fields.dates import Dated
from prisonmail.recipients.fields.destination import find_age_group
from prisonmail.recipients.fields.plain_cells import (
    is_plain_date,
    is_plain_name,
    is_plain_number,
    is_plain_reference,
)
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.row.read_row import RowReader
from prisonmail.recipients.row.row_reading import IDENTITY, RowReading
from prisonmail.sender.markings import Marking

_MOST_LEARNED = 8192
"""Cells to remember: homes and notes differ from row to row, prisons and statuses do not."""
_MOST_BIRTHS = 32_768
"""80 years have about 30,000 days."""
_NOWHERE = -1
"""The place of a column that the list lacks: a blank cell stands there."""
_NAMES = (Field.NAME, Field.FORENAME, Field.MIDDLE_NAME, Field.SURNAME)
Cells = Sequence[str]


class UsualRows:
    """Reads the rows of one list, the short way if they are usual."""

    def __init__(self, reader: RowReader) -> None:
        columns, of = reader.columns, reader.columns.of
        self._reader = reader
        names = [of[part] for part in _NAMES if part in of]
        number, self._birth = (of.get(each, _NOWHERE) for each in IDENTITY)
        reference = of.get(Field.REFERENCE, of.get(Field.CLIENT_REFERENCE, _NOWHERE))
        prisons, sayings = _list_of_prisons(columns), _list_sayings(columns)
        self._find_name = _name_finder(columns, names)
        self._find_person = itemgetter(number, self._birth, reference)
        self._find_prison = itemgetter(*prisons, _NOWHERE)
        self._find_said = itemgetter(*sayings, _NOWHERE)
        known = {*names, number, self._birth, reference, *prisons, *sayings}
        self._blank = tuple(columns.used - known)
        self._prisons: dict[object, Prison] = {}
        self._said: dict[object, tuple[Marking | None, str]] = {}
        """Markings and signatories."""
        self._read_birth = lru_cache(_MOST_BIRTHS)(self._read_date)

    def read(self, row: ListRow) -> RowReading:
        """Read one row, with all that is wrong with it."""
        cells = (*row.cells, "")
        if len(row.cells) != self._reader.width:
            return self._reader.read(row)
        return self._read_usual(row, cells) or self._learn(row, cells)

    def _read_usual(self, row: ListRow, cells: Cells) -> RowReading | None:
        """Read a row the short way; None if something in it is unusual."""
        number, birth, reference = self._find_person(cells)
        known = self._read_birth(birth, self._birth in row.real_dates) if birth else _NO_BIRTH
        if known is None or not (is_plain_number(number) if number else birth):
            return None
        born, age_group = known
        prison = self._prisons.get((age_group, self._find_prison(cells)))
        said = self._find_said(cells)
        name = self._find_name(cells)
        if prison is None or said not in self._said or not is_plain_name(name):
            return None
        if (reference and not is_plain_reference(reference)) or (
            self._blank and any(cells[each] for each in self._blank)
        ):
            return None
        marking, signatory = self._said[said]
        who = Recipient(name, prison, number or None, born, reference, marking, signatory=signatory)
        return RowReading({}, [], who, name, number or None, born, prison)

    def _learn(self, row: ListRow, cells: Cells) -> RowReading:
        """Read a row in full, and learn what its cells mean if nothing is wrong with it."""
        found = self._reader.read(row)
        who = found.recipient
        learned = len(self._prisons) + len(self._said)
        # a blank cell means no prison, although this row has one from the address book
        says_it_itself = not (found.faults or found.from_book)
        if who and says_it_itself and learned < _MOST_LEARNED:
            age_group = find_age_group(found.born, self._reader.today) if found.born else None
            self._prisons[age_group, self._find_prison(cells)] = who.prison
            self._said[self._find_said(cells)] = who.marking, who.signatory
        return found

    def _read_date(self, cell: str, is_real: bool) -> tuple[date, int] | None:
        """Read a date of birth of which nothing has to be assumed, and the age group it is of."""
        found = self._reader.weigh_birth(cell, is_real=is_real) if is_plain_date(cell) else None
        if not isinstance(found, Dated) or found.warning:
            return None
        return found.day, find_age_group(found.day, self._reader.today)


_NO_BIRTH = (None, None)


def _name_finder(columns: Columns, names: Sequence[int]) -> Callable[[Cells], str]:
    """Return what finds the name in the cells of a row, or nothing if it takes more than that."""
    if Field.NAME not in columns.of:
        return lambda cells: " ".join([cells[part] for part in names if cells[part]])
    if len(names) > 1 or columns.leading:
        return lambda cells: ""
    return itemgetter(*names)


def _list_of_prisons(columns: Columns) -> tuple[int, ...]:
    """List the columns that say which prison it is."""
    own = (columns.of[Field.PRISON],) if Field.PRISON in columns.of else ()
    return (*own, *columns.address)


def _list_sayings(columns: Columns) -> tuple[int, ...]:
    """List the columns of a marking, of a signatory, and of what may stop a letter."""
    fields = (Field.CUSTODY, Field.MARKING, Field.SIGNATORY)
    named = (columns.of[each] for each in fields if each in columns.of)
    stops = (stop.column for stop in columns.stops)
    return (*named, *columns.status, *stops)
