"""Rows of a grid as the list sees them: without what is hidden or struck out, merged cells filled.

A cell that is merged over several rows holds for each of them, in its first column. Beside it and
anywhere else under it there is nothing to be seen.
"""

from collections.abc import Iterator

from prisonmail.problems.problem import Fault, name_column
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.file.workbooks.grid import Area, CellGrid, GridRow, WorkbookUnreadable
from prisonmail.recipients.skipped_rows import SkippedRows
from prisonmail.system.record import Workpiece, field

_MOST_BLANK = 1_000
"""Of rows between two filled ones: a blank row may end a report, a million say nothing more."""


def show_rows(grid: CellGrid, skipped: SkippedRows, *, include_hidden: bool) -> Iterator[ListRow]:
    """Return the rows, counting in `skipped` those left out. Raises WorkbookUnreadable."""
    merging = _Merging(grid)
    last = 0
    for row in grid.rows:
        is_struck = len(row.struck) == len(row.cells) and not include_hidden
        merging.apply(row)
        for number in range(max(last + 1, row.number - _MOST_BLANK), row.number):
            yield ListRow(number, (), number)
        last = row.number
        if row.hidden and not include_hidden:
            skipped.add("hidden", row.number)
        elif is_struck:
            skipped.add("struck", row.number)
        else:
            if not include_hidden:
                _drop_unseen(row, grid.hidden_columns)
            yield _list_row(row)


def _drop_unseen(row: GridRow, hidden: list[range]) -> None:
    for column in row.struck:
        row.cells.pop(column, None)
    if hidden:
        for column in [each for each in row.cells if any(each in columns for columns in hidden)]:
            del row.cells[column]


def _list_row(row: GridRow) -> ListRow:
    shown = [""] * (max(row.cells, default=-1) + 1)
    for column, text in row.cells.items():
        shown[column] = text
    dates = tuple(column for column in row.dates if column in row.cells)
    return ListRow(row.number, tuple(shown), row.number, dates)


class _Merged(Workpiece):
    """A merged area that the rows have reached, and what its first cell says."""

    area: Area
    text: str = ""
    struck: bool = False
    is_date: bool = False


class _Merging(Workpiece):
    """Fills the first column of merged areas from row to row."""

    grid: CellGrid
    begun: int = 0
    """How many areas of the grid have been reached."""
    open: list[_Merged] = field(default_factory=list)

    def apply(self, row: GridRow) -> None:
        """Change a row to what it shows. Raises WorkbookUnreadable for cells under others."""
        if self.open:
            self.open = [each for each in self.open if each.area.bottom >= row.number]
        while self.begun < len(self.grid.merged) and self.grid.merged[self.begun].top <= row.number:
            area = self.grid.merged[self.begun]
            self.begun += 1
            if area.bottom >= row.number:
                self.open.append(_begin(area, row))
        for each in self.open:
            _cover(row, each.area)
            if each.text:
                _fill(row, each)


def _begin(area: Area, row: GridRow) -> _Merged:
    if area.top != row.number:
        return _Merged(area)
    text = row.cells.pop(area.left, "")
    return _Merged(area, text, area.left in row.struck, area.left in row.dates)


def _cover(row: GridRow, area: Area) -> None:
    """Take away what lies under an area. Whole people may lie under one of rows and columns."""
    under = [column for column in row.cells if area.left <= column <= area.right]
    is_block = area.bottom > area.top and area.right > area.left
    if is_block and any(row.cells[column].strip() for column in under):
        raise WorkbookUnreadable(_describe_covered(area))
    for column in under:
        del row.cells[column]


def _fill(row: GridRow, merged: _Merged) -> None:
    column = merged.area.left
    row.cells[column] = merged.text
    if merged.struck and column not in row.struck:
        row.struck.append(column)
    if merged.is_date and column not in row.dates:
        row.dates.append(column)


def _describe_covered(area: Area) -> Fault:
    first = f"{name_column(area.left + 1)}{area.top}"
    last = f"{name_column(area.right + 1)}{area.bottom}"
    return Fault(
        "PM125",
        f"the cells {first}:{last} are merged into one, with rows of the list under it that nobody "
        "sees",
        "Unmerge them in the workbook (Home, Merge & Center) and save it again.",
    )
