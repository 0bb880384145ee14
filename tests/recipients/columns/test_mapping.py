"""Headings become fields: synonyms, precedence, traps, and what the user says."""

from collections.abc import Callable

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.columns.headings import Fit, find_field, guess
from prisonmail.recipients.columns.mapping import name_option, read_choice
from prisonmail.recipients.recipient import TEMPLATE, Field

Check = Callable[..., CheckedList]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("PRISON_number", Field.PRISON_NUMBER),
        (" Prison  Number ", Field.PRISON_NUMBER),
        ("Prison No.", Field.PRISON_NUMBER),
        ("NOMS No", Field.PRISON_NUMBER),
        ("Prison Number (NOMS)", Field.PRISON_NUMBER),
        ("Client's Prison Number", Field.PRISON_NUMBER),
        ("CLIENT_DATE_OF_BIRTH", Field.DATE_OF_BIRTH),
        ("Date of Birth (dd/mm/yyyy)", Field.DATE_OF_BIRTH),
        ("Prison / Remand Centre", Field.PRISON),
        ("Current Prison", Field.PRISON),
        ("Location", Field.PRISON),
        ("CLIENT_FORENAME", Field.FORENAME),
        ("Family Name", Field.SURNAME),
        ("Our Ref", Field.REFERENCE),
        ("CASE_REF_NUMBER", Field.REFERENCE),
        ("Address Line 3", Field.ADDRESS),
        ("business_postal_code", Field.ADDRESS),
        ("Prison Address", Field.ADDRESS),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, field: Field) -> None:
    found = guess(heading)
    assert found is not None
    assert found.field is field


@pytest.mark.parametrize(
    "heading",
    "Number|No|ID|UCN|UFN|MAAT_ID|URN|PNC ID|NI Number|CRN|CRO No|Court|Police Station|Maiden name|"
    "Former surname|Alias|Salutation|Letter Dear|Matter Description|Company|Firm|job_title|Title|"
    "Matter Title|Open Date|Date created|Date of offence|Hearing date|Fee earner surname|"
    "Solicitor name|Problem|Prison officer|Next of kin".split("|"),
)
def test_a_heading_that_only_looks_alike_is_left_alone(heading: str) -> None:
    assert guess(heading) is None


def test_every_heading_of_the_template_is_known_as_its_own_field() -> None:
    for heading in TEMPLATE:
        assert guess(heading.value) == (heading, Fit.EXACT)


def test_every_field_can_be_named_in_an_option() -> None:
    assert [find_field(name_option(field)) for field in Field] == list(Field)


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


def test_a_prison_may_stand_in_the_address(checked: Check) -> None:
    found = checked("Name,NOMS No,Address 1,Address 2\nAnn Hart,A1001XY,HMP Leeds,LS12 2TJ\n")
    assert [problem.code for problem in found.problems] == ["PW608"]
    assert next(iter(found.good_rows)).recipient.prison.code == "LEI"
    assert not checked("Name,NOMS No,Address 1\nAnn Hart,A1001XY,12 High Street\n").good_rows


def test_an_address_that_is_another_prisons_contradicts(checked: Check) -> None:
    head = "Name,NOMS No,Prison,Postcode\n"
    assert not checked(head + "Ann Hart,A1001XY,HMP Leeds,LS12 2TJ\n").problems
    assert not checked(head + "Ann Hart,A1001XY,HMP Leeds,SW1A 1AA\n").problems
    (problem,) = checked(head + "Ann Hart,A1001XY,HMP Leeds,SW18 3HS\n").problems
    assert problem.code == "PM305"
    assert "Wandsworth" in problem.message


def test_where_chooses_rows(checked: Check) -> None:
    rows = "Ann Hart,A1001XY,LEI,Leeds\nBen Hart,A1002XY,LEI, leeds \nCal Hart,A1003XY,LEI,York\n"
    content = "Name,NOMS No,Prison,Office\n" + rows
    assert len(checked(content, where=(("office", "LEEDS"),)).good_rows) == 2
    assert len(checked(content, where=(("Office", "Leeds"), ("Office", "York"))).good_rows) == 3
    found = checked(content, where=(("Office", "York"), ("Name", "Cal Hart")))
    assert [entry.row.line for entry in found.good_rows] == [4]
    assert found.skipped == {"not chosen": 2}
    assert next(iter(checked(content, where=(("Team", "x"),)).problems)).code == "PM002"
    assert next(iter(checked(content, where=(("Office", "x"),)).problems)).code == "PM104"
