"""A release date that has passed; the day of the run is 21 November 2026."""

from collections.abc import Callable

import pytest

from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.recipient import Field

Check = Callable[..., CheckedList]


def warned(
    checked: Check, *dates: str, heading: str = "Release date", **options: object
) -> set[int]:
    rows = (f"Ann Hart,A{n:04d}XY,LEI,{day}" for n, day in enumerate(dates, start=2))
    found = checked("\n".join((f"Name,Prison No,Prison,{heading}", *rows)), **options)
    assert {problem.code for problem in found.problems} <= {"PW615"}
    assert len(found.entries) == len(dates)
    return {problem.line for problem in found.problems if problem.line}


@pytest.mark.parametrize(
    "day", ["20/11/2026", "1 March 2026", "2026-11-20", "20/11/26", "46000", "31/12/2019"]
)
def test_a_release_date_that_has_passed_is_warned_of(checked: Check, day: str) -> None:
    assert warned(checked, day) == {2}


@pytest.mark.parametrize(
    "day", ["21/11/2026", "22/11/2026", "01/01/30", "", "TBC", "Life", "2019", "31/02/2026"]
)
def test_one_to_come_or_none_at_all_says_nothing(checked: Check, day: str) -> None:
    assert warned(checked, day) == set()


def test_the_warning_names_the_date_and_its_cell(checked: Check) -> None:
    found = checked("Name,Prison No,Prison,Release date\nAnn Hart,A1001XY,LEI,01/02/26\n")
    (problem,) = found.problems
    assert problem.message == "the release date `1 February 2026` has passed"
    assert (problem.line, problem.heading, problem.value) == (2, "Release date", "01/02/26")


def test_a_date_that_could_be_two_is_read_as_its_column_is_written(checked: Check) -> None:
    assert warned(checked, "05/12/2026") == set()
    assert warned(checked, "05/12/2026", "12/31/2026") == {2}
    assert warned(checked, "05/12/2026", "31/12/2026", "12/31/2026") == set()
    assert warned(checked, "05/12/2026", date_order=DateOrder.MONTH_FIRST) == {2}


@pytest.mark.parametrize(
    "heading",
    ["Date of release", "Client release date", "Release Date (CRD)", "Expected release date"],
)
def test_the_column_goes_by_several_names(checked: Check, heading: str) -> None:
    assert warned(checked, "20/11/2026", heading=heading) == {2}


def test_two_such_columns_are_left_alone_unless_one_is_chosen(checked: Check) -> None:
    text = (
        "Name,Prison No,Prison,Release date,Date of release\n"
        "Ann Hart,A1001XY,LEI,20/11/2026,22/11/2026\n"
    )
    assert not checked(text).problems
    found = checked(text, mapping=((Field.RELEASE_DATE, "D"),))
    assert [problem.code for problem in found.problems] == ["PW615"]
