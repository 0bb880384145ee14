"""Rows become recipients or problems: custody, duplicates, damage, shape."""

from collections.abc import Callable

import pytest

from prisonmail.problems.explanations import read_explanations
from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
HEAD = "Ref,Name,DOB,Prison No,Prison,In custody\n"


def codes(found: CheckedList) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in found.problems]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("1,Ann Hart,,A1001XY,LEI,Yes", []),
        ("1,Ann Hart,12/03/1980,TBC,LEI,", []),
        ("1,Ann Hart,,,LEI,", ["PM205"]),
        ("1,,,A1001XY,LEI,", ["PM201"]),
        ("1,Ann Hart,,A1001XY,,", ["PM302"]),
        ("1,Ann Hart,,A1001XY,Narnia,", ["PM302"]),
        ("1,Ann Hart,,A1001XY,Bail,", ["PM306"]),
        ("1,Ann Hart,,,,No", ["PM306"]),
        ("1,Ann Hart,,A1001XY,LEI,No", ["PW609"]),
        ("1,4nn,31/02/1980,A1O01XY,Narnia,", ["PM202", "PM206", "PM204", "PM302"]),
        ("#REF!,Ann Hart,,A1001XY,LEI,", ["PM210"]),
        ("12-Mar,Ann Hart,,A1001XY,LEI,", ["PW605"]),
        ("1.5E+11,Ann Hart,,A1001XY,LEI,", ["PW605"]),
        (f"{'x' * 61},Ann Hart,,A1001XY,LEI,", ["PM211"]),
        ("1,#NAME?,,A1001XY,LEI,", ["PM210"]),
        ("1,Mr,,A1001XY,LEI,", ["PM201"]),
        ("1,A\x07nn Hart,,A1001XY,LEI,\x1a", []),
        ("1,Ann Hart,###,A1001XY,LEI,", ["PM210"]),
        ("1,Ann Hart,,=B2,LEI,", ["PM204"]),
        ('1,Ann Hart,,"=""A1001XY""",LEI,', []),
        ("1,Ann Hart,,'A1001XY,LEI,", []),
    ],
)
def test_all_that_is_wrong_with_a_row_is_found_at_once(
    checked: Check, row: str, found: list[str]
) -> None:
    result = checked(f"{HEAD}{row}\n")
    assert sorted(code for code, _ in codes(result)) == sorted(found)
    assert all(line == 2 for _, line in codes(result))


def test_a_blank_row_may_hold_what_nobody_sees(checked: Check) -> None:
    found = checked(HEAD + "1,Ann Hart,,A1001XY,LEI,\n\u200b, ,\u00a0\n\x1a")
    assert not found.problems
    assert found.skipped == {"blank": 2}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,LEI"], [("PW603", 3)]),
        (["Ann Hart,,A1001XY,LEI", "A HART,,a1001xy,HMP Leeds"], [("PW603", 3)]),
        (["Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI"], [("PM402", 2), ("PM402", 3)]),
        (
            ["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI"],
            [("PM402", 2), ("PW603", 3), ("PM402", 3), ("PM402", 4)],
        ),
        (["Ann Hart,,A1001XY,LEI", "Ann Hart,,A1001XY,HLI"], [("PW613", 2), ("PM403", 3)]),
        (["Ann Hart,12/03/1980,,LEI", "ann hart,12/03/1980,,HLI"], [("PW613", 2), ("PM403", 3)]),
        (["Ann Hart,12/03/1980,,LEI", "Ann Hart,12/03/1981,,HLI"], []),
        (["Ann Hart,,A1001XY,Narnia", "Ann Hart,,A1001XY,LEI"], [("PM302", 2)]),
        (
            ["Ann Hart,,A1001XY,LEI", "Ben Hart,,A1001XY,LEI", "Cal Hart,,A1001XY,LEI"],
            [("PM402", 2), ("PM402", 3), ("PM402", 4)],
        ),
    ],
)
def test_one_person_twice_is_told_from_two_people_with_one_number(
    checked: Check, rows: list[str], found: list[tuple[str, int]]
) -> None:
    result = checked("Name,DOB,Prison No,Prison\n" + "\n".join(rows))
    assert codes(result) == found
    bad = {line for code, line in found if code.startswith("PM")}
    assert len(result.good_rows) == len(rows) - len(bad)


