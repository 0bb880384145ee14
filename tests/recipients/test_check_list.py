from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from prisonmail.prisons.directory import Directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions
from prisonmail.sender.markings import Marking

Checked = Callable[..., CheckedList]
TODAY = date(2026, 11, 21)
HEADINGS = "name,prison number,date of birth,prison,reference,marking"


@pytest.fixture
def checked(directory: Directory) -> Checked:
    def run(*rows: str, headings: str = HEADINGS) -> CheckedList:
        text = "\n".join((headings, *rows))
        return check(Source("list.csv", text.encode()), directory, TODAY)

    return run


def test_a_good_row_becomes_a_recipient(checked: Checked) -> None:
    found = checked("Łukasz Oddwell,a1001xy,12/03/1980,HMP Leeds,C/1,confidential access")
    (entry,) = found.good_rows
    person = entry.recipient
    assert not found.problems
    assert (person.name, person.prison_number, person.date_of_birth) == (
        "Łukasz Oddwell",
        "A1001XY",
        date(1980, 3, 12),
    )
    assert (person.prison.code, person.reference, person.marking) == (
        "LEI",
        "C/1",
        Marking.CONFIDENTIAL_ACCESS,
    )
    assert entry.row.line == 2


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (",A1001XY,,LEI,,", ["PM201"]),
        ("T0m Oddwell,A1001XY,,LEI,,", ["PM202"]),
        (f"{'x' * 61},A1001XY,,LEI,,", ["PM202"]),
        ("Tom Oddwell,A1O01XY,,LEI,,", ["PM204"]),
        ("Tom Oddwell,,,LEI,,", ["PM205"]),
        ("Tom Oddwell,,31/02/1980,LEI,,", ["PM206"]),
        ("Tom Oddwell,,12/03/2030,LEI,,", ["PM207"]),
        ("Tom Oddwell,A1001XY,,,,", ["PM302"]),
        ("Tom Oddwell,A1001XY,,Holloway,,", ["PM301"]),
        ("Tom Oddwell,A1001XY,,HMP Leedz,,", ["PM302"]),
        ("Tom Oddwell,A1001XY,,LEI,,Rule 99", ["PM212"]),
        ("Tom Oddwell,A1001XY,,LEI,,,extra", ["PM401"]),
        ("T0m,A1O01XY,soon,HMP Leedz,,Rule 99", ["PM202", "PM204", "PM206", "PM302", "PM212"]),
    ],
)
def test_every_problem_of_a_row_is_found(checked: Checked, row: str, codes: list[str]) -> None:
    found = checked("Good Person,A1009XY,,LEI,,", row)
    assert [problem.code for problem in found.problems] == codes
    assert {problem.line for problem in found.problems} == {3}
    assert (found.rows_read, len(found.good_rows), found.rows_bad) == (2, 1, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PM104"),
        (b"\n\n", "PM104"),
        (HEADINGS.encode(), "PM104"),
        (b"name,prison no,prison_no,prison\na,b,c,d", "PM105"),
        (b"name,prison number\na,b", "PM106"),
        (b"name,prison\na,b", "PM106"),
        (b"\x89PNG\r\n", "PM101"),
        (b"%PDF-1.7", "PM101"),
        (b"n\0a\0m\0e\0", "PM102"),
    ],
)
def test_a_list_that_cannot_be_used_has_one_problem(
    directory: Directory, content: bytes, code: str
) -> None:
    found = check(Source("list.csv", content), directory, TODAY)
    assert [problem.code for problem in found.problems] == [code]
    assert not found.good_rows


def test_lines_are_physical_lines(checked: Checked) -> None:
    found = checked('"Tom\nOddwell",A1001XY,,LEI,,', "", "T0m,A1002XY,,LEI,,")
    assert next(iter(found.good_rows)).row.line == 2
    assert [problem.line for problem in found.problems] == [5]


def test_a_byte_order_mark_is_not_part_of_the_first_heading(directory: Directory) -> None:
    text = f"{HEADINGS}\nTom,A1001XY,,LEI,,\n".encode("utf-8-sig")
    assert len(check(Source("list.csv", text), directory, TODAY).good_rows) == 1


def test_a_problem_shows_its_cell_but_its_repr_shows_nothing_personal(checked: Checked) -> None:
    found = checked("Tom Oddwell,A1O01XY,,LEI,C/9,")
    (problem,) = found.problems
    assert (problem.column_letter, problem.heading, problem.value) == (
        "B",
        "prison number",
        "A1O01XY",
    )
    assert problem.suggestion == "A1001XY"
    for shown in (repr(problem), repr(found)):
        assert "A1O01XY" not in shown
        assert "Oddwell" not in shown


def test_where_chooses_rows(directory: Directory) -> None:
    def checked(content: str, **options: Any) -> CheckedList:
        source = Source("list.csv", content.encode())
        return check(source, directory, TODAY, ListOptions(**options))

    rows = "Ann Hart,A1001XY,LEI,Leeds\nBen Hart,A1002XY,LEI, leeds \nCal Hart,A1003XY,LEI,York\n"
    content = "Name,NOMS No,Prison,Office\n" + rows
    assert len(checked(content, where=(("office", "LEEDS"),)).good_rows) == 2
    assert len(checked(content, where=(("Office", "Leeds"), ("Office", "York"))).good_rows) == 3
    found = checked(content, where=(("Office", "York"), ("Name", "Cal Hart")))
    assert [entry.row.line for entry in found.good_rows] == [4]
    assert found.skipped == {"not chosen": 2}
    assert next(iter(checked(content, where=(("Team", "x"),)).problems)).code == "PM002"
    assert next(iter(checked(content, where=(("Office", "x"),)).problems)).code == "PM104"
