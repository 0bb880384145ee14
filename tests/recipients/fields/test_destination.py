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
