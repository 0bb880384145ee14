"""Checking a list: every row becomes a recipient or problems, and all problems are collected."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from prisonmail.prisons.directory import Directory
from prisonmail.recipients import dates, encodings
from prisonmail.recipients.cells import clean
from prisonmail.recipients.checked import CheckedList, Entry, cell_place, in_order
from prisonmail.recipients.dates import Evidence
from prisonmail.recipients.destinations import Destinations
from prisonmail.recipients.duplicates import Duplicates
from prisonmail.recipients.findings import Finding
from prisonmail.recipients.headings import Field
from prisonmail.recipients.mapping import Columns, columns_of, find_column
from prisonmail.recipients.options import DateOrder, ListOptions
from prisonmail.recipients.people import RowReader
from prisonmail.recipients.positions import located
from prisonmail.recipients.problems import Fault, ListUnusable, Place, Problem, Severity
from prisonmail.recipients.reading import Source
from prisonmail.recipients.records import Row
from prisonmail.recipients.tables import Table, no_rows, open_table

_SAMPLE = 200
"""Rows whose values help to tell what a column holds."""


def check(
    source: Source, directory: Directory, today: date, options: ListOptions | None = None
) -> CheckedList:
    """Look at every row of a list. Findings are values: nothing is raised for a bad list.

    Raises WrongUsage for options that name nothing known.
    """
    chosen = options or ListOptions()
    try:
        table = open_table(source, chosen)
    except ListUnusable as found:
        return CheckedList(source.name, None, Columns({}), (), (found.problem,), 0)
    try:
        checked = _Checking(source.name, table, directory, today, chosen).result()
        return _located(checked, source)
    except ListUnusable as found:
        return CheckedList(
            source.name, table.header, Columns({}), (), (found.problem,), 0, layout=table.layout
        )


def _located(checked: CheckedList, source: Source) -> CheckedList:
    layout = checked.layout
    if layout.encoding is None or layout.delimiter is None or not checked.problems:
        return checked
    lines = encodings.lines_of(source.content, layout.encoding)
    return replace(checked, problems=located(checked.problems, lines, layout.delimiter))


class _Checking:
    """One pass over the rows of a table."""

    def __init__(
        self, name: str, table: Table, directory: Directory, today: date, options: ListOptions
    ) -> None:
        self.name, self.table, self.options = name, table, options
        sample = list(islice(table.rows, _SAMPLE))
        self.rows = chain(sample, table.rows)
        self.columns = columns_of(table.header, sample, options.mapping, name)
        destinations = Destinations(directory, today)
        width = len(table.header.cells)
        self.reader = RowReader(self.columns, width, destinations, today, options)
        self.wanted = _wanted(table.header, options, name)
        self.duplicates = Duplicates()
        self.entries: dict[int, Entry] = {}
        self.bad: dict[int, Row] = {}
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.references: dict[int, Row] = {}

    def result(self) -> CheckedList:
        """Go through all rows and put together what was found."""
        read = 0
        for row in self.rows:
            if not self._is_wanted(row):
                self.skipped["not chosen"] += 1
            elif self._take(row):
                read += 1
                if read > self.table.limit:
                    raise ListUnusable(self._too_many_rows())
        read += len(self.table.lost)
        if not read:
            raise ListUnusable(self._place_of_list().problem(self._nobody()))
        self.problems += self.table.lost
        self._weigh_dates()
        return CheckedList(
            name=self.name,
            header=self.table.header,
            columns=self.columns,
            entries=tuple(self.entries.values()),
            problems=in_order(self.problems),
            rows_read=read,
            skipped={reason: n for reason, n in (self.table.skipped + self.skipped).items() if n},
            layout=self.table.layout,
            bad_rows=tuple(self.bad[line] for line in sorted(self.bad)),
        )

    def _is_wanted(self, row: Row) -> bool:
        return all(
            column < len(row.cells) and clean(row.cells[column]).casefold() in values
            for column, values in self.wanted.items()
        )

    def _take(self, row: Row) -> bool:
        found = self.reader.read(row)
        if found.not_in_custody and self.options.skip_not_in_custody:
            self.skipped["not in custody"] += 1
            return False
        for wanted, fault in found.faults:
            self._report(wanted, row, fault, found.reference)
        if found.recipient:
            self.entries[row.line] = Entry(row, found.recipient)
        else:
            self.bad[row.line] = row
        if found.name and (found.prison_number or found.born):
            self._compare(row, found)
        return True

    def _compare(self, row: Row, found: Finding) -> None:
        prison = found.prison
        code, place = (prison.code, prison.name) if prison else ("", "")
        number = found.prison_number
        for line, fault in self.duplicates.add(
            row.line, found.name or "", number, found.born, code, place
        ):
            if fault.code == "PM403" and not (code and line in self.entries):
                continue
            if line != row.line and self._reported(line, "PM402"):
                continue
            its_row = row if line == row.line else self._row_on(line)
            its_reference = Finding(self.reader.texts(its_row)).reference
            at = Field.PRISON_NUMBER if number else Field.NAME
            self._report(at, its_row, fault, its_reference)
            if fault.severity is Severity.ERROR:
                self._refuse(line)

    def _row_on(self, line: int) -> Row:
        return self.entries[line].row if line in self.entries else self.bad[line]

    def _reported(self, line: int, code: str) -> bool:
        return any(problem.line == line and problem.code == code for problem in self.problems)

    def _refuse(self, line: int) -> None:
        if entry := self.entries.pop(line, None):
            self.bad[line] = entry.row

    def _report(self, wanted: Field | None, row: Row, fault: Fault, reference: str) -> None:
        place = cell_place(self.name, self.table.header, self.columns, wanted, row)
        known = replace(place, reference=reference or None)
        self.problems.append(known.problem(fault))

    def _weigh_dates(self) -> None:
        """Where only the month can come first in some dates, no date of the column is guessed."""
        evidence = self.reader.evidence
        if (
            self.options.date_order
            or not evidence[Evidence.MONTH_FIRST]
            or evidence[Evidence.DAY_FIRST]
        ):
            return
        self.problems.append(_month_first(self.name, self.table.header, self.columns))
        for line, entry in list(self.entries.items()):
            found = Finding(self.reader.texts(entry.row))
            text = found.texts.get(Field.DATE_OF_BIRTH, "")
            if dates.evidence(text) is Evidence.EITHER:
                fault = dates.month_first(text)
                self._report(Field.DATE_OF_BIRTH, entry.row, fault, found.reference)
                self._refuse(line)

    def _place_of_list(self) -> Place:
        return Place(self.name, self.table.header.line, row=self.table.header.number)

    def _nobody(self) -> Fault:
        left_out = self.skipped + Counter({"hidden": self.table.skipped["hidden"]})
        if not +left_out:
            return no_rows()
        reasons = ", ".join(f"{reason}: {count}" for reason, count in (+left_out).items())
        return Fault(
            "PM104", f"no row is left to print ({reasons})", "Check --where and the filter."
        )

    def _too_many_rows(self) -> Problem:
        fault = Fault(
            "PM108",
            f"the list has more than {self.table.limit:,} rows",
            "If all of them are meant, say how many there may be: --max-rows N",
        )
        return Place(self.name).problem(fault)


def _wanted(header: Row, options: ListOptions, list_name: str) -> dict[int, set[str]]:
    """Find the columns that `--where` names, and the values that count."""
    wanted: dict[int, set[str]] = {}
    for heading, value in options.where:
        found = find_column(header, heading)
        if len(found) != 1:
            there = ", ".join(f'"{clean(cell)}"' for cell in header.cells if clean(cell))
            fault = Fault(
                "PM002",
                f'the list has {"no" if not found else "more than one"} column "{heading}", which '
                "--where names",
                f"Right now it has columns called {there}.",
            )
            raise ListUnusable(Place(list_name, header.line, row=header.number).problem(fault))
        wanted.setdefault(found[0], set()).add(clean(value).casefold())
    return wanted


def _month_first(list_name: str, header: Row, columns: Columns) -> Problem:
    index = columns.of[Field.DATE_OF_BIRTH]
    fault = Fault(
        "PM111",
        "some dates of birth have the month first, and none can only have the day first",
        f"If all of them have the month first, say so: --date-order {DateOrder.MONTH_FIRST}",
    )
    return Place(list_name, None, index + 1, clean(header.cells[index])).problem(fault)
