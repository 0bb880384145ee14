"""Checks a list: every row becomes a recipient or problems, and all problems are collected.

A `_Checking` is one pass, to be read from `run` on: the rows one by one, then what only all of them
together show.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain, islice

from prisonmail.prisons.directory import Directory
from prisonmail.problems.collected import Problems, merge_in_order
from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem
from prisonmail.recipients import whole_list
from prisonmail.recipients.checked_list import CheckedList, GoodRows, RowCollector
from prisonmail.recipients.columns.mapping import Columns, find_column, find_columns, quote_headings
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.dates import Releases, is_month_first
from prisonmail.recipients.fields.destination import Destinations
from prisonmail.recipients.file import encodings
from prisonmail.recipients.file.csv_rows import ListRow, locate_problems
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.read_row import RowReader
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.table import Table, describe_no_rows, open_table
from prisonmail.recipients.whole_list import Duplicates
from prisonmail.system.progress import Progress, no_progress

_SAMPLE = 200
"""Rows whose values help to decide what a column holds; they are checked like all others."""


def check(
    source: Source,
    directory: Directory,
    today: date,
    options: ListOptions | None = None,
    progress: Progress = no_progress,
) -> CheckedList:
    """Check every row of a list. Problems are returned, and nothing is raised for a bad list.

    Raises WrongUsage for options that name an unknown encoding or delimiter.
    """
    chosen = options or ListOptions()
    try:
        table = open_table(source, chosen)
    except ListRefused as found:
        return CheckedList(source.name, None, Columns({}), GoodRows(), Problems([found.problem]), 0)
    try:
        checking = _Checking(source, table, directory, today, chosen)
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
        self, source: Source, table: Table, directory: Directory, today: date, options: ListOptions
    ) -> None:
        sample = list(islice(table.rows, _SAMPLE))
        columns = find_columns(table.header, sample, options.mapping, source.name)
        destinations = Destinations(directory, today)
        width = len(table.header.cells)
        self.source, self.table, self.options = source, table, options
        self.rows: Iterable[ListRow] = chain(sample, table.rows)
        has_releases = Field.RELEASE_DATE in columns.of
        releases = Releases(today, options.date_order) if has_releases else None
        self.reader = RowReader(columns, width, destinations, today, options, releases=releases)
        self.chosen = read_row_filter(options.where, table.header, source.name)
        self.collector = RowCollector(source.name, table.header, columns)
        self.duplicates = Duplicates()
        self.left_out: Counter[str] = Counter()
        self.read = 0

    def run(self) -> CheckedList:
        """Read all rows and put together what was found."""
        for row in self.rows:
            self._take(row)
        self.read += len(self.table.lost)
        if not self.read:
            header = self.table.header
            place = CellPlace(self.collector.list_name, header.line, row=header.number)
            raise ListRefused(place.join_fault(self._nobody()))
        self._look_back()
        collector, skipped = self.collector, self.table.skipped + self.left_out
        return CheckedList(
            name=collector.list_name,
            header=collector.header,
            columns=collector.columns,
            good_rows=collector.good,
            problems=Problems(
                self._located(merge_in_order(collector.problems, *collector.late, self.table.lost))
            ),
            rows_read=self.read,
            skipped={reason: number for reason, number in skipped.items() if number},
            layout=self.table.layout,
            bad_rows=collector.bad,
        )

    def _located(self, problems: Iterator[Problem]) -> Iterator[Problem]:
        layout = self.table.layout
        if layout.encoding is None or layout.delimiter is None:
            return problems
        lines = partial(encodings.read_lines, self.source.content, layout.encoding)
        return locate_problems(problems, lines, layout.delimiter)

    def _take(self, row: ListRow) -> None:
        if not self.chosen.wants(row):
            self.left_out["not chosen"] += 1
            return
        found = self.reader.read(row)
        if found.not_in_custody and self.options.skip_not_in_custody:
            self.left_out["not in custody"] += 1
            return
        self.read += 1
        if self.read > self.table.limit:
            raise ListRefused(
                CellPlace(self.collector.list_name).join_fault(_too_many(self.table.limit))
            )
        self.collector.take(row, found)
        self.duplicates.add(row.line, found)

    def _look_back(self) -> None:
        self.collector.report(whole_list.find_duplicates(self.duplicates, self.collector.good))
        self._refuse_month_first()
        if self.reader.releases:
            self.collector.report(whole_list.find_past_releases(self.reader, self.collector.good))

    def _refuse_month_first(self) -> None:
        """Refuse dates that could be either way, if others can only have the month first."""
        if self.options.date_order or not is_month_first(self.reader.evidence):
            return
        self.collector.late.append(Problems([_month_first(self.collector)]))
        self.collector.report(whole_list.find_month_first(self.reader, self.collector.good))

    def _nobody(self) -> Fault:
        left_out = +(
            self.left_out + Counter({why: self.table.skipped[why] for why in ("hidden", "struck")})
        )
        if not left_out:
            return describe_no_rows()
        reasons = ", ".join(f"{reason}: {count:,}" for reason, count in left_out.items())
        advice = " ".join(_LEAVING_OUT[reason] for reason in left_out)
        return Fault("PM104", f"no row is left to print ({reasons})", advice)


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows the user wants: for each column that `--where` names, the values to take."""

    values: Mapping[int, frozenset[str]]

    def wants(self, row: ListRow) -> bool:
        """Return whether the user wants a row."""
        return all(
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
    "not in custody": "--skip-not-in-custody leaves these rows out.",
}


def _too_many(limit: int) -> Fault:
    return Fault(
        "PM108",
        f"the list has more than {limit:,} rows",
        "If all of them are meant, say how many there may be: --max-rows N",
    )


def _month_first(collector: RowCollector) -> Problem:
    index = collector.columns.of[Field.DATE_OF_BIRTH]
    fault = Fault(
        "PM111",
        "some dates of birth have the month first, and none can only have the day first",
        f"If all of them have the month first, say so: --date-order {DateOrder.MONTH_FIRST}",
    )
    heading = clean(collector.header.cells[index])
    return CellPlace(collector.list_name, None, index + 1, heading).join_fault(fault)
