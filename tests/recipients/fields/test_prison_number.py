import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.prison_number import read_prison_number


@pytest.mark.parametrize("written", ["A1001XY", "a1001xy", " A 1001 XY", "A1001XY.", "A1001-XY"])
def test_case_spaces_and_stops_are_forgiven(written: str) -> None:
    assert read_prison_number(written) == "A1001XY"


@pytest.mark.parametrize(
    ("written", "suggestion", "said"),
    [
        ("A1O10XY", "A1010XY", "letter `O` where a digit belongs"),
        ("Al011XY", "A1011XY", "letter `l` where a digit belongs"),
        ("A1234X1", "A1234XI", "digit `1` where a letter belongs"),
        ("01234XY", "O1234XY", "digit `0` where a letter belongs"),
        ("A10#0XY", None, "the character `#` where a digit belongs"),
    ],
)
def test_one_wrong_character_is_pointed_at(written: str, suggestion: str | None, said: str) -> None:
    found = read_prison_number(written)
    assert isinstance(found, Fault)
    assert found.suggestion == suggestion
    assert found.mark is not None
    assert found.mark.label == said
    assert written[found.mark.offset] in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("AB1234", "old style"),
        ("12/123456A", "PNC"),
        ("123456/12A", "CRO"),
        ("QQ123456C", "National Insurance"),
        ("120326/001", "UFN"),
        ("12031980/T/ODDW", "UCN"),
        ("1234567", "MAAT"),
        ("A1006XYZ", "3 letters at the end, not 2"),
        ("A104XY", "3 digits, not 4"),
        ("A1001XY A1002XY", "more than one prison number"),
        ("Oddwell", "not a prison number"),
    ],
)
def test_anything_else_is_named_for_what_it_is(written: str, said: str) -> None:
    found = read_prison_number(written)
    assert isinstance(found, Fault)
    assert said in found.message


@pytest.mark.parametrize("written", ["А1010XY", "А1010ВС"])
def test_a_cyrillic_letter_is_never_taken_for_a_latin_one(written: str) -> None:
    found = read_prison_number(written)
    assert isinstance(found, Fault)
    assert found.code == "PM209"
    assert "U+0410" in found.message


@given(st.text(max_size=12))
def test_what_is_read_is_a_prison_number_and_reads_as_itself(text: str) -> None:
    found = read_prison_number(text)
    if isinstance(found, str):
        assert len(found) == 7
        assert found.isascii()
        assert read_prison_number(found) == found
    elif found.suggestion and found.code == "PM204":
        assert read_prison_number(found.suggestion) == found.suggestion
