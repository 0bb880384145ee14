"""The rows of a list, very many in little memory: those that can be printed, and the others."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from operator import attrgetter

from prisonmail.prisons.prison import Prison
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Recipient
from prisonmail.sender.markings import Marking
from prisonmail.system.packed_sequence import Packed, PackedSequence


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row of the list and the recipient that it gave."""

    row: ListRow
    recipient: Recipient


class GoodRows(PackedSequence[GoodRow]):
    """The entries of one list, in its order."""

    def __init__(self, entries: Iterable[GoodRow] = ()) -> None:
        self._prisons: dict[str, Prison] = {}
        super().__init__(entries)

    def _pack(self, value: GoodRow) -> Packed:
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

    def _unpack(self, packed: Packed) -> GoodRow:
        row, name, prison, number, born, reference, marking = packed
        recipient = Recipient(
            name,
            self._prisons[prison],
            number,
            date.fromordinal(born) if born else None,
            reference,
            Marking(marking) if marking else None,
        )
        return GoodRow(ListRow(*row), recipient)


class ListRows(PackedSequence[ListRow]):
    """Rows of a list, such as those that cannot be printed."""

    def _pack(self, value: ListRow) -> Packed:
        return (value.line, value.cells, value.number)

    def _unpack(self, packed: Packed) -> ListRow:
        return ListRow(*packed)


def merge_by_line(entries: GoodRows, bad: ListRows) -> Iterator[ListRow]:
    """Go through the good and the bad rows of a list as they lie in it."""
    return merge((entry.row for entry in entries), bad, key=attrgetter("line"))


def set_aside(
    entries: GoodRows, bad: ListRows, lines: Collection[int | None]
) -> tuple[GoodRows, ListRows]:
    """Take the entries on some lines from the good rows to the bad ones."""
    if not lines:
        return entries, bad
    gone = GoodRows(entry for entry in entries if entry.row.line in lines)
    kept = GoodRows(entry for entry in entries if entry.row.line not in lines)
    return kept, ListRows(merge_by_line(gone, bad))
