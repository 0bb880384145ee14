"""The use case: what the partner who answers for it has to know of a month's letters and checks."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.accountability.figures import CheckGroup, LetterFigures, LetterGroup
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.printing import pdf
from prisonmail.sheets.batch.figure_sheets import FigureTable, draw_figures
from prisonmail.sheets.fonts import load_roboto
from prisonmail.system import clock, output_files
from prisonmail.system.record import Record

GUESSES = (Verdict.NOT_ISSUED, Verdict.MISTYPED)
"""Checks of what is no code of this ledger."""


class Period(Record, frozen=True):
    """Some UK days, the last included."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it begins and ends."""
        return clock.start_of_day(self.first), clock.end_of_day(self.last)


class LedgerReport(Record, frozen=True):
    """Letters issued in a period, as they stand now, and the checks made in it."""

    period: Period
    made_at: datetime
    total: LetterFigures
    signatories: Mapping[str, LetterFigures]
    prisons: Mapping[str, LetterFigures]
    markings: Mapping[str, LetterFigures]
    checks: Mapping[Verdict, int]

    @property
    def guesses(self) -> int:
        """How many checks were of what is no code of this ledger."""
        return sum(self.checks.get(each, 0) for each in GUESSES)


class CheckDay(Record, frozen=True):
    """The checks of one day of letters to one prison."""

    day: date
    prison: str | None
    """None for what is no code of this ledger."""
    verdicts: Mapping[Verdict, int]


def read_month(text: str) -> Period:
    """Read a month. Raises WrongUsage.

    >>> read_month("2026-02").last
    datetime.date(2026, 2, 28)
    """
    found = re.fullmatch(r"\s*(\d{4})-(\d\d)\s*", text, re.ASCII)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and year):
        raise WrongUsage("What --month names is no month.", "Write it like: --month 2026-11")
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), following - timedelta(days=1))


def make_period(since: date | None, until: date | None, today: date) -> Period:
    """Make a period of two days that may be left out: the first of this month, and today.

    Raises WrongUsage if it ends before it begins.
    """
    last = until or today
    first = since or last.replace(day=1)
    if first > last:
        raise WrongUsage("The period ends before it begins.", "Swap --since and --until.")
    return Period(first, last)


def report_ledger(place: str, period: Period, now: datetime) -> LedgerReport:
    """Count letters and checks of a period. Raises InputMissing if there is no ledger."""
    with open_ledger(place) as ledger, ledger.snapshot():
        letters = list(ledger.figures.count_letters(*period.moments, now))
        checks = list(ledger.figures.count_checks(*period.moments))
    verdicts = Counter[Verdict]()
    for each in checks:
        verdicts[each.verdict] += each.checks
    return LedgerReport(
        period,
        now,
        next(iter(_sum(letters, lambda each: "").values()), LetterFigures()),
        _sum(letters, lambda each: each.signatory),
        _sum(letters, lambda each: each.prison_name),
        _sum(letters, lambda each: each.marking),
        verdicts,
    )


def log_checks(place: str, period: Period) -> list[CheckDay]:
    """Return the checks of a period by day and prison. Raises InputMissing."""
    with open_ledger(place) as ledger:
        groups = list(ledger.figures.count_checks(*period.moments))
    days = defaultdict[tuple[date, str], list[CheckGroup]](list)
    for each in groups:
        days[each.day, each.prison_name or ""].append(each)
    return [
        CheckDay(day, prison or None, _count(days[day, prison])) for day, prison in sorted(days)
    ]


def print_figures(
    path: Path,
    title: str,
    lines: Sequence[str],
    tables: Sequence[FigureTable],
    now: datetime,
    *,
    replace: bool,
) -> None:
    """Write tables to a PDF. Raises OutputRefused."""
    with output_files.open_output(path, replace=replace) as file:
        sheets = draw_figures(title, lines, tables, load_roboto())
        pdf.write_sheets(sheets, file, pdf.About(title, now))


def _sum(
    groups: Iterable[LetterGroup], named: Callable[[LetterGroup], str]
) -> dict[str, LetterFigures]:
    """Add up letters by a name, the most letters first."""
    sums = defaultdict[str, LetterFigures](LetterFigures)
    for each in groups:
        sums[named(each)] = sums[named(each)].plus(each.figures)
    return dict(sorted(sums.items(), key=lambda item: (-item[1].letters, item[0])))


def _count(groups: Iterable[CheckGroup]) -> dict[Verdict, int]:
    counts = Counter[Verdict]()
    for each in groups:
        counts[each.verdict] += each.checks
    return dict(counts)
