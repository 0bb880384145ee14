"""Writes what was measured as tables in Markdown, between two marks of a page."""

import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path
from statistics import median

from benchmarks.commands import FLOOR, OURS
from benchmarks.measured import Measured, Runs, compare_cpu, list_goals, measure_growth
from benchmarks.runs import Run

_BEGIN = "<!-- Made by `python -m benchmarks --write`: begin -->"
_END = "<!-- end -->"
_LIBRARIES = ("reportlab", "rl_accel", "fpdf2", "typst", "typer", "msgspec", "pydantic")


def write_tables(page: Path, tables: str, mark: str = _BEGIN) -> None:
    """Put tables between the marks of a page. Raises ValueError if it lacks them."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(mark)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{page} lacks the marks between which tables go")
    page.write_text(f"{before}{mark}\n\n{tables}\n{_END}{after}", encoding="utf-8")


def show(measured: Measured, ledger: Iterator[str]) -> str:
    """Write all tables, with the machine and the versions before them."""
    parts = (
        [describe_machine()],
        _show_goals(measured),
        _compare_sheets(measured),
        _show_growth(measured),
        _show_features(measured),
        ledger,
        _compare_starts(measured.starts),
    )
    lines = ("\n".join(part) for part in parts)
    return "\n\n".join(part for part in lines if part) + "\n"


def describe_machine() -> str:
    """Say when and on what it was measured."""
    versions = ", ".join(filter(None, map(_find_version, _LIBRARIES)))
    return (
        f"Measured on {date.today():%-d %B %Y}: Python {platform.python_version()},"  # noqa: DTZ011
        f" {platform.system()} on {platform.machine()}, {cpu_count()} cores;\n{versions}."
    )


def _find_version(library: str) -> str | None:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return None


def _show_goals(measured: Measured) -> Iterator[str]:
    goals = list(list_goals(measured))
    if goals:
        yield from _head("goal", "wanted", "measured", "met")
    for each in goals:
        yield _row(each.name, each.wanted, each.found, "yes" if each.met else "**no**")


def _compare_sheets(measured: Measured) -> Iterator[str]:
    cells = ("CPU", "wall", "CPU, times prisonmail", "peak memory", "bytes a sheet")
    yield from _head("rows", "what", *cells)
    for rows, runs in measured.sheets.items():
        times = compare_cpu(runs, OURS)
        for name, each in runs.items():
            cpu, wall = (_format_seconds(each, kind) for kind in ("cpu", "seconds"))
            ratio = "" if name == OURS else _format_range(times[name])
            peak = f"{max(run.peak_mb for run in each):,.0f} MB"
            yield _row(f"{rows:,}", name, cpu, wall, ratio, peak, f"{each[0].size / rows:,.0f}")


def _show_growth(measured: Measured) -> Iterator[str]:
    if not measured.long:
        return
    yield from _head(
        "rows", "checked: CPU", "memory", "checked and printed: CPU", "a row", "memory"
    )
    for each in measured.long:
        checked, printed = each.checked, each.printed
        yield _row(
            *(f"{each.rows:,}", f"{checked.cpu:.1f} s", f"{checked.peak_mb:,.0f} MB"),
            *(f"{printed.cpu:.1f} s", f"{printed.cpu / each.rows * 1e6:.0f} µs"),
            f"{printed.peak_mb:,.0f} MB",
        )
    yield f"\nThe longest takes {measure_growth(measured.long):.2f} times its linear share."


def _show_features(measured: Measured) -> Iterator[str]:
    if measured.features:
        yield from _head("rows", "asked for", "CPU", "CPU, times the plain run", "peak memory")
    for rows, runs in measured.features.items():
        times = compare_cpu(runs, OURS)
        for name, each in runs.items():
            told = ("letters alone", "") if name == OURS else (name, _format_range(times[name]))
            peak = f"{max(run.peak_mb for run in each):,.0f} MB"
            yield _row(f"{rows:,}", told[0], _format_seconds(each, "cpu"), told[1], peak)


def _compare_starts(starts: Runs) -> Iterator[str]:
    yield from _head("start of", "CPU", f"CPU, times `{FLOOR}`")
    times = compare_cpu(starts, FLOOR)
    for name, each in starts.items():
        shown = f"`{FLOOR}`" if name == FLOOR else name
        yield _row(shown, _format_seconds(each, "cpu"), _format_range(times[name]))


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield "|---" * len(cells) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _format_seconds(runs: tuple[Run, ...], kind: str) -> str:
    seconds: float = median(getattr(run, kind) for run in runs)
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:,.0f} ms"


def _format_range(ratios: list[float]) -> str:
    return f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
