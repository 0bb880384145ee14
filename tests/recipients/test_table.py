"""Headings are found, and rows that hold no person are dropped and counted."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.report_rows import is_footer
from prisonmail.recipients.table import find_delimiter, find_fields

Check = Callable[..., CheckedList]


HEAD = "Name,Prison number,Prison,Notes\r\n"
ROW = "Tarquin Oddwell,A1001XY,HMP Leeds,ok\r\n"


def code_of(found: CheckedList) -> str:
    return next(iter(found.problems)).code


def test_a_row_that_is_too_long_is_never_shifted(checked: Check) -> None:
    found = checked(
        "Name,Prison number,Prison\nAnn Hart,A1001XY,LEI,C Wing\nBen Hart,A1002XY,LEI,,\n"
    )
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM401", 2)]
    assert len(found.good_rows) == 1


def test_rows_without_a_person_are_skipped_and_counted(checked: Check) -> None:
    lines = [
        "Northmoor & Co LLP", "", "Client,DOB,Prison No,Establishment",
        "Ann Hart,12/03/1980,A1001XY,LEI", ",,,", "Page 2 of 3", "Northmoor & Co LLP",
        "Client,DOB,Prison No,Establishment", "Ben Hart,12/03/1981,A1002XY,LEI",
        "Total clients: 2", "Grand total,,,2", "Printed by: J Example on 9/3/2026", "End of report",
    ]  # fmt: skip
    found = checked("\n".join(lines))
    assert not found.problems
    assert found.rows_read == len(found.good_rows) == 2
    assert found.skipped == {"title": 1, "blank": 2, "footer": 6, "heading": 1}


@pytest.mark.parametrize("name", ["Page Turner", "Count Basie", "Total Recall", "Endy Report"])
def test_nobody_is_skipped_for_an_odd_name(checked: Check, name: str) -> None:
    found = checked(f"Name,Prison number,Prison\n{name},A1001XY,LEI\n{name},,\n")
    assert len(found.good_rows) == 1
    assert found.rows_read == 2


def test_a_list_beyond_the_limit_is_refused_with_the_option_that_lifts_it(checked: Check) -> None:
    found = checked(HEAD + ROW * 3, max_rows=2)
    assert code_of(found) == "PM108"
    assert "--max-rows" in next(iter(found.problems)).help
    assert checked(HEAD + ROW * 3, max_rows=3).rows_read == 3


def test_more_than_a_thousand_columns_are_refused(checked: Check) -> None:
    wide = ",".join(["Name", "Prison number", "Prison", *(f"Note {n}" for n in range(1000))])
    assert code_of(checked(f"{wide}\n{ROW}")) == "PM113"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Name,Prison,DOB", ","), ("Name;Prison;DOB", ";"), ("Name\tPrison\tDOB", "\t"),
        ("Name|Prison|DOB", "|"), ("Northmoor; Leeds, York\nName;Prison;DOB", ";"),
        ("Name;Office, building", ";"), ("hello", ","), ("", ","), ('Name;"Pri,son";DOB', ";"),
    ],
)  # fmt: skip
def test_the_delimiter_is_the_one_that_finds_most_headings(text: str, delimiter: str) -> None:
    assert find_delimiter(text.splitlines(keepends=True)) == delimiter


def test_a_heading_that_the_user_has_mapped_counts_as_known() -> None:
    assert find_fields(["Who", "Prison"], ()) == {Field.PRISON}
    chosen = ((Field.NAME, "who"),)
    assert find_fields(["Who", "Prison"], chosen) == {Field.NAME, Field.PRISON}
    assert find_delimiter(["Who,x;Held at,y\n"], ((Field.NAME, "Who"), (Field.PRISON, "y"))) == ","


@pytest.mark.parametrize(
    ("cells", "footer"),
    [
        (["Page 2 of 3"], True), (["page 2/3"], True), (["Total"], True), (["Total:", "12"], True),
        (["Total", "=SUM(B2:B9)"], True), (["Grand total", "£1,204.50"], True),
        (["End of report"], True), (["12 records"], True), (["Printed on 9/3/2026"], True),
        (["Total", "Ann Hart"], False), (["Page Turner"], False), (["Ann Hart"], False),
        (["12"], False), ([], False),
    ],
)  # fmt: skip
def test_a_footer_is_a_mark_with_no_other_words(cells: list[str], footer: bool) -> None:
    assert is_footer(cells) is footer


def test_a_heading_may_have_no_more_than_thirty_rows_above_it(checked: Check) -> None:
    assert checked("Report\n" * 29 + HEAD + ROW).rows_read == 1
    assert code_of(checked("Report\n" * 30 + HEAD + ROW)) == "PM103"


def test_one_known_heading_is_taken_only_from_the_first_row(checked: Check) -> None:
    assert code_of(checked("Name,x\na,b\n")) == "PM106"
    assert code_of(checked("Report\nName,x\na,b\n")) == "PM103"
