"""Hindsight: what is known of a row only once all rows of its list are read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prisonmail.recipients import dates
from prisonmail.recipients.dates import Evidence
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.entries import GoodRow
from prisonmail.recipients.people import RowReader
from prisonmail.recipients.problems import Fault
from prisonmail.recipients.recipient import Field

Late = Mapping[int, Sequence[tuple[Field, Fault]]]
"""What came out later, by line."""


def duplicate_faults(duplicates: Duplicates, entries: Iterable[GoodRow]) -> Late:
    """Find the rows that do not go with another."""
    late = defaultdict(list)
    for line, wanted, fault in duplicates.faults(entries):
        late[line].append((wanted, fault))
    return late


def month_first_faults(reader: RowReader, entries: Iterable[GoodRow]) -> Late:
    """Find the dates that may have the month first, as others of their column have."""
    return {
        line: [(Field.DATE_OF_BIRTH, dates.month_first_fault(text))]
        for line, text in _texts(reader, entries, Field.DATE_OF_BIRTH)
        if dates.weigh_order(text) is Evidence.EITHER
    }


def past_release_faults(reader: RowReader, entries: Iterable[GoodRow]) -> Late:
    """Find the release dates that have passed."""
    return {
        line: [(Field.RELEASE_DATE, doubt)]
        for line, text in _texts(reader, entries, Field.RELEASE_DATE)
        if reader.releases and (doubt := reader.releases.doubt(text))
    }


def _texts(
    reader: RowReader, entries: Iterable[GoodRow], wanted: Field
) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if text := reader.texts(entry.row).get(wanted):
            yield entry.row.line, text
