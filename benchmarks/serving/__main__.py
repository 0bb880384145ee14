"""Measures a running server: checks a second, how soon, and races for one code.

python -m benchmarks.serving       # four minutes of load, 10,000 races on each database
python -m benchmarks.serving --seconds 10 --races 500 --write
"""

import argparse
import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks import report
from benchmarks.serving.load import Load, press, race
from benchmarks.serving.server import grant_token, issue, measure_cpu, serve
from tests.databases import postgres_schema, postgres_server

_PAGE = Path(__file__).parent.parent.parent / "docs" / "performance.md"
_BEGIN = "<!-- Made by `python -m benchmarks.serving --write`: begin -->"
_CODES_A_SECOND = 2_000
_WARM_SECONDS = 3
_GOALS = {"SQLite, 1 process": 300, "PostgreSQL, 4 processes": 800}
_WITHIN_MS = 100
_HEADINGS = (
    *("ledger", "checks a second", "wanted", "median", "99 % within"),
    *("at the wanted rate: median", "99 % within", "wanted"),
    *("CPU of the server a check", "races", "one `ready`"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for, print it, and write it to a page if asked to."""
    asked = _make_parser().parse_args(arguments)
    tables = "\n".join((report.describe_machine(), "", *_measure(asked))) + "\n"
    print(tables)
    if asked.write:
        report.write_tables(asked.write, tables, _BEGIN)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--write", type=Path, nargs="?", const=_PAGE, metavar="PAGE.md")
    return parser


def _measure(asked: argparse.Namespace) -> Iterator[str]:
    yield f"| {' | '.join(_HEADINGS)} |"
    yield "|---" * len(_HEADINGS) + "|"
    for name, goal in _GOALS.items():
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="prisonmail-")))
            os.environ["PRISONMAIL_HOME"] = str(home)
            place, options = str(home / "ledger.sqlite3"), list[str]()
            if name.startswith("PostgreSQL"):
                data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="prisonmail-")))
                server = stack.enter_context(postgres_server(data, durable=True))
                place, options = stack.enter_context(postgres_schema(server)), ["--workers", "4"]
            yield _measure_one(asked, name, goal, place, home, *options)


def _measure_one(
    asked: argparse.Namespace, name: str, goal: int, place: str, home: Path, *options: str
) -> str:
    paced = int(asked.seconds * goal)
    codes = issue(place, int(asked.seconds * _CODES_A_SECOND) + paced + asked.races + 1)
    token = grant_token(place)
    waiting = iter(codes)
    with serve(place, home, *options) as server:
        its = partial(press, server.port, token, clients=asked.clients)
        asyncio.run(its([next(waiting)], seconds=_WARM_SECONDS))
        racing, pacing = ([*islice(waiting, number)] for number in (asked.races, paced))
        paced_load = asyncio.run(its(pacing, seconds=asked.seconds, rate=goal))
        before = measure_cpu(server)
        load = asyncio.run(its([*waiting], seconds=asked.seconds))
        cpu = (measure_cpu(server) - before) / len(load.waits)
        races = asyncio.run(race(server.port, token, racing))
    return _write_row(name, goal, load, paced_load, cpu, races)


def _write_row(
    name: str, goal: int, load: Load, paced: Load, cpu: float, races: Counter[int]
) -> str:
    if refused := load.refused + paced.refused:
        raise RuntimeError(f"{name} refused: {dict(refused)}")
    cells = (
        *(name, f"{load.rate:,.0f}", f"{goal}", *_write_waits(load)),
        *(*_write_waits(paced), f"{_WITHIN_MS} ms", f"{cpu * 1000:.2f} ms"),
        *(f"{sum(races.values()):,}", f"{races[1]:,}"),
    )
    return f"| {' | '.join(cells)} |"


def _write_waits(load: Load) -> tuple[str, str]:
    return f"{load.find_percentile(50):.0f} ms", f"{load.find_percentile(99):.0f} ms"


if __name__ == "__main__":
    main()
