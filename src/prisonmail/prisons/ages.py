"""How old an entry of the register is, in words.

>>> today = date(2026, 11, 21)
>>> freshness(date(2026, 3, 20), today), freshness(date(2026, 11, 20), today)
('8 months old', '1 day old')
"""

from datetime import date

_DAYS_IN_MONTHS = 61
"""From here on an age is told in months: weeks matter little to a register."""


def freshness(as_of: date, today: date) -> str:
    """Say how old an entry is, in whole days, then months, then years."""
    days = (today - as_of).days
    if days <= 0:
        return "today"
    if days < _DAYS_IN_MONTHS:
        return _old(days, "day")
    months = (today.year - as_of.year) * 12 + today.month - as_of.month - (today.day < as_of.day)
    return _old(months, "month") if months < 24 else _old(months // 12, "year")


def _old(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'} old"
