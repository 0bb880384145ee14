"""OpenDocument spreadsheets (.ods), read as a stream of their XML.

A row or cell that is repeated stands there once, with a number: the last ones of a sheet may be
repeated a million times. Only filled ones are made, when they are asked for.
"""

from collections.abc import Iterable

from prisonmail.recipients.fields.cell import UNCALCULATED
from prisonmail.recipients.file.workbooks.day_count import show_iso
from prisonmail.recipients.file.workbooks.grid import (
    PROTECTED,
    Area,
    CellGrid,
    SheetTitle,
    WorkbookUnreadable,
)
from prisonmail.recipients.file.workbooks.number_format import show_plainly
from prisonmail.recipients.file.workbooks.ods_table import OdsCell, OdsRow, OdsStyles, OdsTable
from prisonmail.recipients.file.workbooks.rich_text import RichText, Run, join_runs
from prisonmail.recipients.file.workbooks.xml_events import Attributes, LocalNames, make_parser
from prisonmail.recipients.file.workbooks.zip_parts import ZipParts, limit_kept
from prisonmail.recipients.options import MOST_COLUMNS
from prisonmail.system.late_pattern import compile_late

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_ZIP = b"PK"
_APART = frozenset("annotation frame custom-shape line rect g shapes tracked-changes".split())
"""Elements in a cell, or beside the cells, whose text is not the cell's."""
_SPACE = compile_late(r"[ \t\r\n]+")
_DAY_ZERO, _NO_DAY = "1899-12-30", "00:00:00"
"""What a link to an empty cell gives as a date, and what it is as in other workbooks."""
_MOST_SPACES = 100
_OF_A_CELL = 100
"""Bytes of memory that any cell takes, beside its text."""
_CELLS = ("table-cell", "covered-table-cell")


class OdsBook:
    """An OpenDocument spreadsheet, packed or as one XML file (.fods)."""

    counts_from_1904 = False
    """Dates are written out, and never as a number of days."""

    def __init__(self, content: bytes) -> None:
        reading = _Reading()
        if content.startswith(_ZIP):
            parts = ZipParts(content)
            if _MANIFEST in parts and b"encryption-data" in parts.read(_MANIFEST):
                raise WorkbookUnreadable(PROTECTED)
            if _STYLES in parts:
                reading.read(parts.read_chunks(_STYLES))
            reading.read(parts.read_chunks(_CONTENT))
        else:
            reading.read([content])
        self._tables = reading.tables
        self.titles = tuple(SheetTitle(each.name, each.visible) for each in self._tables)

    def open_grid(self, number: int, *, with_struck: bool) -> CellGrid:
        """Open a sheet by its place in `titles`."""
        return self._tables[number].open_grid(with_struck=with_struck)


