"""A good row that another row of its person puts in doubt is told, and left out with bad ones."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]
HEAD = "Name,DOB,Prison No,Prison,Status\n"
ANN = "Ann Hart,12/03/1980,A1001XY,HMP Leeds,\n"


def doubts(found: CheckedList) -> list[int | None]:
    return [problem.line for problem in found.doubts]


@pytest.mark.parametrize(
    ("other", "warning"),
    [
        ("Ann Hart,12/03/1980,A1001XY,HMP Hull,", "PW613"),
        ("A Hart,,A1001XY,HMP Hull,", "PW613"),
        ("Ann Hart,12/03/1980,,HMP Hull,", "PW613"),
        ("Ann Hart,12/03/1980,A1001XY,HMP Leeds,Released", "PW621"),
        ("Ann Hart,,A1001XY,HMP Leeds,Transferred", "PW621"),
        ("Ann Hart,12/03/1980,,,Deceased", "PW621"),
        ("Ann Hart (deceased),,A1001XY,HMP Leeds,", "PW621"),
        ("Ann Hart - released,,A1001XY,HMP Leeds,", "PW621"),
        ("Ann Hart,12/03/1980,A1001XY,Released,", "PW621"),
        ("Ann Hart,,A1001XY,HMP Leedz,", None),
        ("Ann Hart,,A1001XY,HMP Leeds?,", None),
        ("Ann Hart,,A1001XY,Holloway,", None),
        (",,A1001XY,HMP Hull,", None),
        ("Ann Hart,,A1O01XY,HMP Hull,", None),
    ],
)
def test_a_row_is_in_doubt_if_another_row_says_otherwise(
    checked: Check, other: str, warning: str | None
) -> None:
    found = checked(f"{HEAD}{ANN}{other}\n")
    assert doubts(found) == [2]
    assert [entry.row.line for entry in found.good_rows] == [2]
    warned = {problem.code for problem in found.problems if problem.line == 2}
    assert warned == ({warning} if warning else set())
    left = found.without_doubts()
    assert not left.good_rows
    assert [row.line for row in left.bad_rows] == [2, 3]
    assert "PM408" in {problem.code for problem in left.errors}


@pytest.mark.parametrize(
    "other",
    [
        "Ann Hart,12/03/1980,A1001XY,HMP Leeds,", "Ann Hart,soon,A1001XY,HMP Leeds,",
        "Ann Hart,12/03/1981,A1002XY,HMP Hull,", "Ben Hart,12/03/1980,A1002XY,HMP Leedz,",
        "Ann Hart,,,HMP Hull,Released",
    ],
)  # fmt: skip
def test_a_row_is_not_in_doubt_for_nothing(checked: Check, other: str) -> None:
    found = checked(f"{HEAD}{ANN}{other}\n")
    assert not found.doubts
    assert found.without_doubts().good_rows


@pytest.mark.parametrize(
    ("one", "other"),
    [("Seán Hart", "SEAN HART"), ("Zoë O’Dowd", "Zoe O'Dowd"), ("Zoë Hart", "Hart, Zoe\u0308")],
)
def test_accents_and_apostrophes_make_no_other_person(checked: Check, one: str, other: str) -> None:
    rows = f'"{one}",12/03/1980,A1001XY,HMP Leeds,\n"{other}",12/03/1980,,HMP Hull,\n'
    assert [problem.code for problem in checked(HEAD + rows).problems] == ["PW613", "PM403"]


def test_the_earlier_row_may_be_the_one_that_is_wrong(checked: Check) -> None:
    found = checked(f"{HEAD}Ann Hart,,A1001XY,HMP Leedz,\n{ANN}")
    assert doubts(found) == [3]


def test_every_row_of_the_person_is_in_doubt(checked: Check) -> None:
    hull = ANN.replace("Leeds", "Hull")
    assert doubts(checked(f"{HEAD}{ANN}{ANN}{hull}")) == [2, 3]


def test_one_name_and_birth_with_two_numbers_is_warned_of_on_each_line(checked: Check) -> None:
    found = checked(HEAD + ANN + ANN.replace("A1001XY", "A1002XY"))
    assert [(problem.code, problem.line) for problem in found.problems] == [
        ("PW621", 2),
        ("PW621", 3),
    ]
    assert doubts(found) == [2, 3]


def test_a_person_who_also_stands_in_another_table_is_in_doubt(checked: Check) -> None:
    found = checked(f"{HEAD}{ANN}Files closed,,,,\n{ANN}")
    assert doubts(found) == [2]
    assert ("PW621", 2) in [(problem.code, problem.line) for problem in found.problems]


def test_a_released_row_that_is_left_out_stops_the_others_of_its_person(checked: Check) -> None:
    released = ANN.replace("Leeds,", "Leeds,Released")
    found = checked(HEAD + ANN + released, skip_not_in_custody=True)
    assert [(problem.code, problem.line) for problem in found.errors] == [("PM408", 2)]
    bail = ANN.replace("HMP Leeds,", ",On bail")
    assert not checked(HEAD + ANN + bail, skip_not_in_custody=True).problems
