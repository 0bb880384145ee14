"""Compares whole runs of prisonmail with other libraries, which only draw the same sheets.

    python -m benchmarks                      # everything: an hour on two idle cores
    python -m benchmarks --rows 1000 --rounds 5 --long 0 --features 0 --no-ledger
    python -m benchmarks --quick              # what grew since `--quick --record`

Runs alternate, so that other work on the machine slows all of them alike: compare the ratios.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import ledger, quick, report
from benchmarks.commands import generate, list_features, list_peers, list_starts, make_list
from benchmarks.measured import LongMeasured, Measured
from benchmarks.runs import MADE, alternate, run

_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_ROWS = (10, 100, 1_000, 10_000, 100_000)
_ROWS_WITH_FEATURES = (10_000, 100_000)
_MANY = 50_000
"""From this many rows on, one round is enough: noise averages out in so long a run."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for, print it, and write it to a page if asked to."""
    asked = _make_parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        home = Path(folder)
        (home / MADE).mkdir()
        if asked.quick:
            _guard(home, asked.record)
            return
        measured = _measure(asked, home)
    tables = report.show(measured, ledger.measure() if asked.ledger else iter(()))
    print(tables)
    if asked.write:
        report.write_tables(asked.write, tables)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", metavar="PEER", help="as the table names it")
    parser.add_argument("--long", type=int, default=1_000_000, metavar="ROWS")
    parser.add_argument("--features", type=int, action="append", metavar="ROWS")
    parser.add_argument("--ledger", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--write", type=Path, nargs="?", const=_PAGE, metavar="PAGE.md")
    parser.add_argument("--quick", action="store_true", help="only name what grew")
    parser.add_argument("--record", action="store_true", help="with --quick: keep the figures")
    return parser


def _guard(home: Path, record: bool) -> None:
    found = quick.measure(home)
    if record:
        quick.record(found)
    print("\n".join(quick.compare(found)))


def _measure(asked: argparse.Namespace, home: Path) -> Measured:
    starts = list_starts(home)
    alternate(starts | list_peers(10, home), 1, home)  # so that compiled files are there
    return Measured(
        sheets={
            rows: alternate(
                list_peers(rows, home, asked.only or ()),
                1 if rows >= _MANY else asked.rounds,
                home,
            )
            for rows in asked.rows or _ROWS
        },
        long=list(_measure_long(asked.long, home)),
        features={
            rows: alternate(list_features(rows, home), 1 if rows >= _MANY else asked.rounds, home)
            for rows in asked.features or _ROWS_WITH_FEATURES
            if rows
        },
        starts=alternate(starts, asked.rounds * 3, home),
    )


def _measure_long(longest: int, home: Path) -> Iterator[LongMeasured]:
    """Measure a tenth of the rows, and all of them."""
    for rows in (longest // 10, longest) if longest else ():
        listed = make_list(rows, home)
        checked = run(generate(listed, home, "--check"), home)
        yield LongMeasured(rows, checked, run(generate(listed, home), home))


if __name__ == "__main__":
    main()
