"""Binary workbooks (.xlsb): the parts of an .xlsx, each written as records instead of XML.

Numbers of records and their fields follow Microsoft's [MS-XLSB].
"""

import struct
from collections.abc import Iterator
from functools import cached_property

from prisonmail.recipients.file.workbooks.cell_style import StyleTable
from prisonmail.recipients.file.workbooks.grid import Area, CellGrid, GridRow, SheetTitle
from prisonmail.recipients.file.workbooks.relations import find_main_part, read_relations
from prisonmail.recipients.file.workbooks.rich_text import (
    RichText,
    cut_runs,
    show_rich_text,
    show_whole_text,
)
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts

# Records of the workbook, of its styles and texts, and of its sheets.
_BOOK_SETTINGS, _SHEET = 153, 156
_FORMAT, _FONT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 43, 47, 617, 618
_SHARED_TEXT = 19
_ROW, _COLUMNS, _MERGED = 0, 60, 176
_SHORT_NUMBER, _SHARED, _RICH = 2, 7, 62
_ERROR, _BOOLEAN, _NUMBER, _PLAIN = (3, 11), (4, 10), (5, 9), (6, 8)
"""Of each, the record of a cell and of a formula's result."""
_EMPTY = 1
_CELLS = frozenset((_EMPTY, _SHORT_NUMBER, _SHARED, _RICH, *_ERROR, *_BOOLEAN, *_NUMBER, *_PLAIN))
_NEXT_TO_LAST = {61: _RICH, **{kind + 11: kind for kind in range(1, 8)}}
"""The same cells without a column, which stand beside the one before."""
_HIDDEN_ROW, _HIDDEN_COLUMN, _STRUCK_FONT, _COUNTS_FROM_1904, _HAS_RUNS = 0x1000, 1, 8, 1, 1
_MOST = 1 << 26
"""Bytes of a sheet. A cell is 12 of them, and ten times as many in memory."""
_NO_TEXT = 0xFFFFFFFF
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def list_records(part: bytes) -> Iterator[tuple[int, memoryview]]:
    """Return the records of a part. Both number and length take seven bits of each byte.

    >>> [(kind, bytes(data)) for kind, data in list_records(bytes([0x9C, 0x01, 1, 65, 0, 0]))]
    [(156, b'A'), (0, b'')]
    """
    view, at = memoryview(part), 0
    while at < len(view):
        kind = view[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (view[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            size |= (view[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not view[at - 1] & 0x80:
                break
        yield kind, view[at : at + size]
        at += size


class XlsbBook:
    """A workbook whose parts are records."""

    def __init__(self, content: bytes) -> None:
        self._parts = ZipParts(content)
        main_part = find_main_part(self._parts)
        self._relations = read_relations(self._parts, main_part)
        self._sheets: list[str] = []
        self.counts_from_1904 = False
        sheets = {each.id: each.part for each in self._relations if each.kind == "worksheet"}
        titles = []
        for kind, data in list_records(self._parts.read(main_part)):
            if kind == _BOOK_SETTINGS:
                self.counts_from_1904 = bool(data[0] & _COUNTS_FROM_1904)
            elif kind == _SHEET:
                identity, end = _read_text(data, 8)
                if identity in sheets:
                    titles.append(SheetTitle(_read_text(data, end)[0], data[0] == 0))
                    self._sheets.append(sheets[identity])
        self.titles = tuple(titles)

    def open_grid(self, number: int, *, with_struck: bool) -> CellGrid:
        """Open a sheet by its place in `titles`. Merged cells stand last, so all of it is read."""
        grid, rows, column = CellGrid(), [GridRow(0)], -1
        for kind, data in list_records(self._parts.read(self._sheets[number], _MOST)):
            if kind == _ROW:
                row, _, _, flags = struct.unpack_from("<IIHH", data)
                rows.append(GridRow(row + 1, bool(flags & _HIDDEN_ROW)))
                column = -1
            elif kind in _NEXT_TO_LAST:
                column += 1
                placed = memoryview(struct.pack("<I", column) + bytes(data))
                self._add_cell(rows[-1], _NEXT_TO_LAST[kind], placed, with_struck)
            elif kind in _CELLS:
                (column,) = struct.unpack_from("<I", data)
                self._add_cell(rows[-1], kind, data, with_struck)
            elif kind == _COLUMNS:
                first, last, width, _, flags = struct.unpack_from("<IIIIH", data)
                if flags & _HIDDEN_COLUMN or not width:
                    grid.hidden_columns.append(range(first, last + 1))
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<IIII", data)
                grid.merged.append(Area(top + 1, left, bottom + 1, right))
        grid.merged.sort(key=lambda area: area.top)
        grid.rows = (row for row in rows if row.cells)
        return grid

    def _add_cell(self, row: GridRow, kind: int, data: memoryview, with_struck: bool) -> None:
        """Add a filled cell to its row."""
        column, number = struct.unpack_from("<II", data)
        if kind == _EMPTY:
            return
        style = self._styles.find_style(number & 0xFFFFFF)
        struck, is_date = style.struck, False
        if kind in _ERROR:
            shown = _ERRORS.get(data[8], "#VALUE!")
        elif kind in _BOOLEAN:
            shown = "TRUE" if data[8] else "FALSE"
        elif kind in _NUMBER or kind == _SHORT_NUMBER:
            value = _read_short(data) if kind == _SHORT_NUMBER else _read_number(data)
            shown, is_date = style.number_format.show(value, from_1904=self.counts_from_1904)
        else:
            text = self._text_of(kind, data)
            shown, struck = show_rich_text(text, style.struck)
            shown = style.number_format.show_text(show_whole_text(text) if with_struck else shown)
        row.put(column, shown, struck=struck, is_date=is_date)

    def _text_of(self, kind: int, data: memoryview) -> RichText:
        if kind == _SHARED:
            return self._texts[int.from_bytes(data[8:12], "little")]
        return self._read_rich(data, 8) if kind == _RICH else _read_text(data, 8)[0]

    @cached_property
    def _texts(self) -> list[RichText]:
        records = self._records_of("sharedStrings")
        return [self._read_rich(data, 0) for kind, data in records if kind == _SHARED_TEXT]

    def _read_rich(self, data: memoryview, at: int) -> RichText:
        text, end = _read_text(data, at + 1)
        if not data[at] & _HAS_RUNS:
            return text
        (count,) = struct.unpack_from("<I", data, end)
        runs = struct.iter_unpack("<HH", data[end + 4 : end + 4 + 4 * count])
        return cut_runs(text, [(start, self._styles.fonts[font]) for start, font in runs])

    @cached_property
    def _styles(self) -> StyleTable:
        table, in_cells = StyleTable({}, [], []), False
        for kind, data in self._records_of("styles"):
            if kind in (_STYLES_BEGIN, _STYLES_END):
                in_cells = kind == _STYLES_BEGIN
            elif kind == _FORMAT:
                table.codes[struct.unpack_from("<H", data)[0]] = _read_text(data, 2)[0]
            elif kind == _FONT:
                table.fonts.append(bool(data[2] & _STRUCK_FONT))
            elif kind == _STYLE and in_cells:
                table.add_style(*struct.unpack_from("<HH", data, 2))
        return table

    def _records_of(self, kind: str) -> Iterator[tuple[int, memoryview]]:
        part = next((each.part for each in self._relations if each.kind == kind), None)
        return list_records(self._parts.read(part)) if part else iter(())


def _read_text(data: memoryview, at: int) -> tuple[str, int]:
    """Read a text that begins with its length, and say where it ends."""
    (length,) = struct.unpack_from("<I", data, at)
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    return bytes(data[at + 4 : end]).decode("utf-16-le", "replace"), end


def _read_number(data: memoryview) -> float:
    return float(struct.unpack_from("<d", data, 8)[0])


def _read_short(data: memoryview) -> float:
    """Read a number of four bytes, two bits of which say if it is whole, and if in hundredths."""
    (coded,) = struct.unpack_from("<i", data, 8)
    if coded & 2:
        value = float(coded >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (coded & 0xFFFFFFFC) << 32))[0]
    return value / 100 if coded & 1 else value
