"""Puts what was measured into a page of tables."""

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.runs import Run

_TITLE = """# Performance

Made by `python -m benchmarks --write docs/performance.md`. Whole runs of `prisonmail generate`
(start, read and check the list, record every code, print the PDF) stand beside other libraries
that only draw the same texts and bars, in processes of their own that alternate with it. The clock
of these runs for drawing and writing alone: their imports, and all layout, come before it starts.

Times belong to one machine on one day, with other work on it: read the ratios. They are medians of
the rounds, the lowest and highest in brackets; 2.00 is twice as fast.
"""


@dataclass(frozen=True, slots=True)
class SheetsMeasured:
    """All runs over a list of so many rows, by the name of what ran."""

    rows: int
    runs: dict[str, tuple[Run, ...]]
    sizes: dict[str, int]
    """Bytes of the PDF."""


@dataclass(frozen=True, slots=True)
class StartMeasured:
    """Runs of a short command, and those of the floor that alternated with them."""

    name: str
    runs: tuple[Run, ...]
    floor: tuple[Run, ...]


def page(sheets: Sequence[SheetsMeasured], starts: Sequence[StartMeasured]) -> str:
    """Write the whole page."""
    return "\n".join((_TITLE, *_machine(), *_sheets(sheets), "", *_starts(starts), ""))


def _machine() -> Iterator[str]:
    yield f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}."
    yield ""


def _sheets(measured: Sequence[SheetsMeasured]) -> Iterator[str]:
    yield "| rows | what | sheets a second | prisonmail is faster | peak memory | bytes a sheet |"
    yield "|---|---|---|---|---|---|"
    for each in measured:
        ours = each.runs["prisonmail"]
        for name, runs in each.runs.items():
            rate = each.rows / median(run.seconds for run in runs)
            memory = max(run.peak_mb for run in runs)
            size = each.sizes[name] / each.rows
            ratio = "" if name == "prisonmail" else _spread(runs, ours)
            cells = (f"{each.rows:,}", name, f"{rate:,.0f}", ratio, f"{memory:,.0f} MB")
            yield f"| {' | '.join(cells)} | {size:,.0f} |"


def _starts(measured: Sequence[StartMeasured]) -> Iterator[str]:
    yield "| start-up of | times `import typer` |"
    yield "|---|---|"
    for each in measured:
        yield f"| `{each.name}` | {_spread(each.runs, each.floor)} |"


def _spread(runs: Sequence[Run], than: Sequence[Run]) -> str:
    ratios = sorted(a.seconds / b.seconds for a, b in zip(runs, than, strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
