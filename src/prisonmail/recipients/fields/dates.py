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
from collections.abc import Callable, Set
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from prisonmail.problems.problem import Fault
from prisonmail.recipients.fields.date_order import (
    IN_FIGURES,
    Evidence,
    is_month_first,
    swap,
    weigh_figures,
    weigh_iso,
    weigh_number,
    weigh_order,
    weigh_real,
)
from prisonmail.recipients.fields.time_of_day import (
    describe_time,
    read_date_and_time,
    read_part_of_day,
)
from prisonmail.recipients.options import DateOrder
from prisonmail.system.clock import age, long_date
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, Workpiece, field, replace

_EXCEL_DAY_0 = date(1899, 12, 30)
"""A day before Excel's own day 0, because Excel counts a 29 February 1900 that never was."""
_EXCEL_DAY_0_OF_1904 = date(1904, 1, 1)
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY_MONTH = compile_late(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-./]*([A-Za-z]{3,9})\.?[ \-,./]*(\d{4}|\d{2})",
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = compile_late(
    _WEEKDAY + r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})",
    re.ASCII | re.IGNORECASE,
)
_SERIAL = compile_late(r"(\d{4,5})(?:\.(\d+))?", re.ASCII)
_ZERO = compile_late(r"0+(?:\.0+)?|0{1,2}:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM", re.ASCII)
_FIRST_DAYS = frozenset((date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31)))
"""What programs show for a date that they count as day 0."""
_HELP = "Write the date of birth as day, month, year, like 12/03/1980."
Century = Callable[[int, int, int], int]
"""Returns the full year of a year of two digits, with its month and day."""
OLDEST_YEARS = 110
"""Nobody so old is in prison: such a date is a slip, or a century taken wrongly."""
YOUNGEST_YEARS = 10
"""Nobody under 10 is criminally responsible (Children and Young Persons Act 1933, section 50)."""


class Dated(Record, frozen=True):
    """A date, and what was assumed to read it."""

    withheld: ClassVar[tuple[str, ...]] = ("day",)

    day: date
    evidence: Evidence = Evidence.NONE
    warning: Fault | None = None


def read_date(
    text: str, century: Century, order: DateOrder | None = None, *, from_1904: bool = False
) -> Dated | Fault:
    """Read a date of any time, with the day first unless another order is given.

    Plain numbers are days as Excel counts them, from 1900 or, as old workbooks say, from 1904.
    """
    bare, when = read_date_and_time(text)
    if match := IN_FIGURES.fullmatch(bare):
        found = _in_figures(text, match, century, order or DateOrder.DAY_FIRST)
        # A whole day with a time is how programs write a spreadsheet's own date.
        if when and len(match[1]) == 4 and isinstance(found, Dated):
            return replace(found, evidence=weigh_real(found.day))
        return found
    if match := _DAY_MONTH.fullmatch(bare):
        return _dated(text, match[3], _month(match[2]), int(match[1]), century)
    if match := _MONTH_DAY.fullmatch(bare):
        return _dated(text, match[3], _month(match[1]), int(match[2]), century)
    if match := _SERIAL.fullmatch(text):
        return _serial(text, match[1], from_1904=from_1904)
    return Fault("PM206", f"`{text}` is not a date", _HELP)


def stands_for_none(text: str) -> bool:
    """Return whether a text is what programs show for a date that is not there: day 0, or all 0.

    >>> [stands_for_none(text) for text in ("00/01/1900", "0000-00-00", "0-Jan-00", "00:00:00")]
    [True, True, True, True]
    >>> stands_for_none("01/01/1900")
    False
    """
    bare, _ = read_date_and_time(text)
    if match := IN_FIGURES.fullmatch(bare):
        first, second, third = map(int, match.groups())
        year, day, month = (first, third, second) if len(match[1]) == 4 else (third, first, second)
        return year in (0, 1900) and 0 in (day, month) and max(day, month) <= 1
    if match := _DAY_MONTH.fullmatch(bare):
        return int(match[1]) == 0 and _month(match[2]) == 1
    if match := _MONTH_DAY.fullmatch(bare):
        return int(match[2]) == 0 and _month(match[1]) == 1
    return bool(_ZERO.fullmatch(text))


def _in_figures(
    text: str, match: re.Match[str], century: Century, order: DateOrder
) -> Dated | Fault:
    first, second, third = match.groups()
    if len(first) == 4 or (order == DateOrder.YEAR_FIRST and len(third) <= 2):
        found = _dated(text, first, int(second), int(third), century)
        return replace(found, evidence=weigh_iso(found.day)) if isinstance(found, Dated) else found
    evidence = weigh_figures(first, second)
    if order == DateOrder.MONTH_FIRST:
        return _dated(text, third, int(first), int(second), century, evidence)
    if int(second) > 12 >= int(first):
        return Fault(
            "PM206",
            f"`{text}` is not a date with the day first: {int(second)} cannot be a month",
            "If all dates of the list have the month first, add --date-order mdy.",
        )
    return _dated(text, third, int(second), int(first), century, evidence)


