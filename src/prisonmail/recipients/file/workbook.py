"""Workbooks: the visible rows of an .xlsx sheet, with cells as they show on the screen."""

import io
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from prisonmail.problems.problem import CellPlace, Fault, ListRefused, name_column
from prisonmail.recipients.fields.cell import UNCALCULATED
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.recipients.options import MOST_COLUMNS, MOST_TITLES, ListOptions

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


HoldsPeople = Callable[[Sequence[ListRow]], bool]
"""Tells a list from a cover sheet by its first rows."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet of a workbook."""

    name: str
    rows: tuple[ListRow, ...] = field(repr=False)
    hidden_rows: int
    struck_rows: int
    """Rows with every cell struck out. If only some cells are, those are left blank."""
    hidden_columns: tuple[str, ...]
    """The letters of the hidden columns, which are left blank."""
    unread: tuple[str, ...] = ()
    """The other visible sheets that have anything in them."""
    with_people: tuple[str, ...] = ()
    """Those of them that seem to hold people."""
    counts_from_1904: bool = False
    """Whether plain numbers under a date's heading are days since 1 January 1904."""


def read_sheet(
    content: bytes, options: ListOptions, place: CellPlace, holds_people: HoldsPeople
) -> WorkbookSheet:
    """Read the sheet asked for, else the first visible one with people. Raises ListRefused."""
    values = _opened(content, place, values=True)
    sheet = _chosen(values, options.sheet, place, holds_people)
    formulas = (
        _opened(content, place, values=False)[sheet.title] if _has_formulas(content) else None
    )
    merged = _merged(sheet)
    hidden = () if options.include_hidden else _hidden_columns(sheet)
    rows, left_out, struck = [], 0, 0
    for cells in sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS + 1)):
        number = cells[0].row
        if sheet.row_dimensions[number].hidden and not options.include_hidden:
            left_out += any(cell.value is not None for cell in cells)
            continue
        out = () if options.include_hidden else _struck_columns(cells)
        if out and len(out) == sum(cell.value is not None for cell in cells):
            struck += 1
            continue
        shown = [_shown(merged.get((number, cell.column), cell), formulas) for cell in cells]
        for column in (*hidden, *out):
            if column <= len(shown):
                shown[column - 1] = ""
        rows.append(ListRow(number, tuple(shown), number, _real_dates(cells)))
    letters = tuple(map(name_column, hidden))
    return WorkbookSheet(
        sheet.title,
        tuple(rows),
        left_out,
        struck,
        letters,
        *_unread(values, sheet, holds_people),
        values.epoch.year == 1904,
    )


def _unread(
    workbook: "Workbook", sheet: "Worksheet", holds_people: HoldsPeople
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the other visible sheets that have anything in them, and those of them with people."""
    others = [
        other
        for other in workbook.worksheets
        if other.title != sheet.title and other.sheet_state == "visible" and other.max_row > 1
    ]
    with_people = (other for other in others if holds_people(_top(other)))
    return tuple(other.title for other in others), tuple(other.title for other in with_people)


def _top(sheet: "Worksheet") -> list[ListRow]:
    # openpyxl makes the cells that it is asked for, and a sheet would seem to have more rows
    last = min(MOST_TITLES + 1, sheet.max_row)
    rows = sheet.iter_rows(max_row=last, values_only=True)
    return [
        ListRow(number, tuple("" if value is None else str(value) for value in row), number)
        for number, row in enumerate(rows, start=1)
    ]


def _opened(content: bytes, place: CellPlace, *, values: bool) -> "Workbook":
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    except Exception:  # openpyxl raises whatever a damaged part brings about
        fault = Fault(
            "PM101",
            "the workbook is damaged and cannot be read",
            "Open it in Excel and save it again as .xlsx or as CSV UTF-8.",
        )
        raise ListRefused(place.join_fault(fault)) from None


def _chosen(
    workbook: "Workbook", asked: str | None, place: CellPlace, holds_people: HoldsPeople
) -> "Worksheet":
    """Find the sheet by the name asked for, hidden or not, else the first visible with people.

    If none has any, the first visible sheet is read, to say what is wrong with it.
    """
    sheets = [sheet for sheet in workbook.worksheets if asked or sheet.sheet_state == "visible"]
    if asked is not None:
        sheets = [sheet for sheet in sheets if sheet.title.casefold() == asked.casefold()]
    if len(sheets) > 1:
        return next((sheet for sheet in sheets if holds_people(_top(sheet))), sheets[0])
    if sheets:
        return sheets[0]
    names = ", ".join(f'"{sheet.title}"' for sheet in workbook.worksheets)
    message = f'the workbook has no sheet called "{asked}"' if asked else "no sheet is visible"
    fault = Fault("PM003", message, f"It has {names}. Choose one with --sheet.")
    raise ListRefused(place.join_fault(fault))


def _has_formulas(content: bytes) -> bool:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(
            b"<f>" in (part := archive.read(name)) or b"<f " in part
            for name in archive.namelist()
            if name.startswith("xl/worksheets/")
        )


def _merged(sheet: "Worksheet") -> dict[tuple[int, int], Any]:
    """Map each lower cell of a merged range to the top cell, whose value it shows."""
    return {
        (row, area.min_col): sheet.cell(area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, area.max_row + 1)
    }


def _real_dates(cells: Iterable[Any]) -> tuple[int, ...]:
    return tuple(cell.column - 1 for cell in cells if isinstance(cell.value, date))


def _struck_columns(cells: Iterable[Any]) -> tuple[int, ...]:
    return tuple(
        cell.column
        for cell in cells
        if cell.value is not None and cell.has_style and cell.font.strike
    )


def _hidden_columns(sheet: "Worksheet") -> tuple[int, ...]:
    return tuple(
        column
        for width in sheet.column_dimensions.values()
        if width.hidden and width.min and width.max
        for column in range(width.min, min(width.max, sheet.max_column) + 1)
    )


def _shown(cell: Any, formulas: "Worksheet | None") -> str:  # noqa: ANN401 - openpyxl's cells
    """Write a cell's value as the screen shows it, but dates as ISO, which no country misreads."""
    value = cell.value
    if value is None:
        formula = formulas.cell(cell.row, cell.column).value if formulas else None
        worked_out = not (isinstance(formula, str) and formula.startswith("="))
        return "" if worked_out else UNCALCULATED
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case int() | float():
            return _number(value, cell.number_format)
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    # Beyond 15 digits Excel itself has rounded, and the digits of an int would be invented.
    whole = value == int(value) if abs(value) < 1e15 else False
    if not whole:
        return repr(value)
    # A format such as 000000 shows leading zeros, which are part of a reference.
    zeros = len(number_format) if set(number_format) == {"0"} else 0
    return str(int(value)).zfill(zeros)
