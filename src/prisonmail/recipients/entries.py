"""Entries: the rows of a list that can be printed, each with the recipient that it gave."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from operator import attrgetter

from prisonmail.packed_sequence import Packed, PackedSequence
from prisonmail.prisons.prison import Prison
from prisonmail.recipients.packed import Rows
from prisonmail.recipients.recipient import Recipient
from prisonmail.recipients.records import Row
from prisonmail.sender.markings import Marking


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list and the recipient that it gave."""

    row: Row
    recipient: Recipient


class Entries(PackedSequence[Entry]):
    """The entries of one list, in its order."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._prisons: dict[str, Prison] = {}
        super().__init__(entries)

    def _packed(self, value: Entry) -> Packed:
        row, who = value.row, value.recipient
        self._prisons[who.prison.code] = who.prison
        return (
            (row.line, row.cells, row.number),
            who.name,
            who.prison.code,
            who.prison_number,
            who.date_of_birth.toordinal() if who.date_of_birth else None,
            who.reference,
            who.marking.value if who.marking else None,
        )

    def _unpacked(self, packed: Packed) -> Entry:
        row, name, prison, number, born, reference, marking = packed
        recipient = Recipient(
            name,
            self._prisons[prison],
            number,
            date.fromordinal(born) if born else None,
            reference,
            Marking(marking) if marking else None,
        )
        return Entry(Row(*row), recipient)


def in_line_order(entries: Entries, bad: Rows) -> Iterator[Row]:
    """Go through the good and the bad rows of a list as they lie in it."""
    return merge((entry.row for entry in entries), bad, key=attrgetter("line"))


def set_aside(entries: Entries, bad: Rows, lines: Collection[int | None]) -> tuple[Entries, Rows]:
    """Take the entries on some lines from the good rows to the bad ones."""
    if not lines:
        return entries, bad
    gone = Entries(entry for entry in entries if entry.row.line in lines)
    kept = Entries(entry for entry in entries if entry.row.line not in lines)
    return kept, Rows(in_line_order(gone, bad))
