"""Cells that the user puts right beside the file: read as if the file said so, on the same line."""

import io
from datetime import date

import openpyxl
import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import Corrections, ListOptions

HEADINGS = ("Name", "Prison Number", "Date of birth", "Prison")
ROWS = (
    ("Tarquin Oddwell", "A1O01XY", "12/03/1980", "Leeds"),
    ("Peregrine\nQuillfeather", "A1002XY", "13/03/1980", "Leeds"),
    ("Ottoline Fizz", "A1003XY", "14/03/1980", "Nowhere"),
)


def as_csv() -> bytes:
    rows = (HEADINGS, *ROWS)
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def as_workbook() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def check_with(directory: Directory, content: bytes, corrections: Corrections) -> CheckedList:
    options = ListOptions(corrections=corrections)
    return check(Source("clients", content), directory, date(2026, 11, 27), options)


@pytest.mark.parametrize(("content", "last"), [(as_csv(), 5), (as_workbook(), 4)])
def test_a_list_is_read_as_put_right_and_keeps_its_lines(
    directory: Directory, content: bytes, last: int
) -> None:
    before = check_with(directory, content, Corrections())
    assert [(each.line, each.column) for each in before.problems] == [(2, 2), (last, 4)]
    cells = {2: {2: "A1001XY"}, last: {4: "LEI"}}
    after = check_with(directory, content, Corrections(cells))
    assert not after.problems
    assert [each.row.line for each in after.good_rows] == [2, 3, last]
    assert next(each.recipient.prison_number for each in after.good_rows) == "A1001XY"


def test_a_row_left_out_is_counted_and_named(directory: Directory) -> None:
    found = check_with(directory, as_csv(), Corrections(left_out=frozenset([2, 5])))
    assert found.is_faultless
    assert len(found.good_rows) == 1
    assert list(found.skipped_rows) == [(2, "left out"), (5, "left out")]


def test_a_list_of_which_all_is_left_out_says_so(directory: Directory) -> None:
    found = check_with(directory, as_csv(), Corrections(left_out=frozenset([2, 3, 5])))
    (problem,) = found.problems
    assert problem.code == "PM104"
    assert "left these rows out" in problem.help


def test_a_cell_beyond_the_end_of_its_row_can_be_filled(directory: Directory) -> None:
    content = b"Name,Prison,Prison Number\nTarquin Oddwell,Leeds\n"
    found = check_with(directory, content, Corrections({2: {3: "A1001XY"}}))
    assert found.is_faultless


def test_a_heading_can_be_put_right(directory: Directory) -> None:
    content = b"Name,Prison Number,Where\nTarquin Oddwell,A1001XY,Leeds\n"
    assert check_with(directory, content, Corrections()).is_unusable
    assert check_with(directory, content, Corrections({1: {3: "Prison"}})).is_faultless


def test_a_date_of_a_workbook_that_is_put_right_is_text(directory: Directory) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADINGS)
    book.active.append(("Tarquin Oddwell", "A1001XY", date(1980, 3, 12), "Leeds"))
    book.save(file)
    found = check_with(directory, file.getvalue(), Corrections({2: {3: "13/03/1981"}}))
    (row,) = found.good_rows
    assert row.recipient.date_of_birth == date(1981, 3, 13)
    assert row.row.real_dates == ()
