"""What only the whole list shows: one person twice, dates that others of a column explain.

>>> describe_people_elsewhere(["Hull"]).code
'PW622'
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import GoodRow
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.fields import dates
from prisonmail.recipients.fields.dates import Evidence
from prisonmail.recipients.read_row import RowReader
from prisonmail.recipients.recipient import Field

Late = Mapping[int, Sequence[tuple[Field, Fault]]]
"""Faults that only the whole list shows, by line."""


def find_duplicates(duplicates: Duplicates, good_rows: Iterable[GoodRow]) -> Late:
    """Find rows with one person twice, or with one number for two people."""
    late = defaultdict(list)
    for line, wanted, fault in duplicates.find_faults(good_rows):
        late[line].append((wanted, fault))
    return late


def find_month_first(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find dates of birth that may have the month first, as others of their column have."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.describe_month_first(text))]
        for line, text in _texts(reader, good_rows, Field.DATE_OF_BIRTH)
        if dates.weigh_order(text) is Evidence.EITHER
    }


def find_past_releases(reader: RowReader, good_rows: Iterable[GoodRow]) -> Late:
    """Find release dates that have passed."""
    return {
        line: [(Field.RELEASE_DATE, doubt)]
        for line, text in _texts(reader, good_rows, Field.RELEASE_DATE)
        if reader.releases and (doubt := reader.releases.doubt(text))
    }


def _texts(
    reader: RowReader, good_rows: Iterable[GoodRow], wanted: Field
) -> Iterator[tuple[int, str]]:
    for good in good_rows:
        if text := reader.tidy(good.row).get(wanted):
            yield good.row.line, text


def describe_people_elsewhere(sheets: Sequence[str]) -> Fault:
    """Say that people stand on other sheets of the workbook."""
    names = ", ".join(f'"{name}"' for name in sheets)
    return Fault(
        "PW622",
        f"people stand on {names} too, and one run reads one sheet: they get no letter by this one",
        "If they are to get letters, run the list again with --sheet and the name of that sheet.",
    )
