"""The time that programs write behind a date, and the day that it may belong to.

A date of birth that is kept as a moment moves to the day before when it is told in UTC: midnight in
British Summer Time is 23:00. Midnight and noon are what programs write for a day as a whole, in
whatever zone, so with them the day is the one written. With any other time it is not certain.

>>> read_date_and_time("1985-07-14T23:00:00.000Z")
('1985-07-14', TimeOfDay(seconds=82800, ahead_of_utc=0))
>>> TimeOfDay(82_800).find_uk_day(date(1985, 7, 14)), TimeOfDay(82_800).is_of_whole_day
(datetime.date(1985, 7, 15), False)
>>> read_date_and_time("14/07/1985 12:00:00 AM")[1].is_of_whole_day
True
>>> read_date_and_time("14/07/1985")
('14/07/1985', None)
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from prisonmail.problems.problem import Fault
from prisonmail.system.clock import long_date, uk_date
from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record

_NOON, _DAY = 43_200, 86_400
_WITH_TIME = compile_late(
    r"(?P<date>.*?\d)[T ,]+(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[AP])\.?M\.?)?"
    r"(?: ?(?:Z|(?P<summer>BST)|(?:UTC|GMT)?(?P<zone>[+-]\d{2}(?::?\d{2})?)|UTC|GMT)"
    r"(?: \([a-z ]+\))?)?",
    re.ASCII | re.IGNORECASE,
)


class TimeOfDay(Record, frozen=True):
    """A time behind a date."""

    seconds: int
    """Since midnight; more than a day has if it is no time."""
    ahead_of_utc: int = 0
    """Seconds by which the clock is ahead; a time without a zone is taken to be in UTC."""

    @property
    def is_of_whole_day(self) -> bool:
        """Whether it is midnight or noon, which stand for a day without a time."""
        return self.seconds in (0, _NOON)

    def find_uk_day(self, day: date) -> date:
        """Return the day that it is in the United Kingdom at this time of a day."""
        seconds = self.seconds - self.ahead_of_utc
        return uk_date(datetime.combine(day, time(), UTC) + timedelta(seconds=seconds))


def read_date_and_time(text: str) -> tuple[str, TimeOfDay | None]:
    """Split a date and the time behind it; the time is None if there is none."""
    match = _WITH_TIME.fullmatch(text) if ":" in text else None
    if match is None:
        return text, None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    seconds = hour * 3600 + int(match["minute"]) * 60 + int(match["second"] or 0)
    return match["date"], TimeOfDay(seconds, 3600 if match["summer"] else _offset(match["zone"]))


def read_part_of_day(fraction: str) -> TimeOfDay:
    """Return the time that the digits after the point of a spreadsheet's day stand for.

    >>> read_part_of_day("9583333333")
    TimeOfDay(seconds=82800, ahead_of_utc=0)
    """
    return TimeOfDay(round(float(f"0.{fraction or 0}") * _DAY))


def describe_time(text: str, day: date, when: TimeOfDay) -> Fault:
    """Describe that a time behind a date of birth leaves its day uncertain."""
    uk_day = long_date(when.find_uk_day(day))
    return Fault(
        "PM215",
        f"`{text}` has a time, and it may be `{uk_day}`: midnight in the UK is another time in UTC",
        f"Did you mean `{uk_day}`? Check it, then write only the day, or export it without a time.",
        uk_day,
    )


def _offset(zone: str | None) -> int:
    if not zone:
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:] or 0) * 60
    return -seconds if zone[0] == "-" else seconds
