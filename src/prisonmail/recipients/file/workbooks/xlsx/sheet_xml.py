r"""The rows of an .xlsx sheet, read as a stream whose cost follows the filled cells.

A sheet may have millions of cells that are only formatted. They are dropped from its XML before it
is parsed, which is much quicker than to parse them.

>>> condense_sheet([b'<row r="1"><c r="A1" s="1"/></row><row r="2"><c><v>1</v></c></row>']).decode()
'<row r="2"><c><v>1</v></c></row>'
"""

import re
from collections.abc import Iterable, Iterator

from prisonmail.recipients.fields.cell import UNCALCULATED, find_excel_error
from prisonmail.recipients.file.workbooks.cell_style import DEFAULT_STYLE, CellStyle, StyleTable
from prisonmail.recipients.file.workbooks.grid import Area, CellGrid, GridRow
from prisonmail.recipients.file.workbooks.rich_text import (
    RichText,
    show_rich_text,
    show_whole_text,
)
from prisonmail.recipients.file.workbooks.xlsx.strings import RunCollector, unescape
from prisonmail.recipients.file.workbooks.xml_events import (
    Attributes,
    LocalNames,
    is_on,
    list_elements,
    make_parser,
)
from prisonmail.recipients.file.workbooks.zip_parts import limit_kept
from prisonmail.recipients.options import MOST_COLUMNS
from prisonmail.system.late_pattern import compile_late

_ROW = b'<row r="'
# Only what is followed by a cell or row that says its place: others are counted from those before.
_EMPTY_CELL = compile_late(
    rb'<(?:\w+:)?c r="[^<>]*(?:(?<=/)>|></(?:\w+:)?c>)(?=\s*<(?:/|(?:\w+:)?c r="))'
)
_EMPTY_ROW = compile_late(
    rb'<(?:\w+:)?row r="[^<>]*(?:(?<=/)>|>\s*</(?:\w+:)?row>)(?=\s*<(?:/|(?:\w+:)?row r="))'
)
_MORE_THAN_EMPTY = (b"c>", b"<!", b"sheetData")
"""One of them stands in any piece of XML that has a filled cell, or more than rows."""
_MERGED = compile_late(rb"<(?:\w+:)?mergeCells?\b.*</(?:\w+:)?mergeCells>", re.DOTALL)
_OTHER_ERROR = "#VALUE!"
"""For errors of newer versions, such as #FIELD!, which would else be taken for a text."""
_FED = 1 << 16
_LONGEST_PLAIN = 15
"""Digits of a whole number that a workbook keeps."""


def condense_sheet(chunks: Iterable[bytes]) -> bytearray:
    """Return the XML of a sheet without cells and rows that have nothing in them.

    A few may stay at the edges of chunks; they do no harm.
    """
    kept = bytearray()
    rest = b""
    for chunk in chunks:
        chunk = rest + chunk
        cut = chunk.rfind(_ROW)
        cut = cut if cut > 0 else chunk.rfind(b"<")
        cut = cut if cut > 0 else len(chunk)
        rest = chunk[cut:]
        if not _is_of_empty_rows(chunk[:cut], rest):
            kept += _drop_empty(chunk[:cut])
            limit_kept(len(kept))
    kept += _drop_empty(rest)
    return kept


def _is_of_empty_rows(xml: bytes, rest: bytes) -> bool:
    """Return quickly whether there are only rows, complete and with nothing in them."""
    between_rows = xml.startswith(_ROW) and rest.startswith(_ROW)
    return between_rows and not any(mark in xml for mark in _MORE_THAN_EMPTY)


def _drop_empty(xml: bytes) -> bytes:
    if b"<!" in xml:  # inside a comment or CDATA, what looks like a cell may be text
        return xml
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml))


def open_sheet_xml(
    xml: bytearray,
    strings: list[RichText],
    styles: StyleTable,
    *,
    from_1904: bool,
    with_struck: bool,
) -> CellGrid:
    """Open a condensed sheet."""
    grid = CellGrid(merged=_merged_areas(xml))
    parser = _SheetParser(grid, strings, styles, from_1904, with_struck)
    grid.rows = parser.read_rows(xml)
    return grid


def _merged_areas(xml: bytearray) -> list[Area]:
    end = xml.rfind(b"sheetData")
    found = _MERGED.search(xml, max(end, 0))
    if found is None:
        return []
    part = re.sub(rb"<(/?)\w+:", rb"<\1", found[0])
    areas = [
        read_area(attributes["ref"])
        for path, attributes in list_elements(part)
        if path.endswith("/mergeCell")
    ]
    return sorted(areas, key=lambda area: area.top)


def read_area(reference: str) -> Area:
    """Read the name of an area.

    >>> read_area("B2:C5")
    Area(top=2, left=1, bottom=5, right=2)
    """
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = map(_place, (first, last or first))
    return Area(top, left, bottom, right)


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), _COLUMNS[letters]


class _ColumnNumbers(dict[str, int]):
    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        self[letters] = column - 1
        return column - 1


_COLUMNS = _ColumnNumbers()


