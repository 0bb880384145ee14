"""Sheets of .xlsx workbooks: whatever their XML looks like, cells are where the screen has them."""

import re
import warnings
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from prisonmail.recipients.file.workbooks.cell_style import StyleTable
from prisonmail.recipients.file.workbooks.grid import Area, CellGrid
from prisonmail.recipients.file.workbooks.xlsx.package import XlsxBook
from prisonmail.recipients.file.workbooks.xlsx.sheet_xml import (
    condense_sheet,
    open_sheet_xml,
    read_area,
)
from tests.recipients.file.workbooks.makers import xlsx

CASES = Path(__file__).parents[3] / "cases"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="&quot;C/&quot;00000"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>'
    "<fonts><font/><font><strike/></font></fonts>"
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/>'
    '<xf numFmtId="165" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>'
)
STRINGS = "<si><t>Ann</t></si><si><r><rPr><strike/></rPr><t>B</t></r><r><t>en</t></r></si>"


def opened(sheet: str, *, with_struck: bool = False, **more: Any) -> CellGrid:
    book = XlsxBook(xlsx(sheet, strings=STRINGS, styles=STYLES, **more))
    return book.open_grid(0, with_struck=with_struck)


def cells(sheet: str, **more: Any) -> dict[int, dict[int, str]]:
    return {row.number: row.cells for row in opened(sheet, **more).rows}


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1"><v>2101</v></c>', "2101"),
        ('<c r="A1" t="n"><v>21.50</v></c>', "21.5"),
        ('<c r="A1"><v>1.5E3</v></c>', "1500"),
        ('<c r="A1" s="1"><v>2101</v></c>', "C/02101"),
        ('<c r="A1" s="2"><v>31242</v></c>', "1985-07-14"),
        ('<c r="A1" t="d"><v>1985-07-14T00:00:00</v></c>', "1985-07-14"),
        ('<c r="A1" t="s"><v>0</v></c>', "Ann"),
        ('<c r="A1" t="s"><v>1</v></c>', "en"),
        ('<c r="A1" t="str"><f>B1</f><v>Ann_x000D_</v></c>', "Ann\r"),
        ('<c r="A1" t="inlineStr"><is><t>Ann</t></is></c>', "Ann"),
        ('<c r="A1" t="inlineStr"><is><r><t>A</t></r><r><t>nn</t></r></is></c>', "Ann"),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1"/>]]></t></is></c>', '<c r="B1"/>'),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="e"><v>#FIELD!</v></c>', "#VALUE!"),
        ('<c r="A1"><f>B1</f></c>', "#UNCALCULATED!"),
        ('<c r="A1"><f>B1</f><v/></c>', "#UNCALCULATED!"),
        ('<c r="A1"><f>B1</f><v></v></c>', "#UNCALCULATED!"),
        ('<c r="A1"><f t="array" ref="A1">B1</f><v /></c>', "#UNCALCULATED!"),
        ('<c r="A1"><f t="shared" si="0"/></c>', "#UNCALCULATED!"),
        ('<c r="A1"><f>B1</f><v>0</v></c>', "0"),
        ('<c r="A1" s="99"><v>7</v></c>', "7"),
        ('<c r="a1"><v>7</v></c>', "7"),
        ('<c><v>7</v></c>', "7"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_shown(cell: str, shown: str) -> None:
    assert cells(f'<row r="1">{cell}</row>') == {1: {0: shown}}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" s="3"></c>',
        '<c r="A1" t="s"><v/></c>',
        '<c r="A1" t="str"><f>B1</f><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
    ],
)
def test_a_cell_with_nothing_in_it_is_none(cell: str) -> None:
    assert cells(f'<row r="1">{cell}</row>') == {}


def test_an_array_that_was_not_worked_out_fills_its_cells() -> None:
    first = '<c r="B1"><f t="array" ref="B1:C2">D1:E2</f></c>'
    rows = f'<row r="1">{first}</row><row r="2"><c r="A2"><v>7</v></c><c r="C2"/></row>'
    lost = "#UNCALCULATED!"
    assert cells(rows) == {1: {1: lost, 2: lost}, 2: {0: "7", 1: lost, 2: lost}}


def test_cells_and_rows_without_a_place_follow_those_before_them() -> None:
    rows = (
        '<row r="3" s="1"/><row><c r="B4" s="1"/><c/><c><v>1</v></c></row>'
        '<row r="7"><c/><c r="C7" s="1"/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>'
    )
    assert cells(rows) == {4: {3: "1"}, 7: {3: "2"}, 9: {0: "3"}}