def test_the_place_names_line_row_column_and_reference_and_one_cell(checked: Check) -> None:
    (problem,) = checked(HEAD + "C/12,Ann Hart,,A1O01XY,LEI,Yes\n").problems
    assert (problem.line, problem.row, problem.column_letter, problem.char) == (2, 2, "D", 18)
    assert (problem.heading, problem.value, problem.reference) == ("Prison No", "A1O01XY", "C/12")
    assert "Ann" not in repr(problem)
    assert "A1O01XY" not in repr(problem)


def test_personal_fields_stay_out_of_every_repr(checked: Check) -> None:
    found = checked(HEAD + "C/12,Ann Hart,12/03/1980,A1001XY,LEI,Yes\nC/13,Ben,,A9,LEI,\n")
    for personal in ("Ann", "1980", "A1001XY", "C/12", "A9"):
        assert personal not in repr(found)


def test_every_code_has_a_page_and_every_page_says_something() -> None:
    pages = read_explanations()
    assert {"PM101", "PM204", "PM502", "PW604"} <= set(pages)
    for page in pages.values():
        assert all((page.title, page.meaning, page.example, page.remedy))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ('"HMP Hull\nHedon Road\nHull"', ["PM305"]),
        ("HMP Leeds", []),
        ('"2 Gloucester Terrace\nHull"', []),
        ("HMP Nowhere", []),
    ],
)
def test_an_address_that_is_another_prisons_contradicts(
    checked: Check, address: str, found: list[str]
) -> None:
    result = checked(f"Name,Prison No,Prison,Address\nAnn Hart,A1001XY,HMP Leeds,{address}")
    assert [problem.code for problem in result.problems] == found


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        ("Name,Surname", "Ann,Hart", "Ann Hart"),
        ("Name,Surname", "Ann Hart,Hart", "Ann Hart"),
        ("Name,Surname", '"Hart, Ann",Hart', "Ann Hart"),
        ("Name,Known as", "Ann Hart,Annie", "Ann Hart"),
        ("Name,Middle name", "Ann Hart,Bea", "Ann Hart"),
        ("Name,Forename,Surname", "Ann Hart,Ann,", "Ann Hart"),
        ("Name,Forename,Surname", "Mrs Hart,Ann,Hart", "Ann Hart"),
        ("Name,Forename", '"Mary\nAnn Hart",', "Mary Ann Hart"),
    ],
)
def test_a_name_is_whole_however_its_columns_share_it(
    checked: Check, headings: str, cells: str, name: str
) -> None:
    found = checked(f"{headings},Prison No,Prison\n{cells},A1001XY,LEI\n")
    assert [entry.recipient.name for entry in found.good_rows] == [name]


def test_two_names_on_two_lines_of_one_cell_are_two_people(checked: Check) -> None:
    found = checked('Name,Prison No,Prison\n"Ann Hart\nBen Hart",A1001XY,LEI\n')
    assert [problem.code for problem in found.problems] == ["PM203"]


@pytest.mark.parametrize(
    ("born", "prison", "found"),
    [
        ("12/03/1980", "WYI", ["PW614"]),
        ("21/11/2004", "WYI", ["PW614"]),
        ("22/11/2004", "WYI", []),
        ("22/11/2008", "LEI", ["PW614"]),
        ("21/11/2008", "LEI", []),
        ("22/11/2008", "HLI", []),
        ("12/03/1980", "HLI", []),
    ],
)
def test_an_age_that_does_not_go_with_the_prison_is_warned_of(
    checked: Check, born: str, prison: str, found: list[str]
) -> None:
    result = checked(f"Name,DOB,Prison\nAnn Hart,{born},{prison}\n")
    assert [problem.code for problem in result.problems] == found
    assert len(result.good_rows) == 1


@pytest.mark.parametrize("typed", ["none", "None", "nil", "no", "TBC", "unknown", "?", "R39?"])
def test_a_letter_is_never_marked_against_what_was_typed(checked: Check, typed: str) -> None:
    found = checked(f"Name,Prison No,Prison,Marking\nAnn Hart,A1001XY,LEI,{typed}\n")
    (problem,) = found.problems
    assert (problem.code, problem.heading) == ("PM212", "Marking")
    assert "Prison Rule 39, YOI Rule 17, Confidential access" in problem.help
    assert "leave the cell empty" in problem.help


@pytest.mark.parametrize("typed", ["", " ", "-", "–", "n/a", "N/A"])
def test_a_marking_that_is_left_out_is_the_usual_one(checked: Check, typed: str) -> None:
    found = checked(f"Name,Prison No,Prison,Marking\nAnn Hart,A1001XY,LEI,{typed}\n")
    assert not found.problems
    assert [entry.recipient.marking for entry in found.good_rows] == [None]