class _StylesByName(dict[str | None, CellStyle]):
    """Styles by the number that a cell writes, each found once."""

    def __init__(self, table: StyleTable) -> None:
        self._table = table

    def __missing__(self, number: str | None) -> CellStyle:
        self[number] = style = self._table.find_style(int(number or 0))
        return style


class _SheetParser:
    """Makes rows of the events of a sheet's XML."""

    def __init__(
        self,
        grid: CellGrid,
        strings: list[RichText],
        styles: StyleTable,
        from_1904: bool,
        with_struck: bool,
    ) -> None:
        self._grid, self._strings, self._styles = grid, strings, _StylesByName(styles)
        self._from_1904, self._with_struck = from_1904, with_struck
        self._names = LocalNames()
        self._done: list[GridRow] = []
        self._row = GridRow(0)
        self._column = -1
        self._type, self._style = "n", DEFAULT_STYLE
        self._inline: RunCollector | None = None
        self._taking = self._has_formula = self._has_value = False
        self._value: list[str] = []
        self._array: str | None = None
        self._not_worked_out: list[Area] = []

    def read_rows(self, xml: bytearray) -> Iterator[GridRow]:
        """Return the rows that have a filled cell."""
        parser = make_parser(self._start, self._end, self._text)
        for start in range(0, len(xml), _FED):
            parser.Parse(bytes(xml[start : start + _FED]))
            yield from self._done
            self._done.clear()
        parser.Parse(b"", True)
        yield from self._done

    def _start(self, full_name: str, attributes: Attributes) -> None:
        """Take the start of an element: of a cell, of what is in it, of a row or a column."""
        name = self._names[full_name]
        if self._inline:
            self._inline.start(name, attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._taking = self._has_value = True
        elif name == "f":
            self._has_formula = True
            self._array = attributes.get("ref") if attributes.get("t") == "array" else None
        elif name == "is":
            self._inline = RunCollector()
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            self._add_column(attributes)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = _COLUMNS[reference.rstrip("0123456789")] if reference else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = self._styles[attributes.get("s")]
        self._has_formula = self._has_value = False
        self._value.clear()

    def _start_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r") or self._row.number + 1)
        flat = attributes.get("ht") in ("0", "0.0")
        self._row = GridRow(number, is_on(attributes.get("hidden")) or flat)
        self._column = -1

    def _add_column(self, attributes: Attributes) -> None:
        if is_on(attributes.get("hidden")) or attributes.get("width") in ("0", "0.0"):
            last = min(int(attributes["max"]), MOST_COLUMNS + 1)
            self._grid.hidden_columns.append(range(int(attributes["min"]) - 1, last))

    def _text(self, text: str) -> None:
        if self._inline:
            self._inline.add(text)
        elif self._taking:
            self._value.append(text)

    def _end(self, full_name: str) -> None:
        name = self._names[full_name]
        if name == "v":
            self._taking = False
        elif name == "c":
            self._end_cell()
            self._inline = None
        elif name == "row":
            self._end_row()
        elif self._inline:
            self._inline.end(name)

    def _end_row(self) -> None:
        number, cells = self._row.number, self._row.cells
        for area in self._not_worked_out:
            if area.top <= number <= area.bottom and cells:
                for column in range(area.left, min(area.right, MOST_COLUMNS) + 1):
                    cells.setdefault(column, UNCALCULATED)
        if cells:
            self._done.append(self._row)

    def _end_cell(self) -> None:
        """Add the cell that ends here to its row, unless there is nothing in it."""
        value = self._value[0] if len(self._value) == 1 else "".join(self._value)
        if self._has_formula and not value and not (self._has_value and self._type == "str"):
            self._row.put(self._column, UNCALCULATED)
            if self._array:
                self._not_worked_out.append(read_area(self._array))
        elif self._inline and not value:
            self._add_text(self._inline.finish())
        elif not value:
            return
        elif self._type == "s":
            self._add_text(self._strings[int(value)])
        elif self._type in ("str", "inlineStr"):
            self._add_text(unescape(value))
        else:
            self._add_value(value)

    def _add_text(self, text: RichText) -> None:
        if self._style.shows_text_as_it_is and isinstance(text, str):
            self._row.put(self._column, text)
            return
        shown, struck = show_rich_text(text, self._style.struck)
        if self._with_struck:
            shown = show_whole_text(text)
        self._row.put(self._column, self._style.number_format.show_text(shown), struck=struck)

    def _add_value(self, value: str) -> None:
        """Add a number, a date, an error, or a yes or no."""
        is_date = False
        if self._type == "b":
            value = "TRUE" if is_on(value) else "FALSE"
        elif self._type == "e":
            value = value if find_excel_error(value) else _OTHER_ERROR
        elif self._type == "d":
            value, is_date = (
                value.removesuffix("Z").replace("T00:00:00", "").replace("T", " "),
                True,
            )
        elif self._type == "n" and not (
            self._style.number_format.is_plain and value.isdigit() and len(value) <= _LONGEST_PLAIN
        ):
            shown = self._style.number_format.show(float(value), from_1904=self._from_1904)
            value, is_date = shown
        self._row.put(self._column, value, struck=self._style.struck, is_date=is_date)
