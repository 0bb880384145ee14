"""What only the whole list shows: one person twice, dates that others of a column explain.

>>> describe_people_elsewhere(["Hull"]).code
'PW622'
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import GoodRow
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.fields import barcode, date_order, dates
from prisonmail.recipients.fields.date_order import Evidence
from prisonmail.recipients.fields.dates import Dated
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.read_row import RowReader
from prisonmail.system.record import replace

Late = Mapping[int, Sequence[tuple[Field, Fault]]]
"""Faults that only the whole list shows, by line."""


def find_duplicates(duplicates: Duplicates, good_rows: Iterable[GoodRow]) -> Late:
    """Find rows with one person twice, or with one number for two people."""
    late = defaultdict(list)
    for line, wanted, fault in duplicates.find_faults(good_rows):
        late[line].append((wanted, fault))
    return late


def find_repeated_barcodes(good_rows: Iterable[GoodRow]) -> Late:
    """Find barcodes on more than one row, and rows that have none although others have."""
    lines: dict[str | None, list[int]] = defaultdict(list)
    for good in good_rows:
        lines[good.recipient.barcode].append(good.row.line)
    without = lines.pop(None, [])
    late: dict[int, Sequence[tuple[Field, Fault]]] = {
        line: [(Field.BARCODE, barcode.describe_repeated(found[line == found[0]]))]
        for found in lines.values()
        if len(found) > 1
        for line in found
    }
    if lines:
        late |= {line: [(Field.BARCODE, barcode.describe_blank())] for line in without}
    return late


def find_month_first(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find dates of birth that may have the month first, as others of their column have."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.describe_month_first(text))]
        for line, text, born in _births(reader, (good.row for good in good_rows))
        if born.evidence is Evidence.EITHER
    }


def find_swapped(reader: RowReader, rows: Iterable[ListRow]) -> Mapping[int, date]:
    """Find dates of birth, by line, whose day and month a spreadsheet may have swapped."""
    order = reader.options.date_order
    doubted = {each for each in Evidence if date_order.is_swapped(each, reader.evidence, order)}
    if doubted.isdisjoint(reader.evidence):
        return {}
    return {line: born.day for line, _, born in _births(reader, rows) if born.evidence in doubted}


def describe_swapped(reader: RowReader, swapped: Mapping[int, date]) -> Late:
    """Describe dates that may have been swapped."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.describe_swapped(day, reader.evidence))]
        for line, day in swapped.items()
    }


def spell_out_births(
    reader: RowReader, rows: Iterable[ListRow], swapped: Mapping[int, date]
) -> Iterator[ListRow]:
    """Return rows whose dates of birth say, outside their list too, what they say in it.

    Rows that are put aside are read again by themselves. Then nothing would show that a date may
    have been swapped, or that a number counts days from 1904.
    """
    column = reader.columns.of.get(Field.DATE_OF_BIRTH, 0)
    for row in rows:
        day = swapped.get(row.line)
        text = date_order.describe_both(day) if day else _since_1904(reader, row)
        cells = row.cells
        yield replace(row, cells=(*cells[:column], text, *cells[column + 1 :])) if text else row


def _since_1904(reader: RowReader, row: ListRow) -> str | None:
    for _, _, born in _births(reader, [row] if reader.from_1904 else ()):
        if born.warning and born.warning.code == "PW601":
            return born.day.isoformat()
    return None


def find_past_releases(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find release dates that have passed."""
    return {
        row.line: [(Field.RELEASE_DATE, doubt)]
        for row, text in _texts(reader, (good.row for good in good_rows), Field.RELEASE_DATE)
        if reader.releases and (doubt := reader.releases.doubt(text))
    }


def _births(reader: RowReader, rows: Iterable[ListRow]) -> Iterator[tuple[int, str, Dated]]:
    """Return the dates of birth that can be read, with their line and text."""
    for row, text in _texts(reader, rows, Field.DATE_OF_BIRTH):
        born = reader.read_date_of_birth(row, text)
        if isinstance(born, Dated):
            yield row.line, text, born


def _texts(
    reader: RowReader, rows: Iterable[ListRow], wanted: Field
) -> Iterator[tuple[ListRow, str]]:
    for row in rows:
        if text := reader.tidy(row).get(wanted):
            yield row, text


def describe_people_elsewhere(sheets: Sequence[str]) -> Fault:
    """Say that people stand on other sheets of the workbook."""
    names = ", ".join(f'"{name}"' for name in sheets)
    return Fault(
        "PW622",
        f"people stand on {names} too, and one run reads one sheet: they get no letter by this one",
        "If they are to get letters, run the list again with --sheet and the name of that sheet.",
    )
