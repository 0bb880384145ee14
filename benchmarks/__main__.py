"""Compares whole runs of prisonmail with other libraries, which only draw the same sheets.

    python -m benchmarks                      # everything: a quarter of an hour on two idle cores
    python -m benchmarks --rows 1000 --rounds 5 --long 0 --no-ledger

Runs alternate, so that other work on the machine slows all of them alike: compare the ratios.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ledger, report
from benchmarks.people import write_list
from benchmarks.report import LongMeasured, SheetsMeasured, StartMeasured
from benchmarks.runs import Run, python_command, run

EXAMPLES = Path(__file__).parent.parent / "examples"
PEERS = ("reportlab", "fpdf2")
FLOOR = "import typer"
_ANSWERED_NO = 1
"""The exit code of `verify` for a code that was never issued, which is an answer too."""
_MANY = 50_000
"""From this many rows on, one round is enough: noise averages out in so long a run."""


def main() -> None:
    """Measure what the command line asks for, print it, and write it to a file if asked to."""
    asked = _make_parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sheets = [
            _measure_sheets(rows, 1 if rows >= _MANY else asked.rounds, home)
            for rows in asked.rows or (1_000, 10_000, 100_000)
        ]
        long = [_measure_long(rows, home) for rows in _list_lengths(asked.long)]
        starts = list(_measure_starts(asked.rounds * 3, home))
    tables = [*report.compare_sheets(sheets), *report.show_growth(long)]
    tables += ["", *ledger.measure()] if asked.ledger else []
    page = report.write_page([*tables, "", *report.compare_starts(starts)])
    print(page)
    if asked.write:
        asked.write.write_text(page, encoding="utf-8")


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=1_000_000, metavar="ROWS")
    parser.add_argument("--ledger", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--write", type=Path, metavar="PAGE.md")
    return parser


def _list_lengths(rows: int) -> list[int]:
    """Return the lengths of the long runs: a tenth of the rows, and all of them."""
    return [rows // 10, rows] if rows else []


def _generate_command(listed: Path, target: Path, *more: str) -> list[str | Path]:
    return [
        *("-m", "prisonmail", "generate", listed, "--output", target, "--force", "--again"),
        *("--profile", EXAMPLES / "profile.toml", *more),
    ]


def _measure_sheets(rows: int, rounds: int, home: Path) -> SheetsMeasured:
    listed, target = _make_list(rows, home), home / "out.pdf"
    commands = {
        report.OURS: _generate_command(listed, target),
        **{peer: ["-m", "benchmarks.draw", peer, str(rows), target] for peer in PEERS},
    }
    found: dict[str, list[Run]] = {name: [] for name in commands}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(python_command(*command), home))
            sizes[name] = target.stat().st_size
            target.unlink()
    return SheetsMeasured(rows, {name: tuple(each) for name, each in found.items()}, sizes)


def _measure_long(rows: int, home: Path) -> LongMeasured:
    command = _generate_command(_make_list(rows, home), home / "out.pdf")
    checked = run(python_command(*command, "--check"), home)
    return LongMeasured(rows, checked, run(python_command(*command), home))


def _make_list(rows: int, home: Path) -> Path:
    listed = home / f"list{rows}.csv"
    if not listed.exists():
        write_list(listed, rows)
    return listed


def _measure_starts(rounds: int, home: Path) -> Iterator[StartMeasured]:
    commands = {
        FLOOR: ("-c", "import typer"),
        "--version": ("-m", "prisonmail", "--version"),
        "--help": ("-m", "prisonmail", "--help"),
        "verify": ("-m", "prisonmail", "verify", "12345678901244"),
    }
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, arguments in commands.items():
            found[name].append(run(python_command(*arguments), home, allowed=(0, _ANSWERED_NO)))
    for name in commands:
        yield StartMeasured(name, tuple(found[name]), tuple(found[FLOOR]))


if __name__ == "__main__":
    main()
