"""Measures the ledger: recording a long batch, and checking one code, among none and very many.

    python -m benchmarks.ledger                     # five rounds; takes a few minutes
    python -m benchmarks.ledger --batch 1000 --batches 2 --rounds 1

SQLite, plain and encrypted, and a PostgreSQL server of its own take turns, and wait for the disk.
New and full ledgers take turns too; how many times a full one takes is of the CPU of this process,
which for a server is a part of it only.
A recording is timed from the open ledger to the commit; a check, on a new connection each time,
from the open connection to the recorded answer.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import sample
from tests.databases import NoServerError, postgres_schema, postgres_server

from prisonmail.codes import Code
from prisonmail.ledger.apart import cipher_keys
from prisonmail.ledger.database import postgres, sqlite_file
from prisonmail.ledger.database.cipher import KeyRing, LedgerKey, make_key
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.schema import prepare
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.verify import Checker, Desk

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHECKS = 20
"""Checks in each round; a code is checked only once."""
_SENDER = Sender("Firm", "Name", "n@firm.cjsm.net", "barrister", ("Leeds",), "0113 496 0000")


class Taken(NamedTuple):
    """How long something took, by a clock on the wall and of this process's CPU, in seconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Subject:
    """A kind of database, and what was measured on it, in seconds."""

    name: str
    new_place: Callable[[], AbstractContextManager[str]]
    """Makes a place for a ledger, and removes it in the end."""
    connect: Callable[[str], AbstractContextManager[Database]]
    recordings: list[Taken] = field(default_factory=list)
    """Into new ledgers."""
    more: list[Taken] = field(default_factory=list)
    """Into one that is full."""
    checks: list[float] = field(default_factory=list)


def main() -> None:
    """Measure what the command line asks for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger")
    parser.add_argument("--batch", type=int, default=100_000)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print("\n".join(measure(asked.batch, asked.batches, asked.rounds)))


def measure(batch: int = 100_000, batches: int = 10, rounds: int = 5) -> Iterator[str]:
    """Measure, and yield the lines of a table in Markdown."""
    drafts = Drafts(letter.draft for letter in sample.make_letters(batch))
    with ExitStack() as stack:
        subjects = list(_open_subjects(stack))
        full = [_fill(stack, subject, drafts, batches, rounds) for subject in subjects]
        for codes in zip(*(codes for _, codes in full), strict=True):
            for subject, (place, _), code in zip(subjects, full, codes, strict=True):
                subject.checks.append(_time_check(subject, place, code))
        for _ in range(rounds):
            for subject, (place, _) in zip(subjects, full, strict=True):
                with subject.new_place() as new:
                    subject.recordings.append(_time_recording(new, drafts))
                subject.more.append(_time_recording(place, drafts))
    yield from _show(subjects, f"{batch:,} codes", f"{batch * batches:,}")


def _show(subjects: Sequence[Subject], batch: str, many: str) -> Iterator[str]:
    cells = (f"recording {batch}", f"into one of {many}", "CPU, times an empty one")
    yield f"| ledger on | {' | '.join(cells)} | a check among {many} |"
    yield "|---|---|---|---|---|"
    for each in subjects:
        recorded, more = (
            _format_times([taken.wall for taken in some], "s")
            for some in (each.recordings, each.more)
        )
        ratios = [full.cpu / new.cpu for new, full in zip(each.recordings, each.more, strict=True)]
        checked = _format_times(each.checks, "ms")
        yield f"| {each.name} | {recorded} | {more} | {median(ratios):.2f} | {checked} |"


def _open_subjects(stack: ExitStack) -> Iterator[Subject]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="prisonmail-")))
    yield Subject("SQLite", partial(_new_file, None), partial(_open_file, KeyRing()))
    key = make_key()
    cipher_keys.write_key_file(folder / "key", key)
    os.environ[cipher_keys.KEY_FILE_VARIABLE] = str(folder / "key")
    stack.callback(os.environ.pop, cipher_keys.KEY_FILE_VARIABLE)
    keys = KeyRing(lambda: (key,))
    yield Subject("SQLite, encrypted", partial(_new_file, key), partial(_open_file, keys))
    try:
        server = stack.enter_context(postgres_server(folder, durable=True))
    except NoServerError:
        return
    yield Subject("PostgreSQL", partial(postgres_schema, server), postgres.open_database)


def _open_file(keys: KeyRing, place: str) -> AbstractContextManager[Database]:
    return sqlite_file.open_database(Path(place), make=False, keys=keys)


@contextmanager
def _new_file(key: LedgerKey | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.sqlite3"
        with open_ledger(place, make=True, keys=KeyRing(for_new=lambda: key)):
            yield str(place)


def _time_recording(place: str, drafts: Drafts) -> Taken:
    with open_ledger(place, make=True) as ledger:
        wall, cpu = time.perf_counter(), time.process_time()
        ledger.issue(drafts, _SENDER, "dl", NOW, 28)
        return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def _fill(
    stack: ExitStack, subject: Subject, drafts: Drafts, batches: int, rounds: int
) -> tuple[str, list[Code]]:
    """Fill a ledger; return its place, and codes to check from all over its last batch."""
    place = stack.enter_context(subject.new_place())
    with open_ledger(place, make=True) as ledger:
        for _ in range(batches):
            _, letters = ledger.issue(drafts, _SENDER, "dl", NOW, 28)
    apart = max(1, len(letters) // (rounds * CHECKS))
    return place, [letter.code for letter in letters][::apart][: rounds * CHECKS]


def _time_check(subject: Subject, place: str, code: Code) -> float:
    with subject.connect(place) as database:
        started = time.perf_counter()
        prepare(database, make=False)
        answer = Desk(Ledger(database), Checker("HMP Leeds", "A. Patel")).answer(code, NOW)
        took = time.perf_counter() - started
    if not answer.verdict.deliver:
        raise RuntimeError(f"a new code was {answer.verdict}")
    return took


def _format_times(seconds: Sequence[float], unit: str) -> str:
    times = sorted(each * (1000 if unit == "ms" else 1) for each in seconds)
    return f"{median(times):.2f} {unit} ({times[0]:.2f}–{times[-1]:.2f})"


if __name__ == "__main__":
    main()
