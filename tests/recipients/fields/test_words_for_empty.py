"""Words for an empty cell are empty in every field, and never printed inside a name."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
WORDS = [
    "NULL", "null", "nan", "NaN", "NaT", "None", "nil", "undefined", "(null)", "<null>", "[NULL]",
    "\\N", "N/A", "0", "0.0",
]  # fmt: skip


def names(found: CheckedList) -> list[str]:
    return [good.recipient.name for good in found.good_rows]


def codes(found: CheckedList) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_empty_is_empty_in_every_field(checked: Check, word: str) -> None:
    head = "Client ref,Ref,Forename,Middle name,Surname,DOB,Prison No,Prison\n"
    rows = (
        f"{word},{word},Ardal,{word},Finchcombe,{word},A1021XY,LEI\n"
        f"{word},7,Bryony,Maud,Ketteringham,25/12/1979,{word},LEI\n"
    )
    found = checked(head + rows)
    assert not found.problems
    assert names(found) == ["Ardal Finchcombe", "Bryony Maud Ketteringham"]
    assert [good.recipient.reference for good in found.good_rows] == ["", "7"]
    lacking = checked(f"{head}1,1,Ardal,,Finchcombe,{word},{word},{word}\n")
    assert sorted(codes(lacking)) == ["PM205", "PM302"]


@pytest.mark.parametrize("word", [*WORDS, "-", "n/a"])
def test_a_row_of_nothing_else_is_blank(checked: Check, word: str) -> None:
    row = ",".join([word] * 4)
    found = checked(f"Name,DOB,Prison No,Prison\nAnn Hart,,A1001XY,LEI\n{row}\n{row}\n")
    assert (found.rows_read, found.skipped["blank"], len(found.problems)) == (1, 2, 0)
    assert codes(checked(f"Name,DOB,Prison No,Prison\n{row}\n")) == ["PM104"]


@pytest.mark.parametrize("row", ["TBC,TBC,TBC,TBC", "1,0,0,0", "0,0,0,LEI"])
def test_a_row_that_may_be_somebody_is_not_blank(checked: Check, row: str) -> None:
    found = checked(f"Name,DOB,Prison No,Prison\nAnn Hart,,A1001XY,LEI\n{row}\n")
    assert (found.rows_read, found.skipped.get("blank")) == (2, None)
    assert {problem.line for problem in found.problems} == {3}


@pytest.mark.parametrize("marking", ["NULL", "nan", "(null)", "0"])
def test_a_marking_that_a_program_left_empty_is_the_usual_one(checked: Check, marking: str) -> None:
    assert not checked(f"Name,Prison No,Prison,Marking\nAnn Hart,A1001XY,LEI,{marking}\n").problems


def test_under_custody_a_0_is_an_answer(checked: Check) -> None:
    rows = "Ann Hart,A1001XY,LEI,0\nBen Hart,A1002XY,LEI,NULL\n"
    found = checked(f"Name,Prison No,Prison,In custody\n{rows}")
    assert [(problem.code, problem.line) for problem in found.problems] == [("PW609", 2)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ardal NULL Finchcombe", "Ardal Finchcombe"),
        ("Ardal null null Finchcombe", "Ardal Finchcombe"),
        ("Ardal (null) Finchcombe", "Ardal Finchcombe"),
        ("Ardal <null> Finchcombe", "Ardal Finchcombe"),
        ("Ardal None Finchcombe", "Ardal Finchcombe"),
        ("Ardal N/A Finchcombe", "Ardal Finchcombe"),
        ("Ardal #N/A Finchcombe", "Ardal Finchcombe"),
        ("Ardal NaN Finchcombe", "Ardal Finchcombe"),
        ("Ardal \\N Finchcombe", "Ardal Finchcombe"),
        ("Finchcombe, Ardal NULL", "Finchcombe, Ardal"),
        ("nan Finchcombe", None),
        ("Finchcombe, nan", None),
        ("Null Finchcombe", None),
        ("undefined undefined", None),
        ("Undefined Finchcombe", None),
    ],
)
def test_inside_a_name_it_is_refused(checked: Check, written: str, meant: str | None) -> None:
    (problem,) = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n').problems
    assert (problem.code, problem.suggestion) == ("PM216", meant)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ardal Null", "Ardal Null"),
        ("Null, Ardal", "Ardal Null"),
        ("Nan Finchcombe", "Nan Finchcombe"),
        ("NAN FINCHCOMBE", "NAN FINCHCOMBE"),
        ("Nil Kumar", "Nil Kumar"),
        ("Ravi NIL", "Ravi NIL"),
        ("Na Young", "Na Young"),
        ("Annan Nullmeyer", "Annan Nullmeyer"),
    ],
)
def test_people_are_called_null_and_nan_too(checked: Check, written: str, name: str) -> None:
    found = checked(f'Name,Prison No,Prison\n"{written}",A1001XY,LEI\n')
    assert (names(found), codes(found)) == ([name], [])


HEAD = "Forename,Middle name,Surname,Prison No,Prison\n"


@pytest.mark.parametrize(
    "parts",
    ["Nan,,Finchcombe", "Ardal,,Null", "Nil,,Kumar", "Young,,Na", "ARDAL,,NULL", "nan,,finch",
     "Ardal,Nan,Finchcombe"],
)  # fmt: skip
def test_alone_in_a_cell_such_a_name_is_asked_about(checked: Check, parts: str) -> None:
    (problem,) = checked(f"{HEAD}{parts},A1001XY,LEI\n").problems
    assert problem.code == "PM216"
    assert "write the whole name in one cell" in problem.help


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ("Nan Finchcombe,,", "Nan Finchcombe"),
        ("Ardal Null,,", "Ardal Null"),
        ("NULL,J,Finchcombe", "J Finchcombe"),
        ("ARDAL,NULL,FINCHCOMBE", "ARDAL FINCHCOMBE"),
        ("nan,nan,Finchcombe", "Finchcombe"),
    ],
)
def test_it_can_be_stated_and_capitals_of_its_own_say_enough(
    checked: Check, parts: str, name: str
) -> None:
    found = checked(f"{HEAD}{parts},A1001XY,LEI\n")
    assert (names(found), codes(found)) == ([name], [])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("1,Ann,#N/A,Hart,,A1001XY,LEI,", ["PW616"]),
        ("#N/A,Ann,,Hart,,A1001XY,LEI,", ["PW616"]),
        ("1,Ann,,Hart,#N/A,A1001XY,LEI,", ["PW616"]),
        ("1,Ann,,Hart,12/03/1980,#N/A,LEI,", ["PW616"]),
        ("1,Ann,,Hart,#N/A,#N/A,LEI,", ["PM210", "PM210"]),
        ("1,Ann,,Hart,,#N/A,LEI,", ["PM210"]),
        ("1,Ann,,#N/A,,A1001XY,LEI,", ["PM210"]),
        ("1,Ann,,Hart,,A1001XY,#N/A,", ["PM210"]),
        ("1,Ann,,Hart,#VALUE!,A1001XY,LEI,", ["PM210"]),
        ("1,Ann,,Hart,,A1001XY,LEI,#N/A", ["PM210"]),
        ("1,Ann,,Hart,,A1001XY,LEI,#REF!", ["PM210"]),
    ],
)
def test_what_a_lookup_did_not_find_is_missed_only_where_it_is_needed(
    checked: Check, row: str, found: list[str]
) -> None:
    for status in ("Status", "In custody"):
        head = f"Ref,Forename,Middle name,Surname,DOB,Prison No,Prison,{status}\n"
        assert codes(checked(f"{head}{row}\n")) == found
