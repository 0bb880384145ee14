"""Dates of birth, and release dates that have passed; the day of the run is 21 November 2026."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.problems.problem import Fault
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.fields.dates import Dated, read_date_of_birth, stands_for_none
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.recipient import Field

TODAY = date(2026, 11, 21)
BORN = date(1980, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "12/03/1980", "12/3/1980", "12-03-1980", "12.03.1980", "12 / 03 / 1980", "1980-03-12",
        "1980/03/12", "1980-03-12T00:00:00", "1980-03-12 00:00:00", "12/03/1980 00:00",
        "12 Mar 1980", "12-Mar-1980", "12 March 1980", "12th March 1980", "12th of March 1980",
        "Wednesday 12 March 1980", "March 12, 1980", "12MAR1980",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_shape(written: str) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Dated)
    assert found.day == BORN
    assert found.warning is None


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("29292", BORN, "PW601"),
        ("29292.0", BORN, "PW601"),
        ("12/03/80", BORN, "PW602"),
        ("12-Mar-80", BORN, "PW602"),
        ("01/01/16", date(2016, 1, 1), "PW602"),
        ("22/11/16", date(1916, 11, 22), "PW602"),
        ("21/11/16", date(2016, 11, 21), "PW602"),
    ],
)
def test_what_is_supplied_is_said(written: str, day: date, code: str) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Dated)
    assert found.day == day
    assert found.warning is not None
    assert found.warning.code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/1980", "PM206"), ("29/02/1981", "PM206"), ("12/31/1980", "PM206"),
        ("1980", "PM206"), ("12/03", "PM206"), ("soon", "PM206"), ("120326/001", "PM206"),
        ("12/03/980", "PM206"), ("32 March 1980", "PM206"), ("1 Ma 1980", "PM206"),
        ("12/03/2026", "PM207"), ("12/03/1880", "PM207"), ("12/03/2030", "PM207"), ("1", "PM206"),
        ("99999", "PM207"), ("٣/٣/١٩٨٠", "PM206"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_date_of_birth_is_refused(written: str, code: str) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Fault)
    assert found.code == code


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("03/04/1991", DateOrder.DAY_FIRST, date(1991, 4, 3)),
        ("03/04/1991", DateOrder.MONTH_FIRST, date(1991, 3, 4)),
        ("91/03/04", DateOrder.YEAR_FIRST, date(1991, 3, 4)),
        ("1991-03-04", DateOrder.MONTH_FIRST, date(1991, 3, 4)),
    ],
)
def test_the_order_that_the_user_gives_is_kept(written: str, order: DateOrder, day: date) -> None:
    found = read_date_of_birth(written, TODAY, order)
    assert isinstance(found, Dated)
    assert found.day == day


@given(
    st.dates(date(1920, 1, 1), date(2010, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d.%m.%Y", "%B %d, %Y"]),
)
def test_a_date_written_in_any_shape_is_read_back(day: date, shape: str) -> None:
    found = read_date_of_birth(day.strftime(shape), TODAY)
    assert isinstance(found, Dated)
    assert found.day == day


@given(st.integers(10_000, 40_000))
def test_days_are_counted_as_excel_does(days: int) -> None:
    found = read_date_of_birth(str(days), TODAY)
    if isinstance(found, Dated):
        assert found.day - timedelta(days=days) == date(1899, 12, 30)


HEADINGS = "Name,DOB,Prison\n"


def test_dates_that_could_be_either_are_read_day_first_where_nothing_speaks_against_it(
    checked: Callable[..., CheckedList],
) -> None:
    found = checked(HEADINGS + "Ann Hart,03/04/1991,LEI\nBen Hart,05/06/1971,LEI\n")
    assert [str(entry.recipient.date_of_birth) for entry in found.good_rows] == [
        "1991-04-03",
        "1971-06-05",
    ]


def test_where_both_orders_occur_only_the_rows_that_cannot_be_read_are_bad(
    checked: Callable[..., CheckedList],
) -> None:
    rows = "Ann Hart,03/04/1991,LEI\nBen Hart,25/06/1971,LEI\nCal Hart,06/25/1971,LEI\n"
    found = checked(HEADINGS + rows)
    assert [(problem.code, problem.line) for problem in found.problems] == [("PM206", 4)]
    assert len(found.good_rows) == 2


Check = Callable[..., CheckedList]


def warned(
    checked: Check, *dates: str, heading: str = "Release date", **options: object
) -> set[int]:
    rows = (f"Ann Hart,A{n:04d}XY,LEI,{day}" for n, day in enumerate(dates, start=2))
    found = checked("\n".join((f"Name,Prison No,Prison,{heading}", *rows)), **options)
    assert {problem.code for problem in found.problems} <= {"PW615"}
    assert len(found.good_rows) == len(dates)
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


@given(
    st.lists(
        st.sampled_from(["0", "00", "0000", "1", "01", "1900", "1904", "12", "Jan"]), max_size=3
    ),
    st.sampled_from("/-.: "),
    st.sampled_from([None, *DateOrder]),
    st.booleans(),
)
def test_what_stands_for_no_date_is_never_read_as_one(
    parts: list[str], mark: str, order: DateOrder | None, from_1904: bool
) -> None:
    for text in (mark.join(parts), "".join(parts)):
        if stands_for_none(text):
            assert read_date_of_birth(text, TODAY, order, from_1904=from_1904) is None
