"""Dates of birth and of release, in all the forms that lists have.

A date of birth must make a person 10 to 110 years old. A release date that has passed causes a
warning; the rest of its column decides whether its day or its month comes first.

>>> def this_century(year, month, day): return 2000 + year
>>> read_date("12 March 26", this_century).day
datetime.date(2026, 3, 12)
>>> read_date("29292", this_century).warning.message
'`29292` is a date as Excel counts days: `12 March 1980`'
>>> read_date("31/02/1980", this_century).code
'PM206'
>>> today = date(2026, 11, 21)
>>> read_date_of_birth("12/03/80", today).day
datetime.date(1980, 3, 12)
>>> read_date_of_birth("12/03/2020", today).code
'PM207'
>>> releases = Releases(date(2026, 11, 21))
>>> releases.weigh("05/12/2026"), releases.doubt("05/12/2026")
(None, None)
>>> releases.weigh("10/31/2026"), releases.doubt("05/12/2026").code
(None, 'PW615')
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum, auto
from functools import lru_cache, partial

from prisonmail.problems.problem import Fault
from prisonmail.recipients.options import DateOrder
from prisonmail.system.clock import age, long_date

_EXCEL_DAY_0 = date(1899, 12, 30)
"""A day before Excel's own day 0, because Excel counts a 29 February 1900 that never was."""
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z|\+00:00)?)?"
_FIGURES = re.compile(r"(\d{1,4}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{1,4})" + _TIME, re.ASCII)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY_MONTH = re.compile(
    _WEEKDAY
    + r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-./]*([A-Za-z]{3,9})\.?[ \-,./]*(\d{4}|\d{2})"
    + _TIME,
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    _WEEKDAY + r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME,
    re.ASCII | re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{4,5})(?:\.0+)?", re.ASCII)
_HELP = "Write the date of birth as day, month, year, like 12/03/1980."
Century = Callable[[int, int, int], int]
"""Returns the full year of a year of two digits, with its month and day."""
OLDEST_YEARS = 110
"""Nobody so old is in prison: such a date is a slip, or a century taken wrongly."""
YOUNGEST_YEARS = 10
"""Nobody under 10 is criminally responsible (Children and Young Persons Act 1933, section 50)."""


