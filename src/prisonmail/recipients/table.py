r"""Finds the delimiter and the headings of a list, and drops the rows that hold no person.

>>> find_delimiter(["Name;Prison;DOB\n", "Oddwell, T;Leeds;12/03/1980\n"])
';'
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import ClassVar

from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem
from prisonmail.recipients.columns.mapping import Choices, is_heading
from prisonmail.recipients.columns.numbered import read_heading
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.fields.prison_number import find_prison_numbers
from prisonmail.recipients.file import csv_rows
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.file.encodings import find_encoding, read_lines
from prisonmail.recipients.file.plain_text import (
    CANDIDATES,
    parse_delimiter,
    read_stated_delimiter,
    unify_quotes,
)
from prisonmail.recipients.file.source import FileKind, Source, find_file_fault, find_file_kind
from prisonmail.recipients.options import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TITLES,
    MOST_WORKBOOK_ROWS,
    Corrections,
    ListOptions,
)
from prisonmail.recipients.recipient import TEMPLATE, Field
from prisonmail.recipients.report_rows import drop_report_rows
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.system.record import Record, field, replace

_TOP = MOST_TITLES + 1
"""Rows in which the headings are searched."""
_SAMPLE_LINES = 60
"""Lines from which the delimiter is found: more than _TOP rows, as a cell may have line breaks."""


class Layout(Record, frozen=True):
    """How a list was read: what was found and what was assumed."""

    encoding: str | None = None
    """None for a workbook."""
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    hidden_columns: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    sheets_with_people: tuple[str, ...] = ()
    """Those of the unread sheets that seem to hold people."""
    counts_from_1904: bool = False
    """Whether a workbook's plain numbers, read as dates, are days since 1 January 1904."""


class Table(Record, frozen=True):
    """A list whose headings are found. `rows` can be read only once."""

    withheld: ClassVar[tuple[str, ...]] = ("rows", "lost", "above")

    layout: Layout
    header: ListRow
    rows: Iterator[ListRow]
    skipped: SkippedRows
    """The rows that were left out; complete when `rows` has been read."""
    lost: list[Problem]
    """Problems of rows that stray quotes swallowed; complete when `rows` has been read."""
    limit: int
    above: tuple[ListRow, ...] = field(default=())
    """The rows above the headings, without blank ones: titles, if all is well."""


def open_table(source: Source, options: ListOptions) -> Table:
    """Open a list. Raises ListRefused, or WrongUsage for an unknown encoding or delimiter."""
    place = CellPlace(source.name)
    if refused := find_file_fault(source.content):
        raise ListRefused(place.join_fault(refused))
    lost: list[Problem] = []
    skipped = SkippedRows()
    kind = find_file_kind(source.content)
    if kind is FileKind.TEXT:
        layout, rows = _text(source, options, place, lost)
        limit = options.choose_limit(MOST_ROWS)
    else:
        layout, rows = _workbook(source, kind, options, place, skipped)
        limit = options.choose_limit(MOST_WORKBOOK_ROWS)
    rows = _put_right(rows, options.corrections, skipped)
    return _table(layout, rows, options, skipped, lost, place, limit)


def _workbook(
    source: Source, kind: FileKind, options: ListOptions, place: CellPlace, skipped: SkippedRows
) -> tuple[Layout, Iterator[ListRow]]:
    from prisonmail.recipients.file.workbook import read_sheet

    tell_list = partial(holds_people, choices=options.mapping)
    sheet = read_sheet(source.content, kind, options, place, skipped, tell_list)
    layout = Layout(
        sheet=sheet.name,
        hidden_columns=sheet.hidden_columns,
        unread_sheets=sheet.unread,
        sheets_with_people=sheet.with_people,
        counts_from_1904=sheet.counts_from_1904,
    )
    return layout, sheet.rows


def _text(
    source: Source, options: ListOptions, place: CellPlace, lost: list[Problem]
) -> tuple[Layout, Iterator[ListRow]]:
    encoding = find_encoding(source.content, options.encoding)
    if isinstance(encoding, Fault):
        raise ListRefused(place.join_fault(encoding))
    lines = unify_quotes(read_lines(source.content, encoding))
    top = list(islice(lines, _SAMPLE_LINES))
    hint = read_stated_delimiter(top)
    first_line = 2 if hint else 1
    top = top[first_line - 1 :]
    delimiter = _delimiter(top, hint, options)
    rows = csv_rows.read_rows(chain(top, lines), delimiter, place, lost, first_line)
    return Layout(encoding, delimiter), rows


def _delimiter(top: Sequence[str], hint: str | None, options: ListOptions) -> str:
    if options.delimiter is not None:
        return parse_delimiter(options.delimiter)
    return hint or find_delimiter(top, options.mapping)


def _put_right(
    rows: Iterator[ListRow], corrections: Corrections, skipped: SkippedRows
) -> Iterator[ListRow]:
    """Return the rows as the user has put them right; each keeps its line."""
    for row in rows:
        if row.line in corrections.left_out:
            skipped.add("left out", row.line)
        elif changed := corrections.cells.get(row.line):
            yield _change(row, changed)
        else:
            yield row


