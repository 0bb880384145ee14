"""A watcher that is killed at any instant: the next one finishes, and one batch is issued."""

import csv
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prisonmail.ledger.store import open_ledger
from tests.conftest import Run
from tests.soundness import codes_on, die_at, started

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals of POSIX")
Cli = Callable[..., Run]
ROWS = """Ref,Name,Prison No,Prison
C/1,Tarquin Oddwell,A1001XY,HMP Leeds
C/2,Kai Penhallow,A1O02XY,HMP Hull
C/3,Ada Quill,A1003XY,HMP Hull
"""
WATCH = ("watch", "inbox", "--once", "--settle", "0.1", "--skip-bad")
CHANGES = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
QUICKLY = range(10, 53, 7)
"""The changes before which it is killed if not all are tried."""
MADE = ("clients.csv", "clients.pdf", "clients-manifest.csv", "clients-to-fix.csv")


def _watch(home: Path, prepare: Callable[[], object]) -> None:
    """Run the program in this process, which `prepare` has be killed somewhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.environ["PRISONMAIL_HOME"] = str(home)
    os.chdir(home)
    sys.argv = ["prisonmail", *WATCH]
    from prisonmail.cli import main

    prepare()
    main()


def _die_at_change(home: Path, number: int) -> None:
    """Be killed before the nth change of names, or beginning to write, in the home."""
    counted = iter(range(1, 100_000))

    def count(event: str, given: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(given[2], int) and given[2] & os.O_CREAT
        if (writes or event in CHANGES) and next(counted) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(home, lambda: sys.addaudithook(count))


def _die_in(home: Path, owner: str, name: str, after: bool) -> None:
    _watch(home, lambda: die_at(owner, name, 1, after=after))


@pytest.fixture
def inbox(home: Path, profile: Path) -> Path:
    folder = home / "inbox"
    folder.mkdir(mode=0o700)
    (folder / "clients.csv").write_text(ROWS, "utf-8")
    return folder


def assert_printed_once(inbox: Path) -> None:
    """One batch was issued, all of its files are there, and nothing is left over."""
    with open_ledger("ledger.sqlite3") as ledger:
        (summary,) = ledger.list_batches(10)
        codes = {each.code for each in ledger.read_letters(summary.batch.id)}
        assert ledger.audit().faults == ()
        assert summary.printed_at
    (folder,) = (inbox / "done").iterdir()
    assert folder.name == f"clients-{summary.batch.id}"
    assert {path.name for path in folder.iterdir()} == {*MADE, "result.json", "result.txt"}
    assert codes_on(folder / "clients.pdf") == codes
    assert len(codes) == 2
    with (folder / "clients-manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["code"] for row in csv.DictReader(file)} == codes
    assert (folder / "clients.csv").read_text("utf-8") == ROWS
    assert [path.name for path in (inbox / "working").iterdir()] == [".prisonmail-lock"]
    assert not list((inbox / "rejected").iterdir())
    assert {path.name for path in inbox.iterdir()} == {"done", "rejected", "working"}


def _go_on(prisonmail: Cli, inbox: Path) -> None:
    done = prisonmail(*WATCH)
    assert done.exit_code in (0, 1), done.err
    assert_printed_once(inbox)
    assert prisonmail(*WATCH).out == ""


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(each, marks=() if each in QUICKLY else pytest.mark.soak)
        for each in range(1, 71)
    ],
)
def test_killed_before_any_change_on_disk(
    prisonmail: Cli, inbox: Path, home: Path, number: int
) -> None:
    process = started(_die_at_change, home, number)
    process.join()
    assert process.exitcode == -signal.SIGKILL or number not in QUICKLY
    _go_on(prisonmail, inbox)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("prisonmail.use_cases.watching.watched_folder:WatchedFolder", "take"),
        ("prisonmail.ledger.store:Ledger", "issue"),
        ("prisonmail.ledger.store:Ledger", "record_print"),
        ("prisonmail.use_cases.generate", "write_manifest"),
        ("prisonmail.use_cases.watching.settling", "write_rejects"),
        ("prisonmail.use_cases.watching.watched_folder:TakenList", "move_to"),
    ],
)
def test_killed_around_each_step(
    prisonmail: Cli, inbox: Path, home: Path, owner: str, name: str, after: bool
) -> None:
    process = started(_die_in, home, owner, name, after)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    _go_on(prisonmail, inbox)
