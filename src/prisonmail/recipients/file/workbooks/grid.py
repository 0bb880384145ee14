"""What every reader of workbooks makes of a sheet: rows of filled cells, as they are shown."""

from collections.abc import Iterator
from typing import ClassVar, Protocol

from prisonmail.problems.problem import Fault
from prisonmail.recipients.options import MOST_COLUMNS
from prisonmail.system.record import Record, Workpiece, field

PROTECTED = Fault(
    "PM110",
    "the workbook is protected by a password",
    "Open it, remove the password (File, Info, Protect Workbook) and save it again.",
)


class WorkbookUnreadable(Exception):
    """Raised for a workbook that cannot be read, with the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class GridRow(Workpiece):
    """The filled cells of one row, by column from 0."""

    withheld: ClassVar[tuple[str, ...]] = ("cells",)

    number: int
    """From 1, as on the screen."""
    hidden: bool = False
    cells: dict[int, str] = field(default_factory=dict)
    struck: list[int] = field(default_factory=list)
    """The columns whose cell is struck out as a whole. A struck-out part is not in its cell."""
    dates: list[int] = field(default_factory=list)
    """The columns whose cell holds a date and not a text."""

    def put(self, column: int, text: str, *, struck: bool = False, is_date: bool = False) -> None:
        """Add a cell, unless it shows nothing or lies farther to the right than any list."""
        if not text or column > MOST_COLUMNS:
            return
        self.cells[column] = text
        if struck:
            self.struck.append(column)
        if is_date:
            self.dates.append(column)


class Area(Record, frozen=True):
    """Cells that are merged into one. Rows are counted from 1 and columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


class CellGrid(Workpiece):
    """One sheet, whose rows are read as they are asked for, in their order.

    What a format says only between its rows is known when the first row concerned comes.
    """

    withheld: ClassVar[tuple[str, ...]] = ("rows",)

    rows: Iterator[GridRow] = field(default_factory=lambda: iter(()))
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    """Ordered by the top row."""


class SheetTitle(Record, frozen=True):
    """The name of a sheet, and whether it is to be seen."""

    name: str
    visible: bool = True


class Book(Protocol):
    """A workbook, opened by the reader of its format."""

    titles: tuple[SheetTitle, ...]
    counts_from_1904: bool

    def open_grid(self, number: int, *, with_struck: bool) -> CellGrid:
        """Open a sheet by its place in `titles`; `with_struck` keeps what is struck out."""
        ...
