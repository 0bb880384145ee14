"""One row becomes a recipient, or everything that is wrong with it."""

from collections.abc import Callable

import pytest

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
    ("second", "code"),
    [
        ("\u202esemaJ", "PM221"),
        ("Zo\u00c3\u00ab", "PM208"),
        ("N\u00c3\u00a0", "PM208"),
        ("James", None),
    ],
)
def test_a_second_forename_is_looked_at_as_the_list_has_it(
    checked: Check, second: str, code: str | None
) -> None:
    head = "First forename,Second forename,Surname,Prison No,Prison"
    found = checked(f"{head}\nAnn,{second},Hart,A1001XY,HMP Leeds\n")
    assert [(each.code, each.column) for each in found.problems] == ([(code, 2)] if code else [])


@pytest.mark.parametrize(
    ("surname", "codes"),
    [
        ("TBC", ["PM201"]),
        ("not known", ["PM201"]),
        ("Not given", ["PM201"]),
        ("", []),
        ("n/a", []),
        ("-", []),
    ],
)
def test_a_surname_that_nobody_knows_is_not_left_off(
    checked: Check, surname: str, codes: list[str]
) -> None:
    found = checked(f"Forename,Surname,Prison No,Prison\nArdal,{surname},A1001XY,LEI\n")
    assert [problem.code for problem in found.problems] == codes
    assert [good.recipient.name for good in found.good_rows] == ([] if codes else ["Ardal"])
