"""Workbooks: the visible rows of a sheet, with cells as they show on the screen."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

from prisonmail.problems.problem import CellPlace, Fault, ListRefused, name_column
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.file.source import FileKind
from prisonmail.recipients.file.workbooks.grid import Book, CellGrid, WorkbookUnreadable
from prisonmail.recipients.file.workbooks.ods import OdsBook
from prisonmail.recipients.file.workbooks.shown_rows import show_rows
from prisonmail.recipients.file.workbooks.xls import XlsBook
from prisonmail.recipients.file.workbooks.xlsb import XlsbBook
from prisonmail.recipients.file.workbooks.xlsx.package import XlsxBook
from prisonmail.recipients.options import ListOptions

_READERS: dict[FileKind, Callable[[bytes], Book]] = {
    FileKind.XLSX: XlsxBook,
    FileKind.XLSB: XlsbBook,
    FileKind.XLS: XlsBook,
    FileKind.ODS: OdsBook,
}
_TOP = 30
"""Rows that tell how wide a list is."""
_NAMES = {
    FileKind.XLSX: "Excel workbook",
    FileKind.XLSB: "binary Excel workbook (.xlsb)",
    FileKind.XLS: "old Excel workbook (.xls)",
    FileKind.ODS: "OpenDocument spreadsheet (.ods)",
}


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet of a workbook. `rows` can be read only once."""

    name: str
    rows: Iterator[ListRow] = field(repr=False)
    hidden_columns: tuple[str, ...]
    """The letters of the hidden columns, which are left blank."""
    unread: tuple[str, ...]
    """The other visible sheets that have anything in them."""
    counts_from_1904: bool
    """Whether plain numbers under a date's heading are days since 1 January 1904."""


def read_sheet(
    content: bytes,
    kind: FileKind,
    options: ListOptions,
    place: CellPlace,
    skipped: Counter[str],
) -> WorkbookSheet:
    """Read the sheet asked for, else the first visible one. Raises ListRefused, also while reading.

    Rows that are hidden, or struck out in every cell, are counted in `skipped`.
    """
    with _refusing(kind, place):
        book = _READERS[kind](content)
        chosen = _choose(book, options.sheet, place)
        grid = book.open_grid(chosen, with_struck=options.include_hidden)
        hidden = () if options.include_hidden else _find_hidden_columns(grid)
        return WorkbookSheet(
            book.titles[chosen].name,
            _show(grid, options, skipped, kind, place),
            hidden,
            _find_unread(book, chosen),
            book.counts_from_1904,
        )


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
    skipped: Counter[str],
    kind: FileKind,
    place: CellPlace,
) -> Iterator[ListRow]:
    with _refusing(kind, place):
        yield from show_rows(grid, skipped, include_hidden=options.include_hidden)


def _choose(book: Book, asked: str | None, place: CellPlace) -> int:
    """Find the sheet by the name asked for, hidden or not, else the first visible one."""
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


def _find_unread(book: Book, chosen: int) -> tuple[str, ...]:
    return tuple(
        title.name
        for number, title in enumerate(book.titles)
        if number != chosen and title.visible and _has_rows(book, number)
    )


def _has_rows(book: Book, number: int) -> bool:
    return next(book.open_grid(number, with_struck=True).rows, None) is not None