def _change(row: ListRow, changed: Mapping[int, str]) -> ListRow:
    cells = [*row.cells, *[""] * (max(changed) - len(row.cells))]
    for column, text in changed.items():
        cells[column - 1] = text
    dates = tuple(each for each in row.real_dates if each + 1 not in changed)
    return ListRow(row.line, tuple(cells), row.number, dates)


def list_headings(source: Source, options: ListOptions) -> list[str]:
    """Return the headings of a list, without empty ones. Raises as `open_table`."""
    return [text for text in map(clean, open_table(source, options).header.cells) if text]


def find_delimiter(lines: Sequence[str], choices: Choices = ()) -> str:
    """Choose the delimiter with which some row of the first lines names most fields."""
    best, most = CANDIDATES[0], (0, 0)
    for delimiter in CANDIDATES:
        try:
            found = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        for cells in found:
            if (len(cells) + len(choices), len(cells)) <= most:  # it can name no more
                continue
            # With as many fields the one that makes more cells wins, so that `Name;Office` is split
            named = (len(find_fields(cells, choices)), len(cells))
            best, most = (delimiter, named) if named > most else (best, most)
    return best


def _table(
    layout: Layout,
    rows: Iterator[ListRow],
    options: ListOptions,
    skipped: SkippedRows,
    lost: list[Problem],
    place: CellPlace,
    limit: int,
) -> Table:
    """Find the headings. Rows above them are titles."""
    top = list(islice(rows, _TOP))
    at = find_headings(top, options.mapping)
    if not any(map(_is_filled, top)):
        raise ListRefused(lost[0] if lost else place.join_fault(describe_no_rows()))
    if at is None:
        raise ListRefused(_no_headings(top, place))
    header = _trimmed(top[at])
    if len(header.cells) > MOST_COLUMNS:
        raise ListRefused(place.join_fault(_too_many_columns(len(header.cells))))
    titles = tuple(filter(_is_filled, top[:at]))
    for title in titles:
        filled = tuple(text for text in map(clean, title.cells) if text)
        skipped.add_line("title", title.line, filled)
    skipped.counts["blank"] += at - len(titles)
    known = replace(layout, header_line=header.line)
    below = chain(top[at + 1 :], rows)
    rest = drop_report_rows(below, header, titles, skipped, options.mapping)
    return Table(known, header, rest, skipped, lost, limit, titles)


def find_headings(top: Sequence[ListRow], choices: Choices = ()) -> int | None:
    """Find the place of the row, among the first of a list, that names most fields.

    A row that names only one field is taken only if nothing stands above it: further down it may be
    a title or a person.
    """
    most = at = 0
    for place, row in enumerate(top):
        if len(row.cells) + len(choices) > most:  # else it can name no more
            count = len(find_fields(row.cells, choices))
            most, at = (count, place) if count > most else (most, at)
    return at if most > 1 or (most == 1 and _is_first(top[at], top)) else None


def holds_people(top: Sequence[ListRow], choices: Choices = ()) -> bool:
    """Return whether the first rows of a sheet are those of a list, and not of a cover sheet.

    A list has rows below two headings or more; or prison numbers, whatever stands above them.
    """
    at = find_headings(top, choices)
    if at is None or len(find_fields(top[at].cells, choices)) < 2:
        return any(find_prison_numbers(row.cells) for row in top)
    return len(top) == at + 1 == _TOP or any(map(_is_filled, top[at + 1 :]))


def find_fields(headings: Iterable[str], choices: Choices) -> frozenset[Field]:
    """Find the fields that a row of headings names, with those that the user has mapped."""
    cells = [cell for cell in headings if cell]
    found = {known.field for known in map(read_heading, cells) if known}
    chosen = {
        field for field, heading in choices if any(is_heading(heading, cell) for cell in cells)
    }
    return frozenset(found | chosen)


def describe_no_rows() -> Fault:
    """Say that a list is empty, and what a list needs."""
    headings = ", ".join(field.value for field in TEMPLATE)
    return Fault(
        "PM104",
        "the list has no rows",
        f"It needs a row of headings ({headings}) and under it a row for each person. "
        "For an empty list with headings: prisonmail template",
    )


def _is_first(row: ListRow, top: Sequence[ListRow]) -> bool:
    return next(filter(_is_filled, top)) is row


def _is_filled(row: ListRow) -> bool:
    return any(map(str.strip, row.cells))


def _no_headings(top: Sequence[ListRow], place: CellPlace) -> Problem:
    first = next(filter(_is_filled, top))
    wanted = ", ".join(field.value for field in TEMPLATE[:4])
    fault = Fault(
        "PM103",
        f"none of the first {_TOP} rows has headings that prisonmail knows",
        f"Put headings ({wanted}) above the people, or say which column is which, "
        'like: --map name="Person"',
    )
    return CellPlace(place.list_name, first.line, row=first.number).join_fault(fault)


def _too_many_columns(number: int) -> Fault:
    return Fault(
        "PM113",
        f"the list has more than {MOST_COLUMNS:,} columns",
        "Remove the columns that are not needed.",
    )


def _trimmed(row: ListRow) -> ListRow:
    width = max(index for index, cell in enumerate(row.cells, start=1) if clean(cell))
    return ListRow(row.line, row.cells[:width], row.number)
