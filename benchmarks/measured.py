"""What was measured, and the goals that it is held against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.commands import FLOOR, OURS
from benchmarks.runs import Run

Runs = Mapping[str, tuple[Run, ...]]
"""Runs that took turns, by the name of what ran."""

_TIMES_REPORTLAB = {100: 1.2, 1_000: 3.5, 10_000: 8.0, 100_000: 10.0}
"""By rows: how many times our CPU ReportLab without its accelerator has to take at least."""
_MOST_MB = {100_000: 100.0, 1_000_000: 250.0}
_MOST_GROWTH = 1.15
"""How many times its part of a linear growth a list of a million may take."""
_MOST_FOR_A_FEATURE = 1.25


@dataclass(frozen=True, slots=True)
class LongMeasured:
    """A list with this many rows, once only checked and once printed."""

    rows: int
    checked: Run
    printed: Run


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one call of the benchmark measured."""

    sheets: Mapping[int, Runs]
    """By rows."""
    long: Sequence[LongMeasured]
    features: Mapping[int, Runs]
    """By rows."""
    starts: Runs


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, and what was measured."""

    name: str
    wanted: str
    found: str
    met: bool


def compare_cpu(runs: Runs, than: str) -> dict[str, list[float]]:
    """Return how many times the CPU of one of them each took, round by round, in order of size."""
    return {
        name: sorted(a.cpu / b.cpu for a, b in zip(each, runs[than], strict=True))
        for name, each in runs.items()
    }


def list_goals(measured: Measured) -> Iterator[Goal]:
    """Hold what was measured against the goals; what was not measured is left out."""
    for rows, runs in measured.sheets.items():
        if rows in _TIMES_REPORTLAB:
            times, least = median(compare_cpu(runs, OURS)["ReportLab"]), _TIMES_REPORTLAB[rows]
            name = f"CPU of ReportLab in times of ours, {rows:,} rows"
            yield Goal(name, f"at least {least}", f"{times:.2f}", times >= least)
    peaks = {rows: max(run.peak_mb for run in runs[OURS]) for rows, runs in measured.sheets.items()}
    peaks |= {each.rows: each.printed.peak_mb for each in measured.long}
    for rows in peaks.keys() & _MOST_MB.keys():
        most, name = _MOST_MB[rows], f"memory, {rows:,} rows"
        yield Goal(name, f"at most {most:.0f} MB", f"{peaks[rows]:.0f} MB", peaks[rows] <= most)
    if measured.long:
        growth, name = measure_growth(measured.long), f"{measured.long[-1].rows:,} rows"
        told = f"{growth:.2f} times linear"
        yield Goal(name, f"at most {_MOST_GROWTH}", told, growth <= _MOST_GROWTH)
    for rows, runs in measured.features.items():
        ratios, name = compare_cpu(runs, OURS), f"the dearest feature, {rows:,} rows"
        dearest, worst = max((median(each), name) for name, each in ratios.items())
        told, met = f"{dearest:.2f}, {worst}", dearest <= _MOST_FOR_A_FEATURE
        yield Goal(name, f"at most {_MOST_FOR_A_FEATURE}", told, met)


def measure_growth(long: Sequence[LongMeasured]) -> float:
    """Return how much more the longest list took than its share of the shortest, as a factor."""
    first, last = long[0], long[-1]
    return (last.printed.cpu / first.printed.cpu) / (last.rows / first.rows)


def measure_floors(starts: Runs) -> dict[str, float]:
    """Return the least CPU of each command in times of the least that any start takes."""
    least = {name: min(run.cpu for run in runs) for name, runs in starts.items()}
    return {name: cpu / least[FLOOR] for name, cpu in least.items()}
