r"""Finds the delimiter and the headings of a list, and drops the rows that hold no person.

>>> is_footer(["Page 2 of 3"]), is_footer(["Total", "£1,204.50"]), is_footer(["Page Turner"])
(True, True, False)
>>> find_delimiter(["Name;Prison;DOB\n", "Oddwell, T;Leeds;12/03/1980\n"])
';'
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from prisonmail.problems.problem import CellPlace, Fault, ListRefused, Problem
from prisonmail.recipients.columns.headings import guess
from prisonmail.recipients.columns.mapping import Choices, is_heading
from prisonmail.recipients.fields.cell import clean
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
from prisonmail.recipients.options import MOST_COLUMNS, MOST_ROWS, MOST_WORKBOOK_ROWS, ListOptions
from prisonmail.recipients.recipient import TEMPLATE, Field

_TOP = 30
"""Rows in which the headings are searched: an export may have titles and filters above them."""
_SAMPLE_LINES = 60
"""Lines from which the delimiter is found: more than _TOP rows, as a cell may have line breaks."""
_SHORTEST_PERSON = 12
"""Characters that the cells of a person have together, at the very least: a prison number (7), a
prison's code (3) and two letters of a name. Only rows with fewer, or with many blank
cells, are searched for totals."""
# After `total` only figures and words for rows may follow, so that Total Recall stays a name.
_FOOTER = re.compile(
    r"page \d+(?: ?(?:of|/) ?\d+)?|(?:grand |sub)?-?total\b[^a-z]*"
    r"(?:(?:number of |no\.? of )?(?:clients|matters|records|rows|cases|prisoners)\b[^a-z]*)?|"
    r"count ?:? ?\d*|end of (?:report|list|file|data)\W*|\d+ (?:records?|rows?|clients?|matters?)|"
    r"(?:number|no\.?) of (?:clients|matters|records|rows)\W*\d*|"
    r"(?:printed|generated|run) (?:by|on|at)\b.*|report (?:run|printed|generated|date)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list was read: what was found and what was assumed."""

    encoding: str | None = None
    """None for a workbook."""
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    hidden_columns: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    counts_from_1904: bool = False
    """Whether a workbook's plain numbers, read as dates, are days since 1 January 1904."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list whose headings are found. `rows` can be read only once."""

    layout: Layout
    header: ListRow
    rows: Iterator[ListRow] = field(repr=False)
    skipped: Counter[str]
    """How many rows were left out, by reason; complete when `rows` has been read."""
    lost: list[Problem] = field(repr=False)
    """Problems of rows that stray quotes swallowed; complete when `rows` has been read."""
    limit: int


def open_table(source: Source, options: ListOptions) -> Table:
    """Open a list. Raises ListRefused, or WrongUsage for an unknown encoding or delimiter."""
    place = CellPlace(source.name)
    if refused := find_file_fault(source.content):
        raise ListRefused(place.join_fault(refused))
    lost: list[Problem] = []
    skipped: Counter[str] = Counter()
    if find_file_kind(source.content) is FileKind.WORKBOOK:
        layout, rows = _workbook(source, options, place, skipped)
        limit = options.choose_limit(MOST_WORKBOOK_ROWS)
    else:
        layout, rows = _text(source, options, place, lost)
        limit = options.choose_limit(MOST_ROWS)
    return _table(layout, rows, options, skipped, lost, place, limit)


def _workbook(
    source: Source, options: ListOptions, place: CellPlace, skipped: Counter[str]
) -> tuple[Layout, Iterator[ListRow]]:
    from prisonmail.recipients.file.workbook import read_sheet

    sheet = read_sheet(source.content, options, place)
    if sheet.hidden_rows:
        skipped["hidden"] = sheet.hidden_rows
    if sheet.struck_rows:
        skipped["struck"] = sheet.struck_rows
    layout = Layout(
        sheet=sheet.name,
        hidden_columns=sheet.hidden_columns,
        unread_sheets=sheet.unread,
        counts_from_1904=sheet.counts_from_1904,
    )
    return layout, iter(sheet.rows)


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


