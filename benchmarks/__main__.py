"""Compares whole runs of prisonmail with other libraries that only draw the same sheets.

    python -m benchmarks                      # 1,000, 10,000 and 100,000 rows, three rounds each
    python -m benchmarks --rows 1000 --rounds 5 --write docs/performance.md

Runs alternate, so that a noisy machine is noisy for all; ratios are what to read.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import report
from benchmarks.people import write_list
from benchmarks.report import SheetsMeasured, StartMeasured
from benchmarks.runs import Run, python, run

EXAMPLES = Path(__file__).parent.parent / "examples"
PEERS = ("reportlab", "fpdf2")
FLOOR = "import typer"
UNKNOWN_CODE = 1


def main() -> None:
    """Measure what the command line asks for, print it, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="PAGE.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sheets = [
            _measure_sheets(rows, asked.rounds, home)
            for rows in asked.rows or (1_000, 10_000, 100_000)
        ]
        starts = list(_measure_starts(asked.rounds * 3, home))
    page = report.page(sheets, starts)
    print(page)
    if asked.write:
        asked.write.write_text(page, encoding="utf-8")


def _measure_sheets(rows: int, rounds: int, home: Path) -> SheetsMeasured:
    listed = home / f"list{rows}.csv"
    write_list(listed, rows)
    target = home / "out.pdf"
    commands = {
        "prisonmail": [
            *("-m", "prisonmail", "generate", listed, "--output", target, "--force", "--again"),
            *("--profile", EXAMPLES / "profile.toml", "--max-rows", str(rows)),
        ],
        **{peer: ["-m", "benchmarks.draw", peer, str(rows), target] for peer in PEERS},
    }
    found: dict[str, list[Run]] = {name: [] for name in commands}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run(python(*command), home))
            sizes[name] = target.stat().st_size
            target.unlink()
    return SheetsMeasured(rows, {name: tuple(each) for name, each in found.items()}, sizes)


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
            found[name].append(run(python(*arguments), home, allowed=(0, UNKNOWN_CODE)))
    for name in commands:
        yield StartMeasured(name, tuple(found[name]), tuple(found[FLOOR]))


if __name__ == "__main__":
    main()
