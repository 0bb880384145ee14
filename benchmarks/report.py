"""Writes what was measured as a page of tables."""

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.runs import Run

OURS = "prisonmail"
_TITLE = """# Performance

Made by `python -m benchmarks --write docs/performance.md`, in an environment with no more than
`pip install '.[benchmark]'` brings. Whole runs of `prisonmail generate`
(start, read and check the list, record every code, print the PDF) stand beside other libraries
that only draw the same texts and bars, in processes of their own that alternate with it. For them
only drawing and writing are timed: their imports, and all layout, come before the clock starts.

Times depend on the machine, its disk and what else it does: compare the ratios. They are medians of
the rounds, with the lowest and highest in brackets; 2.00 is twice as fast. Memory is the peak of
all processes of a run together.
"""


@dataclass(frozen=True, slots=True)
class SheetsMeasured:
    """All runs over a list with this many rows, by the name of what ran."""

    rows: int
    runs: dict[str, tuple[Run, ...]]
    sizes: dict[str, int]
    """Bytes of the PDF."""


@dataclass(frozen=True, slots=True)
class LongMeasured:
    """A list with this many rows, once only checked and once printed."""

    rows: int
    checked: Run
    printed: Run


@dataclass(frozen=True, slots=True)
class StartMeasured:
    """Runs of a short command, and runs of the least possible one that alternated with them."""

    name: str
    runs: tuple[Run, ...]
    floor: tuple[Run, ...]


def write_page(tables: Iterable[str]) -> str:
    """Write the whole page."""
    machine = f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}."
    return "\n".join((_TITLE, machine, "", *tables, ""))


def compare_sheets(measured: Sequence[SheetsMeasured]) -> Iterator[str]:
    """Compare whole runs with libraries that draw."""
    yield "| rows | what | sheets a second | prisonmail is faster | peak memory | bytes a sheet |"
    yield "|---|---|---|---|---|---|"
    for each in measured:
        ours = each.runs[OURS]
        for name, runs in each.runs.items():
            rate = each.rows / median(run.seconds for run in runs)
            memory = max(run.peak_mb for run in runs)
            size = each.sizes[name] / each.rows
            ratio = "" if name == OURS else _format_ratios(runs, ours)
            cells = (f"{each.rows:,}", name, f"{rate:,.0f}", ratio, f"{memory:,.0f} MB")
            yield f"| {' | '.join(cells)} | {size:,.0f} |"


def show_growth(measured: Sequence[LongMeasured]) -> Iterator[str]:
    """Show how time and memory grow with the list."""
    if not measured:
        return
    yield ""
    yield "| rows | checked in | memory | checked and printed in | ms a row | memory |"
    yield "|---|---|---|---|---|---|"
    for each in measured:
        checked, printed = each.checked, each.printed
        cost = printed.seconds / each.rows * 1000
        cells = (f"{each.rows:,}", f"{checked.seconds:.1f} s", f"{checked.peak_mb:,.0f} MB")
        cells += (f"{printed.seconds:.1f} s", f"{cost:.3f}", f"{printed.peak_mb:,.0f} MB")
        yield f"| {' | '.join(cells)} |"


def compare_starts(measured: Sequence[StartMeasured]) -> Iterator[str]:
    """Compare how long short commands take."""
    yield "| start-up of | times `import typer` |"
    yield "|---|---|"
    for each in measured:
        yield f"| `{each.name}` | {_format_ratios(each.runs, each.floor)} |"


def _format_ratios(runs: Sequence[Run], than: Sequence[Run]) -> str:
    ratios = sorted(a.seconds / b.seconds for a, b in zip(runs, than, strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
