"""One cell: its tidied text, and markings and references read from it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.cell import (
    UNCALCULATED,
    clean,
    find_damaged_reference,
    find_excel_error,
    is_empty,
    is_left_out,
    name_character,
    read_reference,
)

Check = Callable[..., CheckedList]


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


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  HMP   Leeds ", "HMP Leeds"),
        ("HMP\u00a0Leeds", "HMP Leeds"),
        ("\ufeffName", "Name"),
        ("A1001\u200bXY", "A1001XY"),
        ("Zoe\u0308", "Zoë"),
        ("Ａnn", "Ann"),
        ("O´Neill", "O'Neill"),
        ("a\tb\nc", "a b c"),
        ("\x1a", ""),
        ('="00123"', "00123"),
        ('=" "', ""),
        ("'00123", "00123"),
        ("'=B2", "=B2"),
        ("'t Hooft", "'t Hooft"),
        ("=B2", "=B2"),
    ],
)
def test_a_cell_is_tidied(cell: str, text: str) -> None:
    assert clean(cell) == text


@given(st.text(st.characters(exclude_characters="='"), max_size=20))
def test_tidying_twice_changes_nothing(cell: str) -> None:
    assert clean(clean(cell)) == clean(cell)


@pytest.mark.parametrize(
    ("text", "empty", "left_out"),
    [
        ("", True, True), ("-", True, True), ("—", True, True), ("N/A", True, True),
        ("TBC", True, False), ("not known", True, False), ("?", True, False),
        ("none", True, False), ("--", True, False), ("not given", True, False),
        ("Ann", False, False), ("unknown to us", False, False),
    ],
)  # fmt: skip
def test_a_cell_may_say_nothing_or_that_nothing_belongs_there(
    text: str, empty: bool, left_out: bool
) -> None:
    assert (is_empty(text), is_left_out(text)) == (empty, left_out)


def code_of(fault: Fault | None) -> str | None:
    return fault.code if fault else None


@pytest.mark.parametrize("text", ["#N/A", "#ref!", "####", "#DIV/0!", "#NAME?", UNCALCULATED])
def test_an_excel_error_is_no_value(text: str) -> None:
    assert code_of(find_excel_error(text)) == "PM210"


@pytest.mark.parametrize("text", ["#", "##", "#12", "N/A", "C#"])
def test_a_hash_alone_is_no_excel_error(text: str) -> None:
    assert find_excel_error(text) is None


@pytest.mark.parametrize("text", ["1.5E+11", "1E+05", "12-Mar", "Mar-12"])
def test_a_reference_that_excel_has_changed_is_warned_of(text: str) -> None:
    assert code_of(find_damaged_reference(text)) == "PW605"


@pytest.mark.parametrize("text", ["C/1201/JE", "12-3", "A-Mar", "1E5", "2026-Mar-12"])
def test_other_references_are_as_they_were(text: str) -> None:
    assert find_damaged_reference(text) is None


def test_a_reference_has_room_for_sixty_characters() -> None:
    assert read_reference("x" * 60) == "x" * 60
    fault = read_reference("x" * 61)
    assert isinstance(fault, Fault)
    assert fault.message == "the reference has 61 characters, and there is room for 60"


def test_a_character_is_named_by_number_and_name() -> None:
    assert name_character("\u200b") == "U+200B, ZERO WIDTH SPACE"
    assert name_character("\x07") == "U+0007"
