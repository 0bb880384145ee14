"""The figures of a ledger, as tables, rows and JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from prisonmail.ledger.accountability.figures import LetterFigures
from prisonmail.ledger.verdicts import Verdict
from prisonmail.reports.counts import count
from prisonmail.sheets.batch.figure_sheets import FigureTable
from prisonmail.system import clock
from prisonmail.system.record import Record, asdict
from prisonmail.use_cases.accountability.ledger_report import (
    GUESSES,
    CheckDay,
    LedgerReport,
    Period,
)

_OF_LETTERS = ("Letters", "Checked", "Not checked", "Expired", "Cancelled")
_CSV_HEADINGS = ("By", "Name", *_OF_LETTERS, "Checks")
_OF_CHECKS = ("Checks", "Ready", "Duplicate", "More", "Refused", "Guesses")
_MORE = (Verdict.MORE_CHECKS, Verdict.RANDOM_CHECK)
_REFUSED = tuple(set(Verdict) - {Verdict.READY, Verdict.DUPLICATE, *_MORE, *GUESSES})
_NO_CODE = "no code of this ledger"
_ON_A_PAGE = {"Signatory": 8, "Prison": 11, "Marking": 4}
"""Rows of a table that a page takes with the others; the rest is summed up in one more."""
NOTE = "Expired: never checked while the code was good. Letters whose people are erased count too."
MORE_NOTE = (
    "By the prison that a letter was issued to. More: asked for by staff, or drawn at random. "
    "Refused: expired, cancelled, at another prison, or of a sender who is not accepted. "
    "Guesses: no code of this ledger, mistyped ones included."
)


class Told(Record, frozen=True):
    """Figures of a period in all forms in which they are told."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[FigureTable, ...]
    page: tuple[FigureTable, ...]
    """The same for paper: no more rows than a page takes."""
    rows: tuple[Sequence[str], ...]
    """The same as one table, with its headings."""
    document: dict[str, object]
    """The same as JSON."""


def tell_report(found: LedgerReport) -> Told:
    """Tell of letters and checks of a period."""
    return Told(
        f"Letters to prisons, {_days(found.period)}",
        tuple(_report_lines(found)),
        tuple(_report_tables(found)),
        tuple(_report_tables(found, for_page=True)),
        tuple(_report_rows(found)),
        _report_document(found),
    )


def tell_checks(period: Period, days: Sequence[CheckDay]) -> Told:
    """Tell of the checks of a period by day and prison."""
    table = _check_log_table(days)
    return Told(
        f"Checks of letters to prisons, {_days(period)}",
        (MORE_NOTE,),
        (table,),
        (table,),
        tuple(_check_log_rows(days)),
        _check_log_document(period, days),
    )


def _report_lines(found: LedgerReport) -> Iterator[str]:
    """Say what was counted, and when."""
    letters, checks = (
        count(found.total.letters, "letter"),
        count(sum(found.checks.values()), "check"),
    )
    guesses = count(found.guesses, "guess", "guesses")
    yield (
        f"{letters} issued, as they stood on {clock.long_time(found.made_at)}; {checks} made, "
        f"{guesses} among them."
    )
    yield NOTE


def _report_tables(found: LedgerReport, *, for_page: bool = False) -> list[FigureTable]:
    """Write the figures as tables: letters by signatory, prison and marking, and checks."""
    named = {"Signatory": found.signatories, "Prison": found.prisons, "Marking": found.markings}
    tables = [
        _letter_table(name, _cut(sums, _ON_A_PAGE[name]) if for_page else sums, found.total)
        for name, sums in named.items()
    ]
    rows = tuple((_verdict_words(each), f"{number:,}") for each, number in _in_order(found.checks))
    total = ("All checks", f"{sum(found.checks.values()):,}")
    return [*tables, FigureTable("Checks by verdict", ("Verdict", "Checks"), (*rows, total))]


