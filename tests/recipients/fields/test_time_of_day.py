"""A date of birth with a time is a day only if the time is midnight or noon."""

from datetime import date

import pytest

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.dates import Dated, read_date_of_birth

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1985-07-14T23:00:00.000Z", "15 July 1985"),
        ("1985-07-14T23:00:00+00:00", "15 July 1985"),
        ("1985-07-14T23:00:00+0000", "15 July 1985"),
        ("1985-07-14T19:00:00-04:00", "15 July 1985"),
        ("1985-07-14 23:00:00.000", "15 July 1985"),
        ("14/07/1985 23:00", "15 July 1985"),
        ("14/07/1985 11:00:00 PM", "15 July 1985"),
        ("14/07/1985 23:59:12", "15 July 1985"),
        ("14/01/1985 23:59:59", "14 January 1985"),
        ("14 July 1985 23:00", "15 July 1985"),
        ("Sun, 14 Jul 1985 23:00:00 GMT", "15 July 1985"),
        ("Sun Jul 14 1985 23:00:00 GMT+0000 (Coordinated Universal Time)", "15 July 1985"),
        ("1985-07-14 23:30:00 BST", "14 July 1985"),
        ("1970-01-10T23:00:00Z", "11 January 1970"),
        ("1985-07-14T14:00:00Z", "14 July 1985"),
        ("31242.9583333333", "15 July 1985"),
        ("31242.25", "14 July 1985"),
    ],
)
def test_any_other_time_is_refused_with_the_day_that_it_is_in_the_uk(
    written: str, day: str
) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Fault)
    assert (found.code, found.suggestion) == ("PM215", day)


@pytest.mark.parametrize(
    "written",
    [
        "1985-07-14T00:00:00Z", "1985-07-14T00:00:00+01:00", "1985-07-14 00:00:00.0000000",
        "14/07/1985 00:00", "14/07/1985 12:00:00 AM", "14/07/1985 0:00:00", "1985-07-14T12:00:00Z",
        "14/07/1985 12:00:00 PM", "Sun Jul 14 1985 00:00:00 GMT+0100 (British Summer Time)",
        "31242.0", "31242.5",
    ],
)  # fmt: skip
def test_midnight_and_noon_stand_for_the_day_as_a_whole(written: str) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Dated)
    assert found.day == date(1985, 7, 14)


@pytest.mark.parametrize("written", ["23:00:00", "1985-07-14T23", "1985-07-14 23:99", "490143600"])
def test_what_is_no_date_with_a_time_is_no_date(written: str) -> None:
    found = read_date_of_birth(written, TODAY)
    assert isinstance(found, Fault)
    assert found.code == "PM206"


@pytest.mark.parametrize(
    "written",
    [
        "0/0/00", "00/01/1900", "1900-01-00", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000",
        "1/0/1900", "0/1/00", "0-Jan-00", "00 January 1900", "January 0, 1900",
        "Saturday, January 00, 1900", "00:00:00", "00:00", "12:00:00 AM", "0", "0.0",
        "0001-01-01T00:00:00", "30/12/1899", "31/12/1899",
    ],
)  # fmt: skip
def test_day_0_is_no_date_of_birth_at_all(written: str) -> None:
    assert read_date_of_birth(written, TODAY) is None


@pytest.mark.parametrize("written", ["00/05/1980", "1980-00-00", "01/01/1900", "0/5/80", "1"])
def test_other_dates_that_cannot_be_are_refused(written: str) -> None:
    assert isinstance(read_date_of_birth(written, TODAY), Fault)