def find_delimiter(lines: Sequence[str], choices: Choices = ()) -> str:
    """Choose the delimiter with which some row of the first lines names most fields."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            found = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        # With as many fields the one that makes more cells wins, so that `Name;Office` is split.
        return max(
            ((len(find_fields(cells, choices)), len(cells)) for cells in found), default=(0, 0)
        )

    return max(CANDIDATES, key=score)


def _table(
    layout: Layout,
    rows: Iterator[ListRow],
    options: ListOptions,
    skipped: Counter[str],
    lost: list[Problem],
    place: CellPlace,
    limit: int,
) -> Table:
    """Find the headings: the row near the top that names most fields. Rows above it are titles.

    A row that names only one field is taken only if nothing stands above it: further down it may be
    a title or a person.
    """
    top = list(islice(rows, _TOP))
    counts = [len(find_fields(row.cells, options.mapping)) for row in top]
    most = max(counts, default=0)
    best = top[counts.index(most)] if top else None
    if best is None or not any(cell.strip() for row in top for cell in row.cells):
        raise ListRefused(lost[0] if lost else place.join_fault(describe_no_rows()))
    if most == 0 or (most == 1 and not _is_first(best, top)):
        raise ListRefused(_no_headings(top, place))
    header = _trimmed(best)
    if len(header.cells) > MOST_COLUMNS:
        raise ListRefused(place.join_fault(_too_many_columns(len(header.cells))))
    titles = top[: top.index(best)]
    skipped["title"] += sum(1 for row in titles if any(cell.strip() for cell in row.cells))
    skipped["blank"] += sum(1 for row in titles if not any(cell.strip() for cell in row.cells))
    known = replace(layout, header_line=header.line)
    rest = drop_report_rows(chain(top[len(titles) + 1 :], rows), header, titles, skipped)
    return Table(known, header, rest, skipped, lost, limit)


def find_fields(headings: Iterable[str], choices: Choices) -> frozenset[Field]:
    """Find the fields that a row of headings names, with those that the user has mapped."""
    cells = [cell for cell in headings if cell]
    found = {known.field for known in map(guess, cells) if known}
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
    return next(each for each in top if any(cell.strip() for cell in each.cells)) is row


def _no_headings(top: Sequence[ListRow], place: CellPlace) -> Problem:
    first = next(row for row in top if any(cell.strip() for cell in row.cells))
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


def drop_report_rows(
    rows: Iterable[ListRow], header: ListRow, titles: Sequence[ListRow], skipped: Counter[str]
) -> Iterator[ListRow]:
    """Leave out blank rows, repeated headings and titles, page marks and totals."""
    width = len(header.cells)
    again = {_filled(row.cells) for row in titles}
    headings = _filled(header.cells)
    for row in rows:
        cells = row.cells
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            row = replace(row, cells=cells[:width])
        reason = _reason(row.cells, headings, again)
        if reason:
            skipped[reason] += 1
        else:
            yield row


def _reason(
    cells: Sequence[str], headings: tuple[str, ...], again: set[tuple[str, ...]]
) -> str | None:
    """Return why a row holds no person; None if it may hold one.

    Rows with enough text for a person pass at once, for speed, unless they begin like
    the headings.
    """
    mostly_empty = len(cells) < 3 or cells.count("") >= len(cells) // 2
    short = mostly_empty or len("".join(cells)) < _SHORTEST_PERSON
    if not short and clean(cells[0]) != headings[0]:
        return None
    filled = _filled(cells)
    if not filled:
        return "blank"
    if filled == headings:
        return "heading"
    if filled in again or is_footer(filled):
        return "footer"
    return None


def _filled(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in map(clean, cells) if text)


def is_footer(filled: Sequence[str]) -> bool:
    """Return whether the filled cells of a row are a page mark, a total or the end of a report.

    Beside such a mark there may be figures and formulas, but no other words.
    """
    marks = [text for text in filled if _FOOTER.fullmatch(text)]
    if not marks:
        return False
    others = (text for text in filled if text not in marks and not text.startswith("="))
    return not any(letter.isalpha() for text in others for letter in text)