def _dated(
    text: str,
    year: str,
    month: int,
    day: int,
    century: Century,
    evidence: Evidence = Evidence.NONE,
) -> Dated | Fault:
    if len(year) not in (2, 4) or not 1 <= month <= 12:
        return Fault("PM206", f"`{text}` is not a date", _HELP)
    full = int(year) if len(year) == 4 else century(int(year), month, day)
    try:
        found = date(full, month, day)
    except ValueError:
        return Fault("PM206", f"`{text}` is a day that no calendar has", "Check the date.")
    return Dated(found, evidence, None if len(year) == 4 else _two_digits(text, found))


def _two_digits(text: str, found: date) -> Fault:
    return Fault(
        "PW602",
        f"`{text}` has a year of two digits, and is read as `{long_date(found)}`",
        "If that is wrong, write the year in full.",
    )


def _serial(text: str, days: str, *, from_1904: bool) -> Dated | Fault:
    if len(days) == 4 and days.startswith(("19", "20")):
        return Fault("PM206", f"`{text}` is a year, not a date", _HELP)
    found = (_EXCEL_DAY_0_OF_1904 if from_1904 else _EXCEL_DAY_0) + timedelta(days=int(days))
    since = " from 1904, as the workbook says" if from_1904 else ""
    warning = Fault(
        "PW601",
        f"`{text}` is a date as Excel counts days{since}: `{long_date(found)}`",
        "If that is wrong, format the column as a date and save the list again.",
    )
    return Dated(found, weigh_number(found), warning)


def _month(word: str) -> int:
    start = word.casefold()
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(start)]
    if start == "sept":
        return 9
    return found[0] if len(found) == 1 else 0


def read_date_of_birth(
    text: str, today: date, order: DateOrder | None = None, *, from_1904: bool = False
) -> Dated | Fault | None:
    """Read a date of birth that makes a person 10 to 110 years old today.

    Return None for what stands in place of a date that is not there, like `00/01/1900`. With a time
    that is neither midnight nor noon it is refused, because its day may be the one before.
    """
    found = read_date(text, partial(_century_of_birth, today), order, from_1904=from_1904)
    if isinstance(found, Fault):
        return None if stands_for_none(text) else found
    if found.day <= _EXCEL_DAY_0_OF_1904 and stands_for_none(text):
        return None
    if found.day in _FIRST_DAYS:
        return None
    return _find_wrong_age(text, found.day, today) or _find_wrong_time(text, found.day) or found


def describe_month_first(text: str) -> Fault:
    """Describe that a date is not clear because its column may have the month first."""
    return Fault(
        "PM206",
        f"`{text}` may have the month first, as other dates of this column have",
        "Add --date-order mdy if all dates of the list have it, or export them day first.",
    )


def describe_swapped(day: date, column: Set[Evidence]) -> Fault:
    """Describe that a date may be another one, because a spreadsheet may have swapped it."""
    by_option = column.isdisjoint((Evidence.DAY_FIRST, Evidence.MONTH_FIRST))
    reason = "months first, says --date-order" if by_option else "text that can have one order only"
    return Fault(
        "PM214",
        f"this may be `{long_date(day)}`, or `{long_date(swap(day))}` with day and month swapped "
        f"by Excel: the list has {reason}",
        "Correcting only such text would leave this date wrong. Open the original export with this "
        "column as Text; or, if you know the date, write its month in words, like 12 March 1980.",
    )


def _find_wrong_age(text: str, born: date, today: date) -> Fault | None:
    years = age(born, today)
    if YOUNGEST_YEARS <= years <= OLDEST_YEARS:
        return None
    would_be = "not yet born" if years < 0 else f"{years} {'year' if years == 1 else 'years'} old"
    return Fault(
        "PM207",
        f"`{text}` cannot be a date of birth: the person would be {would_be}",
        "Check the year.",
    )


def _find_wrong_time(text: str, born: date) -> Fault | None:
    if ":" not in text and "." not in text:
        return None
    serial = _SERIAL.fullmatch(text)
    when = read_part_of_day(serial[2] or "0") if serial else read_date_and_time(text)[1]
    return None if when is None or when.is_of_whole_day else describe_time(text, born, when)


def _century_of_birth(today: date, year: int, month: int, day: int) -> int:
    """Take the most recent year that makes the person at least 10."""
    latest = today.year - YOUNGEST_YEARS
    full = latest - (latest - year) % 100
    too_young = full == latest and (month, day) > (today.month, today.day)
    return full - 100 if too_young else full


class Releases(Workpiece):
    """The release dates of one list. All of them must be weighed before any is doubted."""

    today: date
    order: DateOrder | None = None
    """The order that the user has stated; None follows the column."""
    evidence: set[Evidence] = field(default_factory=set)
    from_1904: bool = False

    def weigh(self, text: str) -> None:
        """Add what a date says about the order of day and month in its column."""
        self.evidence.add(weigh_order(text))

    def doubt(self, text: str) -> Fault | None:
        """Warn about a release date before today. Text like `Life`, not a date, is ignored."""
        order = self.order or self._order()
        found = read_date(text, _this_century, order, from_1904=self.from_1904)
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
