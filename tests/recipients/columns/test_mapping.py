"""Columns become fields: which heading wins, and what the user chooses."""

from collections.abc import Callable

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.mapping import read_choice
from prisonmail.recipients.recipient import Field

Check = Callable[..., CheckedList]


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ("number=Prison Ref", Field.PRISON_NUMBER), ("prison_number=X", Field.PRISON_NUMBER),
        ("dob=X", Field.DATE_OF_BIRTH), ("date_of_birth=X", Field.DATE_OF_BIRTH),
        ("ref=X", Field.REFERENCE), ("REFERENCE=X", Field.REFERENCE), ("name=X", Field.NAME),
        ("forename=X", Field.FORENAME), ("surname=X", Field.SURNAME), ("marking=X", Field.MARKING),
    ],
)  # fmt: skip
def test_a_choice_names_a_field(choice: str, field: Field) -> None:
    assert read_choice(choice)[0] is field


@pytest.mark.parametrize("choice", ["number", "number=", "=X", "shoe=X", "number= "])
def test_a_choice_that_says_nothing_is_a_wrong_command(choice: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        read_choice(choice)
    if "shoe" in choice:
        assert "date_of_birth" in caught.value.remedy


def one(found: CheckedList) -> tuple[str, str, str]:
    (entry,) = found.good_rows
    person = entry.recipient
    return person.name, person.prison_number or "", person.reference


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (
            "Client,Forename,Surname,NOMS No,Prison",
            "Somebody Else,Ann,Hart,A1001XY,LEI",
            ("Ann Hart", "A1001XY", ""),
        ),
        (
            "Full Name,Forename,Surname,NOMS No,Prison",
            "Hart; Ann,,,A1001XY,LEI",
            ("Ann Hart", "A1001XY", ""),
        ),
        (
            "Client,Full Name,Matter,NOMS No,Prison",
            "10045,Ann Hart,0001,A1001XY,LEI",
            ("Ann Hart", "A1001XY", "10045/0001"),
        ),
        (
            "Known as,Forename,Middle Name,Surname,Prison ID,Location,Prison",
            "Annie,Ann,Mary,Hart,A1001XY,Cell 4,LEI",
            ("Ann Mary Hart", "A1001XY", ""),
        ),
        (
            "Name,Current Prison Number,Prison Number,Prison",
            "Ann Hart,A9999XY,A1001XY,LEI",
            ("Ann Hart", "A1001XY", ""),
        ),
    ],
)
def test_the_better_heading_wins(
    checked: Check, headings: str, row: str, expected: tuple[str, str, str]
) -> None:
    assert one(checked(f"{headings}\n{row}\n")) == expected


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Name,Prison No,NOMS No,Prison", ("Prison No", "column B", "NOMS No", "column C")),
        ("Name,Prison,Prison,NOMS No", ("column B", "column C", "--map prison=")),
        ("Name,Full Name,NOMS No,Prison", ("Name", "Full Name", "--map name=")),
    ],
)
def test_two_headings_for_one_field_are_named_with_the_choice(
    checked: Check, headings: str, said: tuple[str, ...]
) -> None:
    (problem,) = checked(f"{headings}\na,b,c,d\n").problems
    assert problem.code == "PM105"
    assert problem.line == 1
    assert all(part in problem.message + problem.help for part in said)


def test_a_choice_of_whole_names_comes_before_names_in_parts(checked: Check) -> None:
    content = "Forename,Surname,Client,NOMS No,Prison\nEric,Brown,Ann Hart,A1001XY,LEI\n"
    assert one(checked(content))[0] == "Eric Brown"
    assert one(checked(content, mapping=((Field.NAME, "client"),)))[0] == "Ann Hart"


def test_a_missing_column_is_told_with_those_that_are_there(checked: Check) -> None:
    (problem,) = checked("Name,NOMS No,Prizon\nAnn Hart,A1001XY,LEI\n").problems
    assert problem.code == "PM106"
    assert '"Prizon"' in problem.help
    assert '--map prison="Prizon"' in problem.help


def test_columns_that_say_nothing_may_have_one_heading_twice(checked: Check) -> None:
    found = checked("Name,NOMS No,Prison,Notes,Notes\nAnn Hart,A1001XY,LEI,x,y\n")
    assert not found.problems
