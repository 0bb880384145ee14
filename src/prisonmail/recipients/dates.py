"""Dates of birth: the shapes that lists have, read day first.

>>> date_of_birth("12/03/1980", date(2026, 11, 21))
datetime.date(1980, 3, 12)
>>> date_of_birth("31/02/1980", date(2026, 11, 21)).code
'PM206'
"""

import re
from datetime import date

from prisonmail.recipients.problems import Fault

OLDEST_YEARS = 110
YOUNGEST_YEARS = 10
"""Nobody under 10 is criminally responsible (Children and Young Persons Act 1933, section 50)."""

_MONTHS = {
    month: number
    for number, month in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[ \-,]+(\d{4})", re.ASCII)


def date_of_birth(text: str, today: date) -> date | Fault:
    """Read a date of birth that makes a person 10 to 110 years old today."""
    found = _parse(text)
    if found is None:
        return Fault(
            "PM206",
            f"`{text}` is not a date",
            "Write the date of birth as day, month, year, like 12/03/1980.",
        )
    age = today.year - found.year - ((today.month, today.day) < (found.month, found.day))
    if not YOUNGEST_YEARS <= age <= OLDEST_YEARS:
        return Fault(
            "PM207",
            f"`{text}` cannot be a date of birth: the person would be {_age(age)}",
            "Check the year.",
        )
    return found


def _age(years: int) -> str:
    return "not yet born" if years < 0 else f"{years} years old"


def _parse(text: str) -> date | None:
    if match := _DAY_FIRST.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDED.fullmatch(text):
        return _date(int(match[3]), _month(match[2]), int(match[1]))
    return None


def _month(word: str) -> int:
    return _MONTHS.get(word[:3].casefold(), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
