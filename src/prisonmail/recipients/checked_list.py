"""A checked list: its good rows with their recipients, its bad rows, and all problems.

While a list is checked, a `RowCollector` sorts its rows as they come. Rows are packed: a list may
have a million.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from operator import attrgetter
from typing import ClassVar

from prisonmail.prisons.prison import Prison
from prisonmail.problems.collected import Problems, merge_in_order, rank
from prisonmail.problems.problem import CellPlace, Fault, Problem, Severity
from prisonmail.recipients.columns.mapping import Columns
from prisonmail.recipients.fields import custody
from prisonmail.recipients.fields.cell import clean, is_not_there
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.recipient import Field, Recipient
from prisonmail.recipients.row.row_reading import RowReading, Where
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.recipients.table import Layout
from prisonmail.sender.markings import Marking
from prisonmail.system.packed_sequence import Packed, PackedSequence
from prisonmail.system.record import Record, Workpiece, field, replace


class GoodRow(Record, frozen=True):
    """A row of the list that can be printed, and its recipient."""

    row: ListRow
    recipient: Recipient


class GoodRows(PackedSequence[GoodRow]):
    """The good rows of one list, in its order."""

    def __init__(self, rows: Iterable[GoodRow] = ()) -> None:
        self._prisons: dict[str, Prison] = {}
        super().__init__(rows)

    def _pack(self, value: GoodRow) -> Packed:
        row, who = value.row, value.recipient
        self._prisons[who.prison.code] = who.prison
        return (
            (row.line, row.cells, row.number, row.real_dates),
            who.name,
            who.prison.code,
            who.prison_number,
            who.date_of_birth.toordinal() if who.date_of_birth else None,
            who.reference,
            who.marking.value if who.marking else None,
            who.barcode,
            who.signatory,
        )

    def _unpack(self, packed: Packed) -> GoodRow:
        row, name, prison, number, born, reference, marking, barcode, signatory = packed
        recipient = Recipient(
            name,
            self._prisons[prison],
            number,
            date.fromordinal(born) if born else None,
            reference,
            Marking(marking) if marking else None,
            barcode,
            signatory,
        )
        return GoodRow(ListRow(*row), recipient)


class ListRows(PackedSequence[ListRow]):
    """Rows of a list as they stand in it: those that cannot be printed."""

    def _pack(self, value: ListRow) -> Packed:
        return (value.line, value.cells, value.number, value.real_dates)

    def _unpack(self, packed: Packed) -> ListRow:
        return ListRow(*packed)


class CheckedList(Record, frozen=True):
    """A list after the check of all its rows."""

    withheld: ClassVar[tuple[str, ...]] = ("good_rows", "skipped_rows", "bad_rows", "doubts")

    name: str
    header: ListRow | None
    """The row of headings; None if the list could not be read up to there."""
    columns: Columns
    good_rows: GoodRows
    problems: Problems
    rows_read: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    """How many rows hold no person, or were not chosen, by reason."""
    skipped_rows: SkippedRows = field(default_factory=SkippedRows)
    """The same rows with their lines."""
    layout: Layout = field(default_factory=Layout)
    bad_rows: ListRows = field(default_factory=ListRows)
    from_book: frozenset[int] = frozenset()
    """The lines of rows that name a person of the address book by number."""
    doubts: Problems = field(default_factory=Problems)
    """Why good rows are in doubt because of another row, one problem for each: errors once bad rows
    are left out."""

    @property
    def errors(self) -> Problems:
        """The problems that keep a row, or the whole list, from being printed."""
        return Problems(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def is_faultless(self) -> bool:
        """Whether every row can be printed; there may be warnings."""
        return not self.problems.errors

    @property
    def is_unusable(self) -> bool:
        """Whether nothing can be printed even if bad rows are left out."""
        return self.problems.of_the_list > 0 or not self.good_rows

    @property
    def rows_bad(self) -> int:
        """How many rows cannot be printed."""
        return self.rows_read - len(self.good_rows)

    def count_from_book(self) -> int:
        """Return how many of the good rows were filled from the address book."""
        good = self.good_rows if self.from_book else ()
        return sum(each.row.line in self.from_book for each in good)

    def place(self, wanted: Field | None, row: ListRow) -> CellPlace:
        """Return the place of a row's cell for a field, or of the row if it has no such cell."""
        header = self.header or row
        return locate_cell(self.name, header, self.columns, wanted, row)

    def place_in(self, column: int, row: ListRow) -> CellPlace:
        """Return the place of a row's cell in a column, from 0."""
        return _place(self.name, self.header or row, column, row)

    def without_doubts(self) -> "CheckedList":
        """Return the list with those of its rows that are in doubt among the bad ones."""
        return replace(self.with_problems(self.doubts), doubts=Problems())

    def with_problems(self, found: Problems) -> "CheckedList":
        """Return the list with problems found later; the row of an error becomes a bad one."""
        if not found:
            return self
        problems = Problems(merge_in_order(self.problems, found))
        wrong = {problem.line for problem in found if problem.severity is Severity.ERROR}
        good_rows, bad_rows = set_aside(self.good_rows, self.bad_rows, wrong)
        return replace(self, good_rows=good_rows, problems=problems, bad_rows=bad_rows)


