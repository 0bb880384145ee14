"""OpenDocument spreadsheets (.ods)."""

from collections.abc import Callable
from datetime import date

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.workbooks.ods import OdsBook
from tests.recipients.file.workbooks.makers import (
    flat_ods,
    ods,
    ods_cells,
    ods_table,
    zip_of,
)

Check = Callable[..., CheckedList]
HEAD = ods_cells("Name", "Prison No", "Prison", "DOB")
ANN = ods_cells("Ann Hart", "A1001XY", "HMP Leeds")
BEN = ods_cells("Ben Hart", "A1002XY", "HMP Hull")
STYLES = (
    '<style:style style:name="s" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="s"/>'
    '<style:style style:name="not" style:family="table-cell" style:parent-style-name="s">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="t" style:family="text">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="away" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def names(found: CheckedList) -> list[str]:
    return [entry.recipient.name for entry in found.good_rows]


def shown(cell: str) -> dict[int, str]:
    (row,) = OdsBook(flat_ods(ods_table([cell]), STYLES)).open_grid(0, with_struck=False).rows
    return row.cells


@pytest.mark.parametrize("make", [ods, flat_ods])
def test_a_list_is_read(checked: Check, make: Callable[..., bytes]) -> None:
    born = (
        '<table:table-cell office:value-type="date" office:date-value="1980-03-12">'
        "<text:p>12/03/80</text:p></table:table-cell>"
    )
    found = checked(make(ods_table([HEAD, ANN + born, BEN])))
    assert not found.problems
    people = [entry.recipient for entry in found.good_rows]
    assert [(person.name, person.date_of_birth) for person in people] == [
        ("Ann Hart", date(1980, 3, 12)),
        ("Ben Hart", None),
    ]
    assert [entry.row.real_dates for entry in found.good_rows] == [(3,), ()]


@pytest.mark.parametrize(
    ("attributes", "inside", "text"),
    [
        ('office:value-type="float" office:value="2101"', "<text:p>C/02101</text:p>", "C/02101"),
        ('office:value-type="float" office:value="2101"', "", "2101"),
        ('office:value-type="float" office:value="0"', "<text:p/>", ""),
        ('office:value-type="boolean" office:boolean-value="true"', "", "TRUE"),
        ('office:value-type="boolean" office:boolean-value="true"', "<text:p>Ja</text:p>", "Ja"),
        ('office:value-type="string" office:string-value="Ann"', "", "Ann"),
        ('office:value-type="string"', "<text:p>HMP</text:p><text:p>Leeds</text:p>", "HMP\nLeeds"),
        ('office:value-type="string"', "<text:p>HMP<text:line-break/>Leeds</text:p>", "HMP\nLeeds"),
        ('office:value-type="string"', '<text:p>A<text:s text:c="3"/>B</text:p>', "A   B"),
        ('office:value-type="string"', "<text:p>A\n  B<text:tab/>C</text:p>", "A B\tC"),
        ('office:value-type="string"', "<text:p><text:a>Leeds</text:a> HMP</text:p>", "Leeds HMP"),
        (
            'office:value-type="string"',
            "<office:annotation><text:p>moved!</text:p></office:annotation><text:p>Ann</text:p>",
            "Ann",
        ),
        (
            'office:value-type="string"',
            '<text:p><text:span text:style-name="t">Terence </text:span>Ardal</text:p>',
            "Ardal",
        ),
        ('office:value-type="date" office:date-value="1980-03-12T00:00:00"', "", "1980-03-12"),
        ('office:value-type="date" office:date-value="1980-03-12T09:30:00"', "",
         "1980-03-12 09:30:00"),
        ('office:value-type="date" office:date-value="1899-12-30"', "", "00:00:00"),
        ('table:formula="of:=[.B1]"', "", "#UNCALCULATED!"),
        ('table:formula="of:=[.B1]" office:value-type="string"', "<text:p/>", ""),
        ('calcext:value-type="error" office:value-type="string"', "<text:p>#N/A</text:p>", "#N/A"),
        ('calcext:value-type="error" office:value-type="string"', "<text:p>Err:508</text:p>",
         "#VALUE!"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_shown(attributes: str, inside: str, text: str) -> None:
    cell = f"<table:table-cell {attributes}>{inside}</table:table-cell>"
    last = ods_cells("end")
    assert shown(cell + last) == ({0: text, 1: "end"} if text else {1: "end"})


@pytest.mark.parametrize(("style", "struck"), [("s", [0]), ("child", [0]), ("not", []), ("?", [])])
def test_a_style_that_strikes_out_is_inherited(style: str, struck: list[int]) -> None:
    cell = f'<table:table-cell table:style-name="{style}"><text:p>Ann</text:p></table:table-cell>'
    book = OdsBook(flat_ods(ods_table([cell + ods_cells("end")]), STYLES))
    (row,) = book.open_grid(0, with_struck=False).rows
    assert row.struck == struck


def test_a_column_or_row_may_strike_out_its_cells() -> None:
    column = '<table:table-column table:default-cell-style-name="s"/>'
    cells = ods_cells("a", "b")
    row = f'<table:table-row table:default-cell-style-name="s">{cells}</table:table-row>'
    table = ods_table([ods_cells("a", "b")]).replace("</table:table>", row + "</table:table>")
    table = table.replace("<table:table-row>", column + "<table:table-row>", 1)
    rows = list(OdsBook(flat_ods(table, STYLES)).open_grid(0, with_struck=False).rows)
    assert [row.struck for row in rows] == [[0], [0, 1]]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_columns_and_sheets_are_left_out(checked: Check, how: str) -> None:
    hidden = f'<table:table-row table:visibility="{how}">{BEN}</table:table-row>'
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        f'<table:table-column table:visibility="{how}" table:number-columns-repeated="16381"/>'
    )
    table = columns + f"<table:table-row>{HEAD}</table:table-row>" + hidden
    table += f"<table:table-row>{ANN}{ods_cells('nonsense')}</table:table-row>"
    old = ods_table([HEAD], "Old", 'table:style-name="away"')
    women = ods_table([HEAD], "Women")
    content = ods(f'{old}<table:table table:name="List">{table}</table:table>{women}', STYLES)
    found = checked(content)
    assert (found.layout.sheet, names(found)) == ("List", ["Ann Hart"])
    assert found.skipped["hidden"] == 1
    assert (found.layout.hidden_columns, found.layout.unread_sheets) == (("D",), ("Women",))
    assert [entry.row.number for entry in found.good_rows] == [3]
    assert checked(content, include_hidden=True).rows_read == 2


def test_repeated_rows_and_cells_are_each_there(checked: Check) -> None:
    twice = f'<table:table-row table:number-rows-repeated="2">{ANN}</table:table-row>'
    blank = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell'
    blank += ' table:number-columns-repeated="16384"/></table:table-row>'
    table = ods_table([HEAD]).replace("</table:table>", twice + blank + "</table:table>")
    found = checked(ods(table))
    assert [entry.row.line for entry in found.good_rows] == [2, 3]
    same = (
        '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
    )
    gap = '<table:table-cell table:number-columns-repeated="3"/>'
    assert shown(same + gap + ods_cells("y")) == {0: "x", 1: "x", 5: "y"}


def test_a_filled_row_repeated_a_million_times_is_made_as_it_is_read(checked: Check) -> None:
    many = f'<table:table-row table:number-rows-repeated="1048000">{ANN}</table:table-row>'
    table = ods_table([HEAD]).replace("</table:table>", many + "</table:table>")
    (problem,) = checked(ods(table), max_rows=5).problems
    assert problem.code == "PM108"


def test_merged_cells_hold_for_each_row(checked: Check) -> None:
    prison = (
        '<table:table-cell table:number-rows-spanned="2"><text:p>HMP Leeds</text:p>'
        "</table:table-cell>"
    )
    under = "<table:covered-table-cell/>"
    rows = (HEAD, ods_cells("Ann Hart", "A1001XY") + prison, ods_cells("Ben Hart", "A1002XY"))
    found = checked(ods(ods_table([rows[0], rows[1], rows[2] + under])))
    assert [entry.recipient.prison.code for entry in found.good_rows] == ["LEI", "LEI"]


def test_one_protected_by_a_password_is_told(checked: Check) -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    content = zip_of({"content.xml": b"\x8f\x12", "META-INF/manifest.xml": manifest})
    (problem,) = checked(content).problems
    assert problem.code == "PM110"


def test_a_document_of_another_kind_is_named(checked: Check) -> None:
    kind = "application/vnd.oasis.opendocument.text"
    (problem,) = checked(zip_of({"mimetype": kind, "content.xml": "<x/>"})).problems
    assert "not a spreadsheet" in problem.message