class Evidence(StrEnum):
    """What a date says about the order of day and month in its column."""

    NONE = auto()
    EITHER = auto()
    DAY_FIRST = auto()
    MONTH_FIRST = auto()


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, and what was assumed to read it."""

    day: date = field(repr=False)
    evidence: Evidence = Evidence.NONE
    warning: Fault | None = None


def weigh_order(text: str) -> Evidence:
    """Return what a date in figures says about the order of day and month.

    >>> [weigh_order(text).name for text in ("12/31/1980", "03/04/1991", "1980-03-12")]
    ['MONTH_FIRST', 'EITHER', 'NONE']
    """
    match = _FIGURES.fullmatch(text)
    if match is None or len(match[1]) > 2:
        return Evidence.NONE
    first, second = int(match[1]), int(match[2])
    if first == second:
        return Evidence.NONE
    if first > 12:
        return Evidence.DAY_FIRST
    return Evidence.MONTH_FIRST if second > 12 else Evidence.EITHER


def is_month_first(column: Collection[Evidence]) -> bool:
    """Return whether some dates of a column must have the month first, and none the day.

    >>> is_month_first({Evidence.EITHER, Evidence.MONTH_FIRST}), is_month_first({Evidence.EITHER})
    (True, False)
    """
    return Evidence.MONTH_FIRST in column and Evidence.DAY_FIRST not in column


def read_date(text: str, century: Century, order: DateOrder | None = None) -> Dated | Fault:
    """Read a date of any time, with the day first unless another order is given."""
    if match := _FIGURES.fullmatch(text):
        return _in_figures(text, match, century, order or DateOrder.DAY_FIRST)
    if match := _DAY_MONTH.fullmatch(text):
        return _dated(text, match[3], _month(match[2]), int(match[1]), century)
    if match := _MONTH_DAY.fullmatch(text):
        return _dated(text, match[3], _month(match[1]), int(match[2]), century)
    if match := _SERIAL.fullmatch(text):
        return _serial(text, int(match[1]))
    return Fault("PM206", f"`{text}` is not a date", _HELP)


def _in_figures(
    text: str, match: re.Match[str], century: Century, order: DateOrder
) -> Dated | Fault:
    first, second, third = match.groups()
    if len(first) == 4 or (order == DateOrder.YEAR_FIRST and len(third) <= 2):
        return _dated(text, first, int(second), int(third), century)
    if order == DateOrder.MONTH_FIRST:
        return _dated(text, third, int(first), int(second), century)
    if int(second) > 12 >= int(first):
        return Fault(
            "PM206",
            f"`{text}` is not a date with the day first: {int(second)} cannot be a month",
            "If all dates of the list have the month first, add --date-order mdy.",
        )
    return _dated(text, third, int(second), int(first), century)


def _dated(text: str, year: str, month: int, day: int, century: Century) -> Dated | Fault:
    if len(year) not in (2, 4) or not 1 <= month <= 12:
        return Fault("PM206", f"`{text}` is not a date", _HELP)
    full = int(year) if len(year) == 4 else century(int(year), month, day)
    try:
        found = date(full, month, day)
    except ValueError:
        return Fault("PM206", f"`{text}` is a day that no calendar has", "Check the date.")
    return Dated(found, weigh_order(text), None if len(year) == 4 else _two_digits(text, found))


def _two_digits(text: str, found: date) -> Fault:
    return Fault(
        "PW602",
        f"`{text}` has a year of two digits, and is read as `{long_date(found)}`",
        "If that is wrong, write the year in full.",
    )


def _serial(text: str, days: int) -> Dated | Fault:
    if len(text) == 4 and text.startswith(("19", "20")):
        return Fault("PM206", f"`{text}` is a year, not a date", _HELP)
    found = _EXCEL_DAY_0 + timedelta(days=days)
    warning = Fault(
        "PW601",
        f"`{text}` is a date as Excel counts days: `{long_date(found)}`",
        "If that is wrong, format the column as a date and save the list again.",
    )
    return Dated(found, Evidence.NONE, warning)


def _month(word: str) -> int:
    start = word.casefold()
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(start)]
    if start == "sept":
        return 9
    return found[0] if len(found) == 1 else 0


# One list has few distinct dates of birth: 80 years have about 30,000 days.
@lru_cache(maxsize=32_768)
def read_date_of_birth(text: str, today: date, order: DateOrder | None = None) -> Dated | Fault:
    """Read a date of birth that makes a person 10 to 110 years old today."""
    found = read_date(text, partial(_century_of_birth, today), order)
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


def describe_month_first(text: str) -> Fault:
    """Describe that a date is not clear because its column may have the month first."""
    return Fault(
        "PM206",
        f"`{text}` may have the month first, as other dates of this column have",
        "Add --date-order mdy if all dates of the list have it, or export them day first.",
    )


def _century_of_birth(today: date, year: int, month: int, day: int) -> int:
    """Take the most recent year that makes the person at least 10."""
    latest = today.year - YOUNGEST_YEARS
    full = latest - (latest - year) % 100
    too_young = full == latest and (month, day) > (today.month, today.day)
    return full - 100 if too_young else full


@dataclass(slots=True)
class Releases:
    """The release dates of one list. All of them must be weighed before any is doubted."""

    today: date
    order: DateOrder | None = None
    """The order that the user has stated; None follows the column."""
    evidence: set[Evidence] = field(default_factory=set)

    def weigh(self, text: str) -> None:
        """Add what a date says about the order of day and month in its column."""
        self.evidence.add(weigh_order(text))

    def doubt(self, text: str) -> Fault | None:
        """Warn about a release date before today. Text like `Life`, not a date, is ignored."""
        found = read_date(text, _this_century, self.order or self._order())
        if isinstance(found, Fault) or found.day >= self.today:
            return None
        return Fault(
            "PW615",
            f"the release date `{long_date(found.day)}` has passed",
            "Check that the person is still there before you post this letter.",
        )

    def _order(self) -> DateOrder:
        month_first = is_month_first(self.evidence)
        return DateOrder.MONTH_FIRST if month_first else DateOrder.DAY_FIRST


def _this_century(year: int, _month: int, _day: int) -> int:
    return 2000 + year