def merge_by_line(good: GoodRows, bad: ListRows) -> Iterator[ListRow]:
    """Return the good and the bad rows of a list in its order. Both are in that order already."""
    # heapq.merge reads both as it goes, so neither is unpacked as a whole.
    return merge((each.row for each in good), bad, key=attrgetter("line"))


def set_aside(
    good: GoodRows, bad: ListRows, lines: Collection[int | None]
) -> tuple[GoodRows, ListRows]:
    """Move the rows on some lines from the good rows to the bad ones."""
    if not lines:
        return good, bad
    gone = GoodRows(each for each in good if each.row.line in lines)
    kept = GoodRows(each for each in good if each.row.line not in lines)
    return kept, ListRows(merge_by_line(gone, bad))


def locate_cell(
    list_name: str, header: ListRow, columns: Columns, wanted: Where, row: ListRow
) -> CellPlace:
    """Return the place of a row's cell for a field or of a column, from 0.

    None means the first cell without a heading.
    """
    index = len(header.cells) if wanted is None else _column(columns, wanted, row)
    if index is None:
        return CellPlace(list_name, row.line, row=row.number)
    return _place(list_name, header, index, row)


def _place(list_name: str, header: ListRow, index: int, row: ListRow) -> CellPlace:
    heading = clean(header.cells[index]) if index < len(header.cells) else None
    value = clean(row.cells[index]) if index < len(row.cells) else ""
    return CellPlace(list_name, row.line, index + 1, heading, value, row.number)


def _column(columns: Columns, wanted: Field | int, row: ListRow) -> int | None:
    if isinstance(wanted, int):
        return wanted
    if wanted is Field.ADDRESS:
        return columns.address[0] if columns.address else None
    if wanted is Field.STATUS:
        said = custody.find_departure_words(row.cells, columns.status)
        return said[0] if said else None
    found = columns.of.get(wanted)
    if found is None and wanted is Field.NAME:
        return columns.of.get(Field.SURNAME, columns.of.get(Field.FORENAME))
    return found


class RowCollector(Workpiece):
    """Collects the rows of one list as they come, good ones and bad ones, with their problems."""

    withheld: ClassVar[tuple[str, ...]] = ("good", "bad", "problems", "late")

    list_name: str
    header: ListRow
    columns: Columns
    good: GoodRows = field(default_factory=GoodRows)
    """The rows that can be printed."""
    bad: ListRows = field(default_factory=ListRows)
    """The rows that cannot be printed."""
    problems: Problems = field(default_factory=Problems)
    """What is wrong with single rows, in order."""
    from_book: list[int] = field(default_factory=list)
    """The lines of good rows that were filled from the address book."""
    late: list[Problems] = field(default_factory=list)
    """What only the whole list showed: several runs of problems, each in order."""

    def take(self, row: ListRow, found: RowReading) -> None:
        """Add a row, with all that is wrong with it."""
        if found.faults:
            self._report(row, found.faults, found.reference, self.problems)
        if found.recipient:
            self.good.append(GoodRow(row, found.recipient))
            if found.from_book:
                self.from_book.append(row.line)
        else:
            self.bad.append(row)

    def find_doubts(self, doubts: Mapping[int, Fault]) -> Problems:
        """Return as problems what puts good rows in doubt, of what is said by line."""
        problems = Problems()
        if doubts:
            for entry in self.good:
                if doubt := doubts.get(entry.row.line):
                    reference = entry.recipient.reference
                    self._report(entry.row, [(Field.NAME, doubt)], reference, problems)
        return problems

    def report(self, late: Mapping[int, Sequence[tuple[Field, Fault]]]) -> None:
        """Add faults found later, by line; the row of an error becomes a bad one."""
        if not late:
            return
        problems = Problems()
        for row in merge_by_line(self.good, self.bad):
            if row.line in late:
                self._report(row, late[row.line], self._reference(row), problems)
        self.late.append(problems)
        wrong = {line for line, faults in late.items() if any(map(_is_error, faults))}
        self.good, self.bad = set_aside(self.good, self.bad, wrong)

    def _reference(self, row: ListRow) -> str:
        parts = (Field.CLIENT_REFERENCE, Field.REFERENCE)
        places = (locate_cell(self.list_name, self.header, self.columns, p, row) for p in parts)
        values = (place.value or "" for place in places)
        return "/".join(value for value in values if not is_not_there(value))

    def _report(
        self,
        row: ListRow,
        faults: Sequence[tuple[Where, Fault]],
        reference: str,
        problems: Problems,
    ) -> None:
        found = (self._problem(row, *fault, reference) for fault in faults)
        for problem in sorted(found, key=rank):
            problems.append(problem)

    def _problem(self, row: ListRow, wanted: Where, fault: Fault, reference: str) -> Problem:
        place = locate_cell(self.list_name, self.header, self.columns, wanted, row)
        return replace(place, reference=reference or None).join_fault(fault)


def _is_error(found: tuple[Field, Fault]) -> bool:
    return found[1].severity is Severity.ERROR
