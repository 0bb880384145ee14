"""The prison of a row, its address and the age of the person agree, or a problem says so."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked_list import CheckedList

Check = Callable[..., CheckedList]


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


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ('"HMP Hull\nHedon Road\nHull"', ["PM305"]),
        ("HMP Leeds", []),
        ('"2 Gloucester Terrace\nHull"', []),
        ("HMP Nowhere", []),
    ],
)
def test_a_prison_named_in_the_address_contradicts(
    checked: Check, address: str, found: list[str]
) -> None:
    result = checked(f"Name,Prison No,Prison,Address\nAnn Hart,A1001XY,HMP Leeds,{address}")
    assert [problem.code for problem in result.problems] == found


@pytest.mark.parametrize(
    ("born", "prison", "found"),
    [
        ("12/03/1980", "WYI", ["PW614"]),
        ("21/11/2004", "WYI", ["PW614"]),
        ("22/11/2004", "WYI", []),
        ("22/11/2008", "LEI", ["PW614"]),
        ("21/11/2008", "LEI", []),
        ("22/11/2008", "HLI", []),
        ("12/03/1980", "HLI", []),
    ],
)
def test_an_age_that_does_not_go_with_the_prison_is_warned_of(
    checked: Check, born: str, prison: str, found: list[str]
) -> None:
    result = checked(f"Name,DOB,Prison\nAnn Hart,{born},{prison}\n")
    assert [problem.code for problem in result.problems] == found
    assert len(result.good_rows) == 1


@pytest.mark.parametrize(
    ("heading", "address", "found"),
    [
        ("Postcode", "LS12 2TJ", []),
        ("Postcode", "LS12 2TX", ["PW626"]),
        ("Postcode", "LS1 2NE", []),
        ("Prison postcode", "LS1 2NE", ["PW626"]),
        ("Address", "12 Armley Road, Leeds LS12 3AA", []),
        ("Address", "12 High Street, Bradford BD1 1AA", []),
        ("Address", "2 Gloucester Terrace, Leeds LS12 9ZZ", ["PW626"]),
        ("Address", "HMP Leeds, 2 Gloucester Terrace, Leeds LS1 2NE", ["PW626"]),
        ("Address", "5 Other Street, Leeds LS12 2TJ", ["PW627"]),
        ("Address", "c/o HMP Leeds, 5 Other Street, Leeds", ["PW627"]),
        ("Prison address", "5 Other Street, Leeds LS1 2NE", ["PW626", "PW627"]),
        ("Prison address", "2 gloucester terr., LEEDS, West Yorkshire, ls122tj", []),
        ("Prison address", "Gloucester Terrace", []),
        ("Address", "near HMP Hull", []),
        ("Address", "c/o The Governor, HMP Hull", ["PM305"]),
    ],
)
def test_an_address_of_the_prison_that_is_not_the_registers_is_warned_of_with_both(
    checked: Check, heading: str, address: str, found: list[str]
) -> None:
    result = checked(f'Name,Prison No,Prison,{heading}\nAnn Hart,A1001XY,HMP Leeds,"{address}"')
    assert sorted(problem.code for problem in result.problems) == found
    for problem in result.problems:
        assert problem.code == "PM305" or "LS12 2TJ" in problem.message


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("HMP Leeds LS12 2TJ", []),
        ("HMP Leeds LS12 9ZZ", ["PW626"]),
        ("HMP Leeds, 5 Other Street, Leeds", ["PW627"]),
        ("HMP Leeds, C Wing, 2 Gloucester Terrace, Armley, Leeds", []),
        ("HMP Berwyn LL13 9QA", []),
        ("HMP Bullingdon, Patrick Haugh Road, Arncott, Bicester OX25 1PZ", []),
        ("HMP Hatfield, Lancaster Drive, Lindholme, Doncaster DN7 6FA", []),
        ("HMP Feltham A, Bedfont Road, Feltham TW13 4ND", []),
    ],
)
def test_a_prisons_cell_with_its_address_is_compared_too(
    checked: Check, cell: str, found: list[str]
) -> None:
    result = checked(f'Name,Prison No,Prison\nAnn Hart,A1001XY,"{cell}"')
    assert [problem.code for problem in result.problems] == found
