"""After a power failure at any point of a command, nothing is broken that was promised."""

import re
import subprocess
import sys

import pytest

from tests.durability.cases import CASES, LONG_CASES, Case, Desk
from tests.durability.checks import Checker
from tests.durability.conftest import Record
from tests.durability.crashes import Crash, find_crashes
from tests.durability.disk import rebuild

_MOST = 100
"""States of a command that are looked at in every test run."""
_CASES = {case.name: case for case in LONG_CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_is_broken(desk: Desk, record_case: Record, case: Case) -> None:
    recording = record_case(case)
    checker = Checker(desk, case, recording)
    for crash in find_crashes(recording, most=_MOST):
        assert not checker.find_broken(crash), crash.story


@pytest.mark.soak
@pytest.mark.parametrize("case", LONG_CASES, ids=lambda case: case.name)
def test_nothing_is_broken_anywhere(desk: Desk, record_case: Record, case: Case) -> None:
    recording = record_case(case)
    checker = Checker(desk, case, recording)
    for crash in find_crashes(recording, everywhere=True, drawn=10):
        assert not checker.find_broken(crash), crash.story


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("verify", "-wal"),
        pytest.param("generate", "-wal", marks=pytest.mark.soak),
        pytest.param("generate", ".prisonmail", marks=pytest.mark.soak),
    ],
)
def test_the_program_goes_on(desk: Desk, record_case: Record, name: str, left: str) -> None:
    """As `Checker`, but with processes: after a crash amid recording, amid printing."""
    case = _CASES[name]
    recording = record_case(case)
    crash = next(each for each in find_crashes(recording) if _has(each, left))
    rebuild(desk.root, crash.image)
    more = ("--again", "--force") if name == "generate" else ()
    assert _run(desk, *case.words(desk), *more) == 0
    assert _run(desk, "ledger", "check") == 0
    assert not list(desk.root.rglob(".*"))


def _has(crash: Crash, ending: str) -> bool:
    """Check whether there is a ledger and a file of that ending, neither of them empty."""
    found = any(content for name, content in crash.image.items() if name.endswith(ending))
    return found and bool(crash.image.get("home/ledger.sqlite3"))


def _run(desk: Desk, *words: str) -> int:
    command = [sys.executable, "-m", "prisonmail", *words]
    return subprocess.run(command, cwd=desk.folder, capture_output=True, check=False).returncode


_NO_SYNC = "import os; os.fsync = lambda handle: None"
_NO_NAMES = "from prisonmail.system import disk; disk.sync_folder = lambda folder: None"
_NAME_BEFORE_BYTES = """
import os
from prisonmail.system import disk
sync_folder, late = disk.sync_folder, []
def sync_names_first(folder):
    sync_folder(folder)
    os.fsync(late.pop())
disk.sync_file = lambda path: late.append(os.open(path, os.O_RDWR))
disk.sync_folder = sync_names_first
"""
_NO_COMMIT = """
import sqlite3
connect = sqlite3.connect
class Connection(sqlite3.Connection):
    def execute(self, statement, *values):
        return super().execute(statement.replace("ous = FULL", "ous = OFF"), *values)
sqlite3.connect = lambda *given, **named: connect(*given, factory=Connection, **named)
"""
_SEEN_TOO_SOON = """
from prisonmail.ledger.chain import watch
close_head = watch.close_head
def keep_first(turn):
    watch.Watch(turn.database.place).keep(turn.ledger, turn.head)
    return close_head(turn)
watch.close_head = keep_first
"""


@pytest.mark.parametrize(
    ("name", "sabotage", "broken"),
    [
        ("profile-force", _NO_SYNC, "profile.toml is not whole"),
        ("profile-force", _NAME_BEFORE_BYTES, "profile.toml is not whole"),
        ("profile", _NO_NAMES, "does not hold"),
        ("verify", _NO_SYNC, r"ledgers/\w+.json is not whole"),
        ("verify", _NO_COMMIT, "'READY' was said, and does not hold"),
        ("verify", _NO_COMMIT, "damaged|gone back|malformed"),
        ("verify", _SEEN_TOO_SOON, "gone back"),
        ("purge", _NO_SYNC, "'journal: gone' was said, and does not hold"),
        pytest.param("generate", _NO_NAMES, "key that is not on", marks=pytest.mark.soak),
        pytest.param("generate", _NO_COMMIT, "out.pdf are not recorded", marks=pytest.mark.soak),
    ],
)
def test_a_fault_of_the_program_is_found(
    desk: Desk, record_case: Record, name: str, sabotage: str, broken: str
) -> None:
    case = _CASES[name]
    recording = record_case(case, sabotage)
    checker = Checker(desk, case, recording)
    last_first = reversed(list(find_crashes(recording)))  # most is promised at the end
    found = (fault for crash in last_first for fault in checker.find_broken(crash))
    assert any(re.search(broken, fault) for fault in found)
