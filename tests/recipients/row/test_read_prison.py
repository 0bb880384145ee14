"""The prison of a row: its own cell, a column that may hold towns, an address."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.recipient import Field

Check = Callable[..., CheckedList]


def codes(found: CheckedList) -> list[str]:
    return [problem.code for problem in found.problems]


def prisons(found: CheckedList) -> list[str]:
    return [entry.recipient.prison.code for entry in found.good_rows]


@pytest.mark.parametrize(
    ("cell", "prison"),
    [("HMP Swansea", "SWI"), ("LEI", "LEI"), ("HMYOI Wetherby", "WYI"), ("Leeds Prison", "LEI")],
)
def test_a_location_that_says_prison_is_taken_without_a_warning(
    checked: Check, cell: str, prison: str
) -> None:
    found = checked(f"Name,Prison No,Location\nAnn Hart,A1001XY,{cell}\n")
    assert (prisons(found), codes(found)) == ([prison], [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Leeds", "PM310"),
        ("Holloway", "PM310"),
        ("Perth", "PM310"),
        ("Sheppey", "PM310"),
        ("Bradford", "PM302"),
        ("Leeds Crown Court", "PM302"),
        ("near HMP Leeds", "PM302"),
        ("17 Prison Lane", "PM302"),
        ("Bail", "PM306"),
        ("HMP Holloway", "PM301"),
        ("HMP Perth", "PM304"),
        ("HMP Leeds?", "PM308"),
    ],
)
def test_a_location_that_is_a_town_is_not(checked: Check, cell: str, code: str) -> None:
    found = checked(f"Name,Prison No,Location\nBen Hart,A1002XY,LEI\nAnn Hart,A1001XY,{cell}\n")
    assert (prisons(found), codes(found)) == (["LEI"], [code])


@pytest.mark.parametrize("heading", ["Location", "City", "Town", "Address", "Postcode"])
def test_a_list_in_which_nothing_says_prison_is_refused_at_its_headings(
    checked: Check, heading: str
) -> None:
    found = checked(f"Name,Prison No,{heading}\nAnn Hart,A1001XY,Leeds\nBen Hart,A1002XY,Hull\n")
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("PM106", 1)
    assert f'nothing under "{heading}" says HMP' in problem.message
    assert f'--map prison="{heading}"' in problem.help


@pytest.mark.parametrize("heading", ["Location", "City"])
def test_a_column_that_the_user_names_holds_prisons(checked: Check, heading: str) -> None:
    text = f"Name,Prison No,{heading}\nAnn Hart,A1001XY,Leeds\n"
    found = checked(text, mapping=((Field.PRISON, heading),))
    assert (prisons(found), codes(found)) == (["LEI"], [])


@pytest.mark.parametrize(
    ("location", "address", "prison", "code"),
    [
        ("Leeds", "HMP Hull, Hedon Road", "HLI", "PW608"),
        ("", "HMP Hull, Hedon Road", "HLI", "PW608"),
        ("HMP Hull", "12 High Street, Leeds", "HLI", None),
        ('"2 Gloucester Terrace, Leeds LS12 2TJ"', "", "LEI", "PW608"),
        ("HMP Leeds", "HMP Hull", None, "PM305"),
    ],
)
def test_an_address_is_asked_if_the_location_is_a_town(
    checked: Check, location: str, address: str, prison: str | None, code: str | None
) -> None:
    found = checked(f'Name,Prison No,Location,Address\nAnn Hart,A1001XY,{location},"{address}"\n')
    assert prisons(found) == ([prison] if prison else [])
    assert codes(found) == ([code] if code else [])


def test_a_town_in_an_address_over_several_columns_is_no_prison(checked: Check) -> None:
    head = "Name,Prison No,Address 1,Address 2,City,Postcode\n"
    home = "Ann Hart,A1001XY,17 Larkspur Close,,Exeter,EX1 1AA\n"
    there = "Ben Hart,A1002XY,HM Prison,,Leeds,LS12 2TJ\n"
    found = checked(head + home + there)
    assert (prisons(found), codes(found)) == (["LEI"], ["PM302", "PW608"])


def test_the_age_is_compared_with_a_prison_taken_from_an_address_too(checked: Check) -> None:
    found = checked("Name,DOB,Address\nAnn Hart,12/03/1980,HMYOI Wetherby\n")
    assert sorted(codes(found)) == ["PW608", "PW614"]


def test_a_prisons_own_column_goes_on_as_it_was(checked: Check) -> None:
    found = checked("Name,Prison No,Prison,City\nAnn Hart,A1001XY,Leeds,Exeter\n")
    assert (prisons(found), codes(found)) == (["LEI"], [])
