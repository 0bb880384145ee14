"""CSV text becomes rows, and a stray quote swallows nobody unseen."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.problem import CellPlace, Problem
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.csv_rows import ListRow, find_cell_start, read_rows

Check = Callable[..., CheckedList]


HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


def test_a_cell_of_many_lines_counts_lines_and_rows(checked: Check) -> None:
    rows = '"2 Gloucester Terrace\r\nLeeds",Tarquin Oddwell,A1001XY,LEI\r\n,Bethan Hart,X,LEI\r\n'
    found = checked("Address,Name,Prison number,Prison\r\n" + rows)
    assert [entry.row.line for entry in found.good_rows] == [2]
    assert [(p.line, p.row, p.column_letter) for p in found.problems] == [(4, 3, "C")]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_two_cells_of_a_row_may_have_many_lines(checked: Check, end: str) -> None:
    row = '"HMP Leeds|2 Gloucester Terrace|Leeds",Ann Hart,A1001XY,"1 Oak Road||Leeds"|'
    other = '"HMP Hull|Hedon Road",Ben Hart,A1002XY,"2 Oak Road|Hull"|'
    text = f"Prison,Name,Prison number,Home address|{row}{other}".replace("|", end)
    assert [entry.row.line for entry in checked(text).good_rows] == [2, 7]


def test_separators_inside_a_cell_do_not_split_it(checked: Check) -> None:
    found = checked(HEAD + "Tarquin Oddwell,A1001XY,HMP Leeds,a\u2028b\x0bc\x85d\r\n" + ROW)
    assert [entry.row.line for entry in found.good_rows] == [2, 3]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW * 2, 2),
        ('Ann Hart,A1001XY,LEI,"two\r\nlines"\r\nBen Hart,A1002XY,"LEI,x\r\n' + ROW, 4),
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW + 'Ben Hart,A1002XY,"HMP Hull",x\r\n', 2),
        ('Ann Hart,A1001XY,"HMP Leeds,x\r\n' + ROW + 'Ben Hart,A1002XY,HMP Hull",x\r\n', 2),
    ],
)
def test_a_quote_that_swallows_people_stops_the_list(checked: Check, rows: str, line: int) -> None:
    found = checked(HEAD + rows)
    assert [(problem.code, problem.line) for problem in found.errors] == [("PM107", line)]
    assert found.is_unusable


@pytest.mark.parametrize("notes", ['"say ""hi"""', '5" nail', '"a\r\nb"', '"a, b"', '"x" y'])
def test_a_quote_that_swallows_nobody_is_no_problem(checked: Check, notes: str) -> None:
    found = checked(f"{HEAD}Ann Hart,A1001XY,LEI,{notes}\r\n{ROW.replace('1001', '1002')}")
    assert not found.problems
    assert len(found.good_rows) == 2


@pytest.mark.parametrize(
    ("line", "column", "start"),
    [
        ("a,b,c", 1, 0), ("a,b,c", 3, 4), ("a,b,c", 4, None), ('"a,b",c', 2, 6), ('"a",b', 1, 1),
        ('"a ""x"", b",c', 2, 13), ('x,"c"', 2, 3), ('"never closed', 2, None), ("", 1, 0),
    ],
)  # fmt: skip
def test_a_cell_begins_after_its_quote(line: str, column: int, start: int | None) -> None:
    assert find_cell_start(line, column, ",") == start


CELL = st.text('ab ",;\n', max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=4, max_size=4), max_size=6)


@given(ROWS)
def test_whatever_is_written_as_csv_is_read_or_reported(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    lost: list[Problem] = []
    lines = file.getvalue().splitlines(keepends=True)
    found = list(read_rows(lines, ",", CellPlace("list"), lost))
    kept = {row.number: row for row in found}
    assert len(found) + len(lost) == len(rows)
    for number, row in kept.items():
        assert isinstance(row, ListRow)
        assert list(row.cells) == rows[number - 1]