def _report_rows(found: LedgerReport) -> Iterator[Sequence[str]]:
    """Write the figures as rows of one table."""
    yield _CSV_HEADINGS
    named = {"signatory": found.signatories, "prison": found.prisons, "marking": found.markings}
    for by, sums in {**named, "all": {"": found.total}}.items():
        for name, figures in sums.items():
            yield (by, name, *map(str, asdict(figures).values()), "")
    for verdict, number in _in_order(found.checks):
        yield ("verdict", verdict.value, *[""] * len(_OF_LETTERS), str(number))


def _report_document(found: LedgerReport) -> dict[str, object]:
    """Return the figures as JSON (version 1: fields are only ever added)."""
    named = {
        "signatories": found.signatories,
        "prisons": found.prisons,
        "markings": found.markings,
    }
    return {
        "version": 1,
        **_period_document(found.period),
        "made_at": found.made_at.isoformat(),
        "total": asdict(found.total),
        **{
            name: [{"name": each, **asdict(figures)} for each, figures in sums.items()]
            for name, sums in named.items()
        },
        "checks": {each.value: number for each, number in _in_order(found.checks)},
        "guesses": found.guesses,
    }


def _check_log_table(days: Iterable[CheckDay]) -> FigureTable:
    """Write checks by day and prison as a table."""
    rows = tuple(
        (f"{each.day:%d-%m-%Y}", each.prison or _NO_CODE, *_count_checks(each)) for each in days
    )
    return FigureTable("Checks by day and prison", ("Day", "Prison", *_OF_CHECKS), rows, names=2)


def _check_log_rows(days: Iterable[CheckDay]) -> Iterator[Sequence[str]]:
    """Write checks by day and prison as rows."""
    yield ("Day", "Prison", *_OF_CHECKS)
    for each in days:
        yield (each.day.isoformat(), each.prison or "", *_count_checks(each))


def _check_log_document(period: Period, days: Iterable[CheckDay]) -> dict[str, object]:
    """Return checks by day and prison as JSON (version 1: fields are only ever added)."""
    documents = [
        {
            "day": each.day.isoformat(),
            "prison": each.prison,
            "checks": {verdict.value: number for verdict, number in _in_order(each.verdicts)},
        }
        for each in days
    ]
    return {"version": 1, **_period_document(period), "days": documents}


def _letter_table(
    name: str, sums: Mapping[str, LetterFigures], total: LetterFigures
) -> FigureTable:
    rows = tuple((each, *_cells(figures)) for each, figures in sums.items())
    title = f"Letters by {name.lower()}"
    return FigureTable(title, (name, *_OF_LETTERS), (*rows, ("All letters", *_cells(total))))


def _cut(sums: Mapping[str, LetterFigures], most: int) -> dict[str, LetterFigures]:
    """Keep the first of some sums, and add up the rest."""
    kept = dict(islice(sums.items(), most))
    rest = LetterFigures()
    for name, figures in sums.items():
        rest = rest if name in kept else rest.plus(figures)
    return kept | ({f"{len(sums) - most:,} others": rest} if len(sums) > most else {})


def _cells(figures: LetterFigures) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in asdict(figures).values())


def _count_checks(day: CheckDay) -> tuple[str, ...]:
    def add(verdicts: Iterable[Verdict]) -> str:
        return f"{sum(day.verdicts.get(each, 0) for each in verdicts)}"

    kinds = ([Verdict.READY], [Verdict.DUPLICATE], _MORE, _REFUSED, GUESSES)
    return (add(Verdict), *map(add, kinds))


def _verdict_words(verdict: Verdict) -> str:
    guess = " (a guess, or mistyped)" if verdict in GUESSES else ""
    return f"{verdict.value.replace('-', ' ')}{guess}"


def _in_order(checks: Mapping[Verdict, int]) -> list[tuple[Verdict, int]]:
    return [(each, checks[each]) for each in reversed(Verdict) if checks.get(each)]


def _period_document(period: Period) -> dict[str, object]:
    return {"since": period.first.isoformat(), "until": period.last.isoformat()}


def _days(period: Period) -> str:
    first, last = clock.long_date(period.first), clock.long_date(period.last)
    return first if first == last else f"{first} to {last}"
