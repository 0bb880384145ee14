"""Dates of birth: of people who are old enough, and not too old, to be in prison.

>>> today = date(2026, 11, 21)
>>> read_date_of_birth("12/03/80", today).day
datetime.date(1980, 3, 12)
>>> read_date_of_birth("12/03/2020", today).code
'PM207'
"""

from datetime import date
from functools import lru_cache, partial

from prisonmail.clock import age
from prisonmail.recipients.dates import Dated, read_date
from prisonmail.recipients.options import DateOrder
from prisonmail.recipients.problems import Fault

OLDEST_YEARS = 110
YOUNGEST_YEARS = 10
"""Nobody under 10 is criminally responsible (Children and Young Persons Act 1933, section 50)."""


@lru_cache(maxsize=32_768)
def read_date_of_birth(text: str, today: date, order: DateOrder | None = None) -> Dated | Fault:
    """Read a date of birth that makes a person 10 to 110 years old today."""
    found = read_date(text, partial(_century, today), order)
    if isinstance(found, Fault):
        return found
    years = age(found.day, today)
    if YOUNGEST_YEARS <= years <= OLDEST_YEARS:
        return found
    would_be = "not yet born" if years < 0 else f"{years} {'year' if years == 1 else 'years'} old"
    return Fault(
        "PM207",
        f"`{text}` cannot be a date of birth: the person would be {would_be}",
        "Check the year.",
    )


def month_first_fault(text: str) -> Fault:
    """Say that a date cannot be told because its column has the month first."""
    return Fault(
        "PM206",
        f"`{text}` may have the month first, as other dates of this column have",
        "Add --date-order mdy if all dates of the list have it, or export them day first.",
    )


def _century(today: date, year: int, month: int, day: int) -> int:
    """Take the most recent year that makes the person at least 10."""
    latest = today.year - YOUNGEST_YEARS
    full = latest - (latest - year) % 100
    too_young = full == latest and (month, day) > (today.month, today.day)
    return full - 100 if too_young else full
