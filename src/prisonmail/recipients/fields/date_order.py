"""The order of day and month in a column: what its dates prove, and which that casts in doubt.

A spreadsheet that opens a file reads dates in the order of its own country. A date that it can read
becomes a real date, with day and month swapped if the file had the other order; one that it cannot
read stays text. So dates of text that need one order, beside real dates that fit both, tell of it.

>>> column = {weigh_order("12/25/1979"), weigh_real(date(1985, 3, 4))}
>>> [is_swapped(weigh_real(date(1985, 3, day)), column) for day in (3, 4, 14)]
[False, True, False]
>>> is_swapped(Evidence.SWAPPABLE, {Evidence.SWAPPABLE, Evidence.EITHER})
False
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum, auto

from prisonmail.recipients.fields.time_of_day import read_date_and_time
from prisonmail.recipients.options import DateOrder
from prisonmail.system.clock import long_date
from prisonmail.system.late_pattern import compile_late

IN_FIGURES = compile_late(r"(\d{1,4}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{1,4})", re.ASCII)

_WITH_YEAR = compile_late(r"\d{1,2}[/.-][0-3]?\d[/.-](?:19|20)\d\d(?: .*)?", re.ASCII)
"""What is surely a date: a sort code or a reference may be three figures too."""


class Evidence(StrEnum):
    """What a date says about the order of day and month in its column."""

    NONE = auto()
    EITHER = auto()
    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    SWAPPABLE = auto()
    """A date that a spreadsheet has read, whose day could be a month."""
    SETTLED = auto()
    """A date that a spreadsheet has read, whose day cannot be a month."""
    SWAPPABLE_NUMBER = auto()
    """A plain number as a spreadsheet counts days, whose day could be a month."""
    ISO_SWAPPABLE = auto()
    """A date of text with the year first, whose day could be a month."""
    ISO_SETTLED = auto()
    """A date of text with the year first, whose day cannot be a month."""


_SPEAKS_FOR_ISO = frozenset((Evidence.EITHER, Evidence.ISO_SETTLED))


def weigh_order(text: str) -> Evidence:
    """Return what a date in figures says about the order of day and month.

    >>> [weigh_order(text).name for text in ("12/31/1980", "03/04/1991", "1980-03-12")]
    ['MONTH_FIRST', 'EITHER', 'NONE']
    """
    match = IN_FIGURES.fullmatch(read_date_and_time(text)[0])
    return weigh_figures(match[1], match[2]) if match else Evidence.NONE


def weigh_figures(one: str, other: str) -> Evidence:
    """Return what the first two figures of a date say about the order of day and month."""
    if len(one) > 2:
        return Evidence.NONE
    first, second = int(one), int(other)
    if first == second:
        return Evidence.NONE
    if first > 12:
        return Evidence.DAY_FIRST
    return Evidence.MONTH_FIRST if second > 12 else Evidence.EITHER


def weigh_real(day: date) -> Evidence:
    """Return what a date that a spreadsheet has read says: whether it may have been swapped."""
    if day.day == day.month:
        return Evidence.NONE
    return Evidence.SETTLED if day.day > 12 else Evidence.SWAPPABLE


def weigh_number(day: date) -> Evidence:
    """Return what a date that a spreadsheet has written as a number says."""
    found = weigh_real(day)
    return Evidence.SWAPPABLE_NUMBER if found is Evidence.SWAPPABLE else found


def weigh_iso(day: date) -> Evidence:
    """Return what a date of text with the year first says, which a spreadsheet may have written."""
    if day.day == day.month:
        return Evidence.NONE
    return Evidence.ISO_SETTLED if day.day > 12 else Evidence.ISO_SWAPPABLE


def is_month_first(column: Collection[Evidence]) -> bool:
    """Return whether some dates of a column must have the month first, and none the day.

    >>> is_month_first({Evidence.EITHER, Evidence.MONTH_FIRST}), is_month_first({Evidence.EITHER})
    (True, False)
    """
    return Evidence.MONTH_FIRST in column and Evidence.DAY_FIRST not in column


def find_month_first(rows: Iterable[Sequence[str]]) -> tuple[int, str] | None:
    """Find a column whose dates must have the month first: its place, from 0, and such a date.

    >>> find_month_first([("Ann", "03/04/2026"), ("Ben", "03/14/2026")])
    (1, '03/14/2026')
    """
    found: dict[int, dict[Evidence, str]] = {}
    for cells in rows:
        for index, cell in enumerate(cells):
            if _WITH_YEAR.fullmatch(cell.strip()):
                found.setdefault(index, {}).setdefault(weigh_order(cell.strip()), cell.strip())
    columns = ((index, said) for index, said in found.items() if is_month_first(said))
    return next(((index, said[Evidence.MONTH_FIRST]) for index, said in columns), None)


def is_swapped(
    found: Evidence, column: Collection[Evidence], order: DateOrder | None = None
) -> bool:
    """Return whether a date may have been swapped, from what its column and the user say.

    Text with the month first is never a British spreadsheet's, so any real date beside it is in
    doubt. Text with the day first may stand in a British one, as cells formatted as text do: then
    some would fit both orders, or some real dates would have a day after the 12th. A month first
    that the user states is the same sign the other way round. Numbers and dates with the year first
    may be real dates that were written out: they are doubted only beside text with the month first.
    """
    if found is Evidence.ISO_SWAPPABLE:
        return Evidence.MONTH_FIRST in column and _SPEAKS_FOR_ISO.isdisjoint(column)
    if found is Evidence.SWAPPABLE_NUMBER:
        return Evidence.MONTH_FIRST in column
    if found is not Evidence.SWAPPABLE:
        return False
    if Evidence.MONTH_FIRST in column:
        return True
    day_first = Evidence.DAY_FIRST in column and Evidence.EITHER not in column
    return Evidence.SETTLED not in column and (day_first or order is DateOrder.MONTH_FIRST)


def swap(day: date) -> date:
    """Return a date with its day and month in each other's place. The day must be 12 or less."""
    return day.replace(month=day.day, day=day.month)


def describe_both(day: date) -> str:
    """Return a date in words, and what it is with day and month swapped.

    >>> describe_both(date(1985, 3, 4))
    '4 March 1985 or 3 April 1985'
    """
    return f"{long_date(day)} or {long_date(swap(day))}"