class _Reading:
    """Makes sheets of the events of the XML."""

    def __init__(self) -> None:
        self.tables: list[OdsTable] = []
        self._styles = OdsStyles()
        self._names = LocalNames()
        self._apart = 0
        """How many elements deep in one that is not of the cell."""
        self._row = OdsRow(0, 1, hidden=False)
        self._column = 0
        self._cell: Attributes | None = None
        self._row_style: str | None = None
        self._runs: list[Run] = []
        self._paragraphs = self._kept = 0
        self._in_paragraph = False
        self._struck: list[bool | None] = [None]

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read a part. Raises ExpatError, or WorkbookUnreadable beyond limits."""
        parser = make_parser(self._start, self._end, self._text)
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _start(self, full_name: str, attributes: Attributes) -> None:
        """Take the start of an element: of a sheet, a column, a row, a cell, or text in a cell."""
        name = self._names[full_name]
        if self._apart or name in _APART or (name == "table" and self._cell is not None):
            self._apart += 1
        elif self._cell is not None:
            self._start_text(name, attributes)
        elif name in _CELLS:
            self._cell = attributes
            self._add_merged(attributes)
        elif name == "table-row":
            self._start_row(attributes)
        elif name == "table-column":
            self._add_columns(attributes)
        elif name == "table":
            visible = not self._styles.is_hidden(attributes.get("table:style-name"))
            self.tables.append(OdsTable(attributes.get("table:name", ""), visible))
        else:
            self._styles.start(name, attributes)

    def _start_text(self, name: str, attributes: Attributes) -> None:
        if name == "p":
            self._add_text("\n" if self._paragraphs else "")
            self._paragraphs += 1
            self._in_paragraph = True
        elif name == "span":
            struck = self._styles.is_struck("text", attributes.get("text:style-name"))
            self._struck.append(self._struck[-1] if struck is None else struck)
        elif name == "s":
            self._add_text(" " * min(int(attributes.get("text:c", 1)), _MOST_SPACES))
        elif name in ("tab", "line-break"):
            self._add_text("\t" if name == "tab" else "\n")

    def _start_row(self, attributes: Attributes) -> None:
        table = self.tables[-1]
        self._row = OdsRow(table.height + 1, _repeated(attributes, "rows"), _is_hidden(attributes))
        self._row_style = attributes.get("table:default-cell-style-name")
        table.height += self._row.repeated
        self._column = 0

    def _add_columns(self, attributes: Attributes) -> None:
        table = self.tables[-1]
        first, table.width = table.width, table.width + _repeated(attributes, "columns")
        columns = range(first, min(table.width, MOST_COLUMNS + 1))
        if _is_hidden(attributes):
            table.hidden_columns.append(columns)
        if self._styles.is_struck("table-cell", attributes.get("table:default-cell-style-name")):
            table.struck_columns.append(columns)

    def _add_merged(self, cell: Attributes) -> None:
        rows = int(cell.get("table:number-rows-spanned", 1))
        columns = int(cell.get("table:number-columns-spanned", 1))
        if rows > 1 or columns > 1:
            top, left = self._row.number, self._column
            area = Area(top, left, top + rows - 1, left + columns - 1)
            self.tables[-1].merged.append(area)

    def _text(self, text: str) -> None:
        if self._in_paragraph and not self._apart:
            self._add_text(_SPACE.sub(" ", text))

    def _add_text(self, text: str) -> None:
        self._kept += len(text)
        limit_kept(self._kept)
        if text:
            self._runs.append((text, self._struck[-1]))

    def _end(self, full_name: str) -> None:
        """Take the end of an element: of one apart, of a cell, a row, or text in a cell."""
        name = self._names[full_name]
        if self._apart:
            self._apart -= 1
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
        elif name == "p":
            self._in_paragraph = False
        elif name == "style":
            self._styles.end()
        elif name == "span" and self._cell is not None:
            self._struck.pop()
        elif name == "table-row" and self._row.cells:
            self.tables[-1].rows.append(self._row)

    def _end_cell(self, cell: Attributes) -> None:
        repeated = _repeated(cell, "columns")
        text, is_date = join_runs(self._runs), cell.get("office:value-type") == "date"
        if is_date:
            day = show_iso(cell.get("office:date-value", ""))
            is_date = day != _DAY_ZERO
            text = day if is_date else _NO_DAY
        elif not self._paragraphs or cell.get("calcext:value-type") == "error":
            text = _show_value(cell, text)
        if text:
            self._kept += _OF_A_CELL
            struck = self._is_struck(cell.get("table:style-name") or self._row_style)
            self._row.cells.append(OdsCell(self._column, repeated, text, struck, is_date))
        self._column += repeated
        self._cell = None
        self._runs.clear()
        self._paragraphs = 0

    def _is_struck(self, style: str | None) -> bool:
        if style:
            return bool(self._styles.is_struck("table-cell", style))
        return any(self._column in columns for columns in self.tables[-1].struck_columns)


def _repeated(attributes: Attributes, what: str) -> int:
    return int(attributes.get(f"table:number-{what}-repeated", 1))


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get("table:visibility", "visible") != "visible"


def _show_value(cell: Attributes, text: RichText) -> RichText:
    """Show a cell that has no text, or that has an error of LibreOffice's own, such as Err:508."""
    if cell.get("calcext:value-type") == "error":
        return text if str(text).startswith("#") else "#VALUE!"
    if "office:value" in cell:
        return show_plainly(float(cell["office:value"]))
    if "office:boolean-value" in cell:
        return cell["office:boolean-value"].upper()
    if "table:formula" in cell and "office:value-type" not in cell:
        return UNCALCULATED
    return cell.get("office:string-value", "")
