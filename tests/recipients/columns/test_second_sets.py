"""A second person in a row is never left out in silence, and neither is a second prison."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.mapping import read_choice

Check = Callable[..., CheckedList]
ARDAL, BRYONY = "Ardal Finchcombe,A1021XY,HMP Leeds", "Bryony Ketteringham,A1022XY,HMP Send"
COSMO = "Cosmo Dunwiddy,A1023XY,HMP Hull"


def names(found: CheckedList) -> list[str]:
    return [entry.recipient.name for entry in found.good_rows]


def codes(found: CheckedList) -> list[str]:
    return [problem.code for problem in found.errors]


@pytest.mark.parametrize(
    "headings",
    [
        "Name,Prison No,Prison,Name,Prison No,Prison",
        "Name,Prison No,Prison,Name.1,Prison No.1,Prison.1",
        "Name,Prison No,Prison,Name_1,Prison No_1,Prison_1",
        "Name,Prison No,Prison,Name2,Prison No2,Prison2",
        "Name,Prison No,Prison,Name (2),Prison No (2),Prison (2)",
        "Client Name,Prison No,Prison,Client Name 2,Prison No 2,Prison 2",
        "Client,Prison No,Prison,Second client,Second client prison no,Second client prison",
        "Client,Prison No,Prison,Co-defendant,Co-defendant prison no,Co-defendant prison",
        "Client,Prison No,Prison,Other client,Other client prison no,Other client prison",
        "Name,Prison No,Prison,Co-defendant name,Notes,Notes",
        "Name,Prison No,Prison,Second client,x,y",
        "Name,Prison No,Prison,Name (co-defendant),x,y",
        "Name (client),Prison No,Prison,Name (client 2),Number,Other",
    ],
)
def test_a_row_with_a_second_person_is_stopped_and_one_without_is_not(
    checked: Check, headings: str
) -> None:
    found = checked(f"{headings}\n{ARDAL},{COSMO}\n{BRYONY},,n/a,\n")
    assert names(found) == ["Bryony Ketteringham"]
    (problem,) = found.errors
    assert (problem.code, problem.line, problem.column) == ("PM404", 2, 4)
    assert f'"{headings.split(",")[3]}"' in problem.message
    assert "--map" not in problem.help


@pytest.mark.parametrize(
    "headings",
    [
        "Client 1 Name,Client 1 Prison No,Client 1 Prison,"
        "Client 2 Name,Client 2 Prison No,Client 2 Prison",
        "Client A Name,Client A NOMS,Client A Prison,Client B Name,Client B NOMS,Client B Prison",
        "First client,First client's prison no,First client's prison,"
        "Second client,Second client's prison no,Second client's prison",
        "Name_x,Prison No_x,Prison_x,Name_y,Prison No_y,Prison_y",
        "Defendant 1,Prison No 1,Prison 1,Defendant 2,Prison No 2,Prison 2",
        "Person 1,Prison No 1,Prison 1,Person 2,Prison No 2,Prison 2",
    ],
)
def test_a_list_for_two_people_in_each_row_is_refused(checked: Check, headings: str) -> None:
    first, second = headings.split(",")[0], headings.split(",")[3]
    full = f"{headings}\n{ARDAL},{COSMO}\n{BRYONY},,,\n"
    for choices in ((), (read_choice(f"name={first}"),)):
        (problem,) = checked(full, mapping=choices).problems
        assert (problem.code, problem.line) == ("PM117", 1)
        assert f'"{first}"' in problem.message
        assert f'"{second}"' in problem.message
        assert "--map" not in problem.help
    wrong_half = checked(full, mapping=(read_choice(f"name={second}"),))
    assert not wrong_half.good_rows
    assert "PM404" in codes(wrong_half)
    blank = checked(f"{headings}\n{ARDAL},,,\n{BRYONY},,,\n")
    assert names(blank) == ["Ardal Finchcombe", "Bryony Ketteringham"]


def test_a_choice_of_one_half_drops_nobody(checked: Check) -> None:
    headings = "Name,Prison No,Prison,Name,Prison No,Prison"
    for letters in ("ABC", "DEF"):
        fields = zip(("name", "number", "prison"), letters, strict=True)
        choices = tuple(read_choice(f"{field}={letter}") for field, letter in fields)
        found = checked(f"{headings}\n{ARDAL},{COSMO}\n", mapping=choices)
        assert codes(found) == ["PM404"]


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("Prison 2", "HMP Hull", "a second prison"),
        ("Prison.1", "HMP Hull", "a second prison"),
        ("Prison (2)", "HMP Hull", "a second prison"),
        ("Second prison", "HMP Hull", "a second prison"),
        ("Prison No 2", "A1023XY", "a second prison number"),
    ],
)
def test_a_second_prison_or_number_stops_its_row_only_if_it_differs(
    checked: Check, heading: str, value: str, said: str
) -> None:
    found = checked(f"Name,Prison No,Prison,{heading}\n{ARDAL},{value}\n{BRYONY},\n")
    assert names(found) == ["Bryony Ketteringham"]
    assert codes(found) == ["PM405"]
    assert said in next(iter(found.errors)).message
    same = "hmp leeds" if "rison" in said and "number" not in said else "A1021XY"
    assert not checked(f"Name,Prison No,Prison,{heading}\n{ARDAL},{same}\n").problems


@pytest.mark.parametrize(
    "headings",
    [
        "Notes 2,Phone 2,Ref 1",
        "Address line 1,Address line 2,Address 3",
        "Co-defendants,Other party,Partner name",
        "Second solicitor,Counsel 2,Next of kin 2",
        "Former surname,Alias 2,Matter 2",
    ],
)
def test_other_columns_with_numbers_stop_nothing(checked: Check, headings: str) -> None:
    found = checked(f"Name,Prison No,Prison,{headings}\n{ARDAL},R Smith,x,y\n")
    assert not found.problems


@pytest.mark.parametrize("said", ["", "-", "n/a", "None", "No", "N", "0"])
def test_a_cell_that_names_nobody_is_no_second_person(checked: Check, said: str) -> None:
    assert not checked(f"Name,Prison No,Prison,Second client\n{ARDAL},{said}\n").problems


def test_a_heading_with_a_number_is_better_than_a_weak_one(checked: Check) -> None:
    rows = "Ardal Finchcombe,A1021XY,Cell 4,HMP Leeds,\n"
    assert names(checked(f"Name,Prison No,Location,Prison 1,Prison 2\n{rows}")) == [
        "Ardal Finchcombe"
    ]


def test_client_numbers_are_no_second_client(checked: Check) -> None:
    rows = "Ardal Finchcombe,A1021XY,LEI,10045,10046\n"
    assert not checked(f"Full name,Prison No,Prison,Client,Client 2\n{rows}").problems


def test_a_second_person_is_not_left_out_with_one_who_is_free(checked: Check) -> None:
    for said in ("Released", "No"):
        rows = f"{ARDAL},Cosmo Dunwiddy,{said}\n{BRYONY},,\n"
        content = f"Client,Prison No,Prison,Client 2,Custody\n{rows}"
        found = checked(content, skip_not_in_custody=True)
        assert "PM404" in codes(found)
        assert found.rows_read == 2


def test_names_of_one_word_may_be_parts_of_one_name(checked: Check) -> None:
    rows = "Ardal,Finchcombe,A1021XY,LEI\n"
    for headings, code in (("Name 1,Name 2", "PM117"), ("Name,Name", "PM404")):
        (problem,) = checked(f"{headings},Prison No,Prison\n{rows}").errors
        assert problem.code == code
        assert "--map forename=A --map surname=B" in problem.help
    choices = (read_choice("forename=A"), read_choice("surname=B"))
    assert names(checked(f"Name 1,Name 2,NOMS,Prison\n{rows}", mapping=choices)) == [
        "Ardal Finchcombe"
    ]
