"""Workbooks: the visible rows of a sheet, with cells as they show on the screen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import ClassVar

from prisonmail.problems.problem import CellPlace, Fault, ListRefused, name_column
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.file.source import FileKind
from prisonmail.recipients.file.workbooks.grid import Book, CellGrid, WorkbookUnreadable
from prisonmail.recipients.file.workbooks.ods import OdsBook
from prisonmail.recipients.file.workbooks.shown_rows import show_rows
from prisonmail.recipients.file.workbooks.xls import XlsBook
from prisonmail.recipients.file.workbooks.xlsb import XlsbBook
from prisonmail.recipients.file.workbooks.xlsx.package import XlsxBook
from prisonmail.recipients.options import MOST_TITLES, ListOptions
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.system.record import Record

_READERS: dict[FileKind, Callable[[bytes], Book]] = {
    FileKind.XLSX: XlsxBook,
    FileKind.XLSB: XlsbBook,
    FileKind.XLS: XlsBook,
    FileKind.ODS: OdsBook,
}
_TOP = MOST_TITLES + 1
"""Rows that tell a list from a cover sheet, and how wide it is: titles and headings."""
HoldsPeople = Callable[[Sequence[ListRow]], bool]
"""Tells a list from a cover sheet by its first rows."""
_NAMES = {
    FileKind.XLSX: "Excel workbook",
    FileKind.XLSB: "binary Excel workbook (.xlsb)",
    FileKind.XLS: "old Excel workbook (.xls)",
    FileKind.ODS: "OpenDocument spreadsheet (.ods)",
}


class WorkbookSheet(Record, frozen=True):
    """One sheet of a workbook. `rows` can be read only once."""

    withheld: ClassVar[tuple[str, ...]] = ("rows",)

    name: str
    rows: Iterator[ListRow]
    hidden_columns: tuple[str, ...]
    """The letters of the hidden columns, which are left blank."""
    unread: tuple[str, ...]
    """The other visible sheets that have anything in them."""
    with_people: tuple[str, ...]
    """Those of them that seem to hold people."""
    counts_from_1904: bool
    """Whether plain numbers under a date's heading are days since 1 January 1904."""


def read_sheet(
    content: bytes,
    kind: FileKind,
    options: ListOptions,
    place: CellPlace,
    skipped: SkippedRows,
    holds_people: HoldsPeople,
) -> WorkbookSheet:
    """Read the sheet asked for, else the first visible one with people.

    Rows that are hidden, or struck out in every cell, are counted in `skipped`. Raises ListRefused,
    also while rows are read.
    """
    with _refusing(kind, place):
        book = _READERS[kind](content)
        tops = {
            number: _read_top(book, number, options)
            for number, title in enumerate(book.titles)
            if title.visible and len(book.titles) > 1
        }
        with_people = [number for number, top in tops.items() if holds_people(top)]
        chosen = _choose(book, options.sheet, with_people, place)
        grid = book.open_grid(chosen, with_struck=options.include_hidden)
        others = [number for number, top in tops.items() if top and number != chosen]
        return WorkbookSheet(
            book.titles[chosen].name,
            _show(grid, options, skipped, kind, place),
            () if options.include_hidden else _find_hidden_columns(grid),
            tuple(book.titles[number].name for number in others),
            tuple(book.titles[number].name for number in others if number in with_people),
            book.counts_from_1904,
        )


def _read_top(book: Book, number: int, options: ListOptions) -> list[ListRow]:
    grid = book.open_grid(number, with_struck=options.include_hidden)
    return list(islice(show_rows(grid, SkippedRows(), include_hidden=options.include_hidden), _TOP))


@contextmanager
def _refusing(kind: FileKind, place: CellPlace) -> Iterator[None]:
    try:
        yield
    except ListRefused:
        raise
    except WorkbookUnreadable as found:
        raise ListRefused(place.join_fault(found.fault)) from None
    except Exception:  # a damaged part brings about whatever its reader did not expect
        raise ListRefused(place.join_fault(_describe_damaged(kind))) from None


def _describe_damaged(kind: FileKind) -> Fault:
    return Fault(
        "PM101",
        f"the {_NAMES[kind]} is damaged and cannot be read",
        "Open it in Excel and save it again as .xlsx or as CSV UTF-8.",
    )


def _show(
    grid: CellGrid,
    options: ListOptions,
    skipped: SkippedRows,
    kind: FileKind,
    place: CellPlace,
) -> Iterator[ListRow]:
    with _refusing(kind, place):
        yield from show_rows(grid, skipped, include_hidden=options.include_hidden)


def _choose(book: Book, asked: str | None, with_people: Sequence[int], place: CellPlace) -> int:
    """Find the sheet by the name asked for, hidden or not, else the first visible with people.

    If none has any, the first visible sheet is read, to say what is wrong with it.
    """
    if asked is None and with_people:
        return with_people[0]
    for number, title in enumerate(book.titles):
        if title.visible if asked is None else title.name.casefold() == asked.casefold():
            return number
    names = ", ".join(f'"{title.name}"' for title in book.titles)
    message = f'the workbook has no sheet called "{asked}"' if asked else "no sheet is visible"
    fault = Fault("PM003", message, f"It has {names}. Choose one with --sheet.")
    raise ListRefused(place.join_fault(fault))


def _find_hidden_columns(grid: CellGrid) -> tuple[str, ...]:
    """Return the hidden columns of the list; a sheet may hide all others to its right, too."""
    top = list(islice(grid.rows, _TOP))
    grid.rows = chain(top, grid.rows)
    width = max((column + 1 for row in top for column in row.cells), default=0)
    return tuple(
        name_column(column + 1)
        for columns in grid.hidden_columns
        for column in columns
        if column < width
    )
