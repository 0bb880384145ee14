"""The time: now, days in the United Kingdom, and how both are written."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from prisonmail.errors import WrongUsage
from prisonmail.system.late_pattern import compile_late

UK = ZoneInfo("Europe/London")
_SECONDS = compile_late("[0-9]{1,10}")
"""Ten digits reach the year 2286; more could be a time that `datetime` cannot hold."""


def now() -> datetime:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def issue_time() -> datetime:
    """Return the time of issue to print and record: now, unless SOURCE_DATE_EPOCH pins it.

    Raises WrongUsage if that is not a time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return now()
    if _SECONDS.fullmatch(epoch):
        return datetime.fromtimestamp(int(epoch), UTC)
    raise WrongUsage(
        f"SOURCE_DATE_EPOCH is `{epoch}`, which is not a time in seconds since 1970.",
        "Correct it, or unset it: letters then show the day on which they are issued.",
    )


def uk_date(moment: datetime) -> date:
    """Return the day that a moment falls on in the United Kingdom.

    >>> uk_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    datetime.date(2026, 7, 2)
    """
    return moment.astimezone(UK).date()


def age(born: date, today: date) -> int:
    """Return a person's age in years; below 0 if they are not born yet.

    >>> age(date(2008, 11, 22), date(2026, 11, 21)), age(date(2008, 11, 22), date(2026, 11, 22))
    (17, 18)
    """
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def end_of_day(day: date) -> datetime:
    """Return the last second of a UK day, in UTC: a letter good until a day is good all day.

    >>> end_of_day(date(2026, 12, 19)).isoformat()
    '2026-12-19T23:59:59+00:00'
    """
    return datetime.combine(day, time(23, 59, 59), UK).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first second of a UK day, in UTC.

    >>> start_of_day(date(2026, 7, 1)).isoformat()
    '2026-06-30T23:00:00+00:00'
    """
    return datetime.combine(day, time(0), UK).astimezone(UTC)


def expiry(issued_at: datetime, valid_days: int) -> datetime:
    """Return the moment after which a code is no longer good.

    >>> expiry(datetime(2026, 11, 21, 9, tzinfo=UTC), 28).isoformat()
    '2026-12-19T23:59:59+00:00'
    """
    return end_of_day(uk_date(issued_at) + timedelta(days=valid_days))


def long_date(day: date) -> str:
    """Write a day in words.

    >>> long_date(date(2026, 12, 9))
    '9 December 2026'
    """
    return f"{day.day} {day:%B %Y}"


def long_time(moment: datetime) -> str:
    """Write a moment in words, in UK time.

    >>> long_time(datetime(2026, 12, 9, 14, 5, tzinfo=UTC))
    '9 December 2026 at 14:05'
    """
    local = moment.astimezone(UK)
    return f"{long_date(local.date())} at {local:%H:%M}"
