"""Workbooks of Excel 97 to 2003 (.xls), read by xlrd."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prisonmail.recipients.file.workbooks.grid import (
    PROTECTED,
    Area,
    CellGrid,
    GridRow,
    SheetTitle,
    WorkbookUnreadable,
)
from prisonmail.recipients.file.workbooks.number_format import read_format
from prisonmail.recipients.file.workbooks.rich_text import (
    cut_runs,
    show_rich_text,
    show_whole_text,
)

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)


class XlsBook:
    """A workbook in the binary format of Excel 97 to 2003, or of Excel 5."""

    def __init__(self, content: bytes) -> None:
        import xlrd

        try:
            self._book: Book = xlrd.open_workbook(
                file_contents=content,
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
                logfile=io.StringIO(),
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                raise WorkbookUnreadable(PROTECTED) from None
            raise
        visible = zip(self._book.sheet_names(), self._book._sheet_visibility, strict=True)
        self.titles = tuple(SheetTitle(name, state == 0) for name, state in visible)
        self.counts_from_1904 = self._book.datemode == 1

    def open_grid(self, number: int, *, with_struck: bool) -> CellGrid:
        """Open a sheet by its place in `titles`."""
        sheet = self._book.sheet_by_index(number)
        merged = sorted(sheet.merged_cells)
        return CellGrid(
            _read_rows(self._book, sheet, with_struck),
            [
                range(column, column + 1)
                for column, layout in sheet.colinfo_map.items()
                if layout.hidden or not layout.width
            ],
            [Area(top + 1, left, end, right - 1) for top, end, left, right in merged],
        )


def _read_rows(book: "Book", sheet: "Sheet", with_struck: bool) -> Iterator[GridRow]:
    for number in range(sheet.nrows):
        layout = sheet.rowinfo_map.get(number)
        row = GridRow(number + 1, bool(layout and layout.hidden))
        for column, kind in enumerate(sheet.row_types(number)):
            if kind in (_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR):
                _add_cell(book, sheet, row, column, with_struck)
        if row.cells:
            yield row


def _add_cell(book: "Book", sheet: "Sheet", row: GridRow, column: int, with_struck: bool) -> None:
    """Add a filled cell to its row."""
    number = row.number - 1
    value, kind = sheet.cell_value(number, column), sheet.cell_type(number, column)
    style = book.xf_list[sheet.cell_xf_index(number, column)]
    shown_as = read_format(book.format_map[style.format_key].format_str)
    struck, is_date = bool(book.font_list[style.font_index].struck_out), False
    if kind == _TEXT:
        runs = sheet.rich_text_runlist_map.get((number, column), [])
        text = cut_runs(value, [(at, bool(book.font_list[font].struck_out)) for at, font in runs])
        shown, struck = show_rich_text(text, struck)
        shown = shown_as.show_text(show_whole_text(text) if with_struck else shown)
    elif kind == _BOOLEAN:
        shown = "TRUE" if value else "FALSE"
    elif kind == _ERROR:
        shown = _error_text(value)
    else:
        shown, is_date = shown_as.show(value, from_1904=book.datemode == 1)
    row.put(column, shown, struck=struck, is_date=is_date)


def _error_text(code: int) -> str:
    from xlrd.biffh import error_text_from_code

    return str(error_text_from_code.get(code, "#VALUE!"))
