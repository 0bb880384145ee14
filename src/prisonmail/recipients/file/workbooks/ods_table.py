"""The sheets of an OpenDocument spreadsheet, and what its styles say of visibility and strikes."""

from collections.abc import Iterator
from typing import ClassVar

from prisonmail.recipients.file.workbooks.grid import Area, CellGrid, GridRow
from prisonmail.recipients.file.workbooks.rich_text import (
    RichText,
    show_rich_text,
    show_whole_text,
)
from prisonmail.recipients.file.workbooks.xml_events import Attributes
from prisonmail.recipients.options import MOST_COLUMNS
from prisonmail.system.record import Workpiece, field


class OdsCell(Workpiece):
    """A filled cell."""

    withheld: ClassVar[tuple[str, ...]] = ("text",)

    column: int
    repeated: int
    text: RichText
    struck: bool
    is_date: bool


class OdsRow(Workpiece):
    """A row and how often it is repeated."""

    number: int
    repeated: int
    hidden: bool
    cells: list[OdsCell] = field(default_factory=list)


class OdsTable(Workpiece):
    """One sheet."""

    name: str
    visible: bool
    rows: list[OdsRow] = field(default_factory=list)
    """Those with a filled cell."""
    hidden_columns: list[range] = field(default_factory=list)
    struck_columns: list[range] = field(default_factory=list)
    """Columns whose cells are struck out if they have no style of their own."""
    merged: list[Area] = field(default_factory=list)
    width: int = 0
    """Columns described so far."""
    height: int = 0
    """Rows so far, filled or not."""

    def open_grid(self, *, with_struck: bool) -> CellGrid:
        """Open the sheet."""
        merged = sorted(self.merged, key=lambda area: area.top)
        return CellGrid(self._make_rows(with_struck), self.hidden_columns, merged)

    def _make_rows(self, with_struck: bool) -> Iterator[GridRow]:
        for row in self.rows:
            for number in range(row.number, row.number + row.repeated):
                made = GridRow(number, row.hidden)
                for cell in row.cells:
                    _add_cell(made, cell, with_struck)
                yield made


def _add_cell(row: GridRow, cell: OdsCell, with_struck: bool) -> None:
    shown, struck = show_rich_text(cell.text, cell.struck)
    if with_struck:
        shown = show_whole_text(cell.text)
    for column in range(cell.column, min(cell.column + cell.repeated, MOST_COLUMNS + 1)):
        row.put(column, shown, struck=struck, is_date=cell.is_date)


class OdsStyles:
    """The styles, by family and name."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, str], str] = {}
        self._struck: dict[tuple[str, str], bool] = {}
        self._hidden: set[tuple[str, str]] = set()
        self._current = ("", "")

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element, by its name without prefix."""
        if name == "style":
            family = attributes.get("style:family", "")
            self._current = (family, attributes.get("style:name", ""))
            self._parents[self._current] = attributes.get("style:parent-style-name", "")
        elif name == "text-properties":
            lines = (attributes.get(f"style:text-line-through-{each}") for each in _LINE_KINDS)
            said = [line != "none" for line in lines if line is not None]
            if said:
                self._struck[self._current] = all(said)
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden.add(self._current)

    def end(self) -> None:
        """Take the end of a style."""
        self._current = ("", "")

    def is_struck(self, family: str, name: str | None) -> bool | None:
        """Return whether a style strikes out, by itself or by those it is made from."""
        seen: set[str] = set()
        while name and name not in seen:
            if (family, name) in self._struck:
                return self._struck[family, name]
            seen.add(name)
            name = self._parents.get((family, name))
        return None

    def is_hidden(self, name: str | None) -> bool:
        """Return whether a sheet of this style is hidden."""
        return ("table", name or "") in self._hidden


_LINE_KINDS = ("style", "type")
