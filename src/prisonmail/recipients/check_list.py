"""Checks a list: every row becomes a recipient or problems, and all problems are collected.

A `_Checking` is one pass, to be read from `run` on: the rows one by one, then what only all of them
together show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import NoReturn

from prisonmail.prisons.directory import Directory
from prisonmail.problems.collected import Problems, merge_in_order
from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem
from prisonmail.recipients import whole_list
from prisonmail.recipients.checked_list import (
    CheckedList,
    GoodRows,
    ListRows,
    RowCollector,
    merge_by_line,
)
from prisonmail.recipients.columns.mapping import Columns, find_column, find_columns
from prisonmail.recipients.columns.telling import quote_headings
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.date_order import Evidence, find_month_first, is_month_first
from prisonmail.recipients.fields.dates import Releases
from prisonmail.recipients.fields.destination import Destinations
from prisonmail.recipients.fields.prison_number import find_prison_numbers
from prisonmail.recipients.file import encodings
from prisonmail.recipients.file.csv_rows import ListRow, locate_problems
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.loose_notes import describe_note
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.other_tables import (
    OtherTables,
    SideTable,
    describe_person_above,
    find_person_above,
)
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.row.from_book import Book
from prisonmail.recipients.row.read_prison import PrisonColumns, PrisonReader, find_prison_columns
from prisonmail.recipients.row.read_row import RowReader
from prisonmail.recipients.row.row_reading import RowReading
from prisonmail.recipients.row.usual_rows import UsualRows
from prisonmail.recipients.table import Table, describe_no_rows, open_table
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record

_SAMPLE = 200
"""Rows whose values help to decide what a column holds; they are checked like all others."""


def check(
    source: Source,
    directory: Directory,
    today: date,
    options: ListOptions | None = None,
    progress: Progress = no_progress,
    book: Book | None = None,
) -> CheckedList:
    """Check every row of a list. Problems are returned, and nothing is raised for a bad list.

    With an address book, a row may name a person by number alone. Raises WrongUsage for options
    that name an unknown encoding or delimiter.
    """
    chosen = options or ListOptions()
    try:
        table = open_table(source, chosen)
    except ListRefused as found:
        return CheckedList(source.name, None, Columns({}), GoodRows(), Problems([found.problem]), 0)
    try:
        checking = _Checking(source, table, directory, today, chosen, book)
        checking.rows = progress("Checking rows", checking.rows, source.content.count(b"\n"))
        return checking.run()
    except ListRefused as found:
        return CheckedList(
            source.name,
            table.header,
            Columns({}),
            GoodRows(),
            Problems([found.problem]),
            0,
            layout=table.layout,
        )


class _Checking:
    """One pass over the rows of a table."""

    def __init__(
        self,
        source: Source,
        table: Table,
        directory: Directory,
        today: date,
        options: ListOptions,
        book: Book | None,
    ) -> None:
        sample = list(islice(table.rows, _SAMPLE))
        wanted = (options.mapping, source.name, options.signatories)
        knows_people = partial(_knows_people, book)
        columns = find_columns(table.header, sample, *wanted, knows_people)
        prison_columns = find_prison_columns(table.header, columns, options.mapping)
        prisons = PrisonReader(prison_columns, Destinations(directory, today), today)
        width = len(table.header.cells)
        self.source, self.table, self.options = source, table, options
        self.sample = sample
        self.rows: Iterable[ListRow] = chain(sample, table.rows)
        has_releases = Field.RELEASE_DATE in columns.of
        from_1904 = table.layout.counts_from_1904
        releases = (
            Releases(today, options.date_order, from_1904=from_1904) if has_releases else None
        )
        self.reader = RowReader(
            columns,
            width,
            prisons,
            today,
            options,
            releases=releases,
            from_1904=from_1904,
            book=book,
        )
        self.others = OtherTables(table.header, columns, table.skipped)
        self.beside = SideTable(table.header, columns)
        usual = UsualRows(self.reader)
        self._read = self._read_beside if self.beside.may_hold_people else usual.read
        self.chosen = read_row_filter(options.where, table.header, source.name)
        self.collector = RowCollector(source.name, table.header, columns)
        self.duplicates = Duplicates()
        self.read = self.unsaid = 0

    def run(self) -> CheckedList:
        """Read all rows and put together what was found. Raises ListRefused."""
        header = self.table.header
        if above := find_person_above(self.table.above, self.reader):
            self._refuse(describe_person_above(above, header))
        for row in self.rows:
            self._take(row)
        if self.read and self.unsaid == self.read:
            self._refuse_without_prisons(self.reader.prisons.columns)
        self.read += len(self.table.lost)
        if not self.read:
            self._refuse(self._nobody())
        self._look_back()
        collector, skipped = self.collector, self.table.skipped
        return CheckedList(
            name=collector.list_name,
            header=collector.header,
            columns=collector.columns,
            good_rows=collector.good,
            problems=Problems(
                self._located(merge_in_order(collector.problems, *collector.late, self.table.lost))
            ),
            rows_read=self.read,
            skipped={reason: number for reason, number in skipped.counts.items() if number},
            skipped_rows=skipped,
            layout=self.table.layout,
            bad_rows=collector.bad,
            from_book=frozenset(collector.from_book),
            doubts=Problems(self._located(iter(collector.find_doubts(self.duplicates.doubts)))),
        )

    def _refuse_without_prisons(self, columns: PrisonColumns) -> None:
        """Refuse columns of which none is sure to hold prisons; not if there is no such column."""
        if columns.all_headings and not columns.is_certain:
            self._refuse(_no_prisons(columns))

    def _located(self, problems: Iterator[Problem]) -> Iterator[Problem]:
        layout = self.table.layout
        if layout.encoding is None or layout.delimiter is None:
            return problems
        lines = partial(encodings.read_lines, self.source.content, layout.encoding)
        return locate_problems(problems, lines, layout.delimiter)

    def _refuse(self, fault: Fault) -> NoReturn:
        header = self.table.header
        place = CellPlace(self.collector.list_name, header.line, row=header.number)
        raise ListRefused(place.join_fault(fault))

    def _take(self, row: ListRow) -> None:
        """Read a row if it is wanted, and if it is no title and stands below none.

        Even among rows that nobody wants another table may begin.
        """
        wanted = self.chosen.wants(row)
        if self.others.stand_above(row):
            self._take_of_another_table(row, wanted=wanted)
            return
        found = self._read(row) if wanted else None
        if found and found.recipient is None and self.reader.says_nothing(row):
            self._skip("blank", row)
            return
        if found and found.recipient:
            self.others.pass_by(row)
        elif beginning := self.others.begin_with(row):
            self._count(row, _only(beginning))
            return
        if found is None:
            self._skip("not chosen", row)
        elif found.not_in_custody and self.options.skip_not_in_custody:
            self._skip("not in custody", row)
            self.duplicates.add(row.line, found, left_out=True)
        else:
            self._count(row, found)
            self.duplicates.add(row.line, found)

    def _read_beside(self, row: ListRow) -> RowReading:
        found = self.reader.read(row)
        if beside := self.beside.find_person(row, found.texts):
            self._refuse(beside)
        return found

    def _take_of_another_table(self, row: ListRow, *, wanted: bool) -> None:
        if not wanted:
            self._skip("not chosen", row)
            return
        self._count(row, _only(self.others.describe_place()))
        for number in find_prison_numbers(row.cells):
            self.duplicates.add_unread(row.line, number)

    def _skip(self, reason: str, row: ListRow) -> None:
        self.table.skipped.add(reason, row.line)

    def _count(self, row: ListRow, found: RowReading) -> None:
        self.read += 1
        self.unsaid += found.names_no_prison
        if self.read > self.table.limit:
            raise ListRefused(
                CellPlace(self.collector.list_name).join_fault(_too_many(self.table.limit))
            )
        self.collector.take(row, found)

    def _look_back(self) -> None:
        self.collector.report(whole_list.find_duplicates(self.duplicates, self.collector.good))
        if Field.BARCODE in self.collector.columns.of:
            self.collector.report(whole_list.find_repeated_barcodes(self.collector.good))
        self._refuse_month_first()
        self._refuse_unclear_order()
        sheets = self.table.layout.sheets_with_people
        if sheets and self.options.sheet is None:
            place = CellPlace(self.collector.list_name)
            elsewhere = place.join_fault(whole_list.describe_people_elsewhere(sheets))
            self.collector.late.append(Problems([elsewhere]))
        self.collector.late.append(Problems(self._find_notes()))
        self._refuse_swapped()
        if self.reader.releases:
            self.collector.report(whole_list.find_past_releases(self.reader, self.collector.good))

    def _find_notes(self) -> Iterator[Problem]:
        for line, text in self.table.skipped.notes:
            place = CellPlace(self.collector.list_name, line, value=text)
            yield place.join_fault(describe_note(text))

    def _refuse_month_first(self) -> None:
        """Refuse dates that could be either way, if others can only have the month first."""
        if self.options.date_order or not is_month_first(self.reader.evidence):
            return
        self.collector.late.append(Problems([_month_first(self.collector)]))
        self.collector.report(whole_list.find_month_first(self.reader, self.collector.good))

    def _refuse_unclear_order(self) -> None:
        """Refuse dates of birth that are all in doubt, if another column has the month first."""
        evidence = self.reader.evidence
        told = {Evidence.DAY_FIRST, Evidence.MONTH_FIRST} & evidence
        if self.options.date_order or told or Evidence.EITHER not in evidence:
            return
        if elsewhere := find_month_first(row.cells for row in self.sample):
            self.collector.late.append(Problems([_unclear_order(self.collector, *elsewhere)]))

    def _refuse_swapped(self) -> None:
        """Refuse dates whose day and month a spreadsheet may have swapped, in bad rows too."""
        collector, reader = self.collector, self.reader
        swapped = whole_list.find_swapped(reader, merge_by_line(collector.good, collector.bad))
        collector.report(whole_list.describe_swapped(reader, swapped))
        if swapped or reader.from_1904:
            collector.bad = ListRows(whole_list.spell_out_births(reader, collector.bad, swapped))

    def _nobody(self) -> Fault:
        skipped = self.table.skipped.counts
        left_out = [reason for reason in _LEAVING_OUT if skipped[reason]]
        if not left_out:
            return describe_no_rows()
        reasons = ", ".join(f"{reason}: {skipped[reason]:,}" for reason in left_out)
        advice = " ".join(_LEAVING_OUT[reason] for reason in left_out)
        return Fault("PM104", f"no row is left to print ({reasons})", advice)


class RowFilter(Record, frozen=True):
    """Which rows the user wants: for each column that `--where` names, the values to take."""

    values: Mapping[int, frozenset[str]]

    def wants(self, row: ListRow) -> bool:
        """Return whether the user wants a row."""
        return not self.values or all(
            column < len(row.cells) and clean(row.cells[column]).casefold() in values
            for column, values in self.values.items()
        )


def read_row_filter(where: Sequence[tuple[str, str]], header: ListRow, list_name: str) -> RowFilter:
    """Find the columns that `--where` names. Raises ListRefused."""
    values: dict[int, frozenset[str]] = {}
    for heading, value in where:
        found = find_column(header, heading)
        if len(found) != 1:
            number = "more than one" if found else "no"
            fault = Fault(
                "PM002",
                f'the list has {number} column "{heading}", which --where names',
                f"Right now it has columns called {quote_headings(header)}.",
            )
            raise ListRefused(
                CellPlace(list_name, header.line, row=header.number).join_fault(fault)
            )
        column = found[0]
        values[column] = values.get(column, frozenset()) | {clean(value).casefold()}
    return RowFilter(values)


_LEAVING_OUT = {
    "struck": "--include-hidden reads rows that are struck out too.",
    "hidden": "Check the filter of the workbook; --include-hidden reads hidden rows too.",
    "not chosen": "Check --where.",
    "left out": "You left these rows out yourself.",
    "not in custody": "--skip-not-in-custody leaves these rows out.",
}


def _only(fault: Fault) -> RowReading:
    """Return the reading of a row of which nothing is read but this fault."""
    return RowReading({}, [(Field.NAME, fault)])


def _no_prisons(columns: PrisonColumns) -> Fault:
    headings = " and ".join(f'"{heading}"' for heading in columns.all_headings[:3])
    return Fault(
        "PM106",
        f"no column says which prison: nothing under {headings} says HMP or YOI, or is a prison’s "
        "code",
        "A town is no prison. Add a column with the prisons, called Prison. Only if one of these "
        f'has prisons and no towns, say so: --map prison="{columns.all_headings[0]}"',
    )


def _too_many(limit: int) -> Fault:
    return Fault(
        "PM108",
        f"the list has more than {limit:,} rows",
        "If all of them are meant, say how many there may be: --max-rows N",
    )


def _month_first(collector: RowCollector) -> Problem:
    fault = Fault(
        "PM111",
        "some dates of birth have the month first, and none can only have the day first",
        f"If all of them have the month first, say so: --date-order {DateOrder.MONTH_FIRST}",
    )
    return _of_births(collector, fault)


def _unclear_order(collector: RowCollector, index: int, said: str) -> Problem:
    heading = clean(collector.header.cells[index])
    fault = Fault(
        "PM111",
        f'`{said}` under "{heading}" has the month first, and the dates of birth may have too: '
        "none shows which it is",
        "If they have the month first, say so: --date-order mdy; if the day, --date-order dmy",
    )
    return _of_births(collector, fault)


def _of_births(collector: RowCollector, fault: Fault) -> Problem:
    index = collector.columns.of[Field.DATE_OF_BIRTH]
    heading = clean(collector.header.cells[index])
    return CellPlace(collector.list_name, None, index + 1, heading).join_fault(fault)


def _knows_people(book: Book | None) -> bool:
    return book is not None and bool(book())