def test_struck_cells_are_marked_and_kept_whole_on_demand() -> None:
    row = '<row r="1"><c r="A1" s="3"><v>7</v></c><c r="B1" t="s"><v>1</v></c></row>'
    (found,) = opened(row).rows
    assert (found.cells, found.struck) == ({0: "7", 1: "en"}, [0])
    (found,) = opened(row, with_struck=True).rows
    assert found.cells == {0: "7", 1: "Ben"}


def test_hidden_rows_and_columns_are_marked() -> None:
    hidden = ('hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"', 'hidden="0"', "")
    rows = "".join(f'<row r="{n}" {each}><c><v>1</v></c></row>' for n, each in enumerate(hidden, 1))
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>'
    grid = opened(rows, before=columns)
    assert [row.hidden for row in grid.rows] == [True, True, True, False, False]
    assert grid.hidden_columns == [range(1, 3), range(4, 5)]


def test_merged_cells_are_known_before_the_rows() -> None:
    after = '<mergeCells count="2"><mergeCell ref="B4:C5"/><mergeCell ref="A1:A2"/></mergeCells>'
    merged = [Area(1, 0, 2, 0), Area(4, 1, 5, 2)]
    assert opened("", after=after).merged == merged
    assert opened("", after=after.replace("mergeCell", "x:mergeCell")).merged == merged
    assert read_area("$B$2") == Area(2, 1, 2, 1)


empty = st.sampled_from(('<c r="{}" s="1"/>', '<c r="{}" s="1"></c>', '<c s="1" r="{}"/>', "<c/>"))
filled = st.sampled_from(('<c r="{}"><v>7</v></c>', '<c r="{}" t="s"><v>0</v></c>'))
row_starts = st.sampled_from(('<row r="{}" s="1">', "<row>", '<row r="{}">\n '))


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """Rows of cells, of which most are empty, with and without their place."""
    rows = ""
    for number in draw(st.lists(st.integers(1, 3), max_size=8)):
        last = max(map(int, re.findall(r'row r="(\d+)"', rows)), default=0) + rows.count("<row>")
        at = last + number
        body = "".join(
            draw(st.one_of(empty, empty, filled)).format(f"{column}{at}") for column in "ABD"
        )
        rows += draw(row_starts).format(at) + body + "</row>"
    return rows


@given(sheets(), st.integers(1, 60))
def test_a_condensed_sheet_says_the_same(rows: str, size: int) -> None:
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    condensed = condense_sheet(xml[at : at + size] for at in range(0, len(xml), size))
    assert said(condensed) == said(bytearray(xml))


def said(xml: bytearray) -> list[tuple[int, dict[int, str]]]:
    table = StyleTable({}, [], [])
    grid = open_sheet_xml(xml, ["Ann"], table, from_1904=False, with_struck=False)
    return [(row.number, row.cells) for row in grid.rows]


@pytest.mark.parametrize("cells_of_a_row", [0, 1, 20])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_what_is_parsed_follows_the_filled_cells(cells_of_a_row: int, prefix: str) -> None:
    row = "".join(f'<{prefix}c r="{chr(65 + n)}9" s="1"/>' for n in range(cells_of_a_row))
    rows = [f'<{prefix}row r="{n}" s="1">{row}</{prefix}row>' for n in range(1, 20_001)]
    rows[50] = f'<{prefix}row r="51"><{prefix}c r="A51"><{prefix}v>1</{prefix}v></{prefix}c></row>'
    chunk = 1 << 16
    xml = "".join(rows).encode()
    kept = condense_sheet(xml[at : at + chunk] for at in range(0, len(xml), chunk))
    assert len(kept) < len(xml) / 50


@pytest.mark.parametrize("path", sorted(CASES.glob("*.xlsx")), ids=lambda path: path.name)
def test_no_cell_is_lost_that_another_reader_finds(path: Path) -> None:
    book = XlsxBook(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it finds no sheet in Strict Open XML
        other = load_workbook(path, data_only=True)
    names = set(other.sheetnames)
    assert names <= {title.name for title in book.titles}
    for number, title in enumerate(book.titles):
        rows = {row.number: row.cells for row in book.open_grid(number, with_struck=True).rows}
        for cell in chain.from_iterable(other[title.name] if title.name in names else ()):
            if cell.value not in (None, ""):
                assert (cell.column or 0) - 1 in rows[cell.row or 0]
