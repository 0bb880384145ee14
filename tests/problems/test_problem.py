"""A problem names its place, and can be masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.problem import (
    CellPlace,
    Fault,
    Mark,
    mask,
    mask_text,
    name_column,
    redact_problem,
)


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_columns_have_the_letters_of_a_spreadsheet(column: int, letters: str) -> None:
    assert name_column(column) == letters


@given(st.integers(1, 20_000))
def test_no_two_columns_have_the_same_letters(column: int) -> None:
    number = 0
    for letter in name_column(column):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == column


@pytest.mark.parametrize(
    ("value", "masked"),
    [("A1001XY", "A****XY"), ("123456", "1****56"), ("12345", "****"), ("", "****")],
)
def test_a_mask_leaves_little_and_of_a_short_value_nothing(value: str, masked: str) -> None:
    assert mask(value) == masked


def test_only_what_stands_in_backticks_is_masked() -> None:
    said = mask_text("`Ann Hart` has `7` in it, unlike `Ben Hart`")
    assert said == "`A****rt` has `7` in it, unlike `B****rt`"


def test_a_redacted_problem_repeats_nothing_from_the_list() -> None:
    fault = Fault("PM204", "`A1O01XY` is wrong", "Use `A1001XY`.", "A1001XY", Mark(2, "`OO`"))
    place = CellPlace("list.csv", 2, 3, "Number", "A1O01XY", 2, "C/1201")
    problem = redact_problem(place.join_fault(fault))
    assert (problem.line, problem.column_letter, problem.heading) == (2, "C", "Number")
    assert (problem.value, problem.suggestion, problem.reference) == (None, None, None)
    assert problem.mark == Mark(0, "`****`")
    assert problem.message == "`A****XY` is wrong"
    assert problem.help == "Use `A****XY`."


def test_a_fault_says_whether_the_person_has_gone() -> None:
    assert Fault("PM306", "").says_gone
    assert Fault("PM307", "").says_gone
    assert not Fault("PM308", "").says_gone
