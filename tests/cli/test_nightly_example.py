"""The job of examples/nightly/, run as cron runs it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.system.locks import hold_file
from tests.cli.conftest import GOOD, MIXED
from tests.conftest import EXAMPLES

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "flock", "jq"))), reason="needs bash, flock and jq"
)
Job = Callable[[], tuple[int, str]]


@pytest.fixture
def job(home: Path, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Runs it, and returns its exit code and what cron would mail."""
    program = tmp_path / "bin" / "prisonmail"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m prisonmail "$@"\n', "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    def run() -> tuple[int, str]:
        done = subprocess.run(
            ["bash", EXAMPLES / "nightly" / "nightly.sh", "export.csv", "letters"],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def _count_batches() -> int:
    with open_ledger("ledger.sqlite3") as ledger:
        return ledger.count_batches()


def _made(home: Path, ending: str) -> Iterator[Path]:
    return (home / "letters").glob(f"export-*{ending}")


def test_a_list_is_printed_once_in_silence_and_moved(home: Path, job: Job) -> None:
    export = home / "export.csv"
    export.write_text(GOOD, "utf-8")
    assert job() == (0, "")
    (pdf,) = _made(home, ".pdf")
    before = pdf.stat().st_mtime_ns
    assert not export.exists()
    assert job() == (0, "")
    export.write_text(GOOD, "utf-8")  # somebody puts it back
    assert job() == (0, "")
    assert (pdf.stat().st_mtime_ns, _count_batches()) == (before, 1)
    (answer,) = _made(home, ".json")
    assert json.loads(answer.read_text("utf-8"))["repeated"]


def test_a_list_with_problems_stays_and_is_mailed_without_names(home: Path, job: Job) -> None:
    (home / "export.csv").write_text(MIXED, "utf-8")
    code, mail = job()
    assert code == 65
    assert mail.startswith("3 of 4 rows have problems: PM202, PM204, PM301\n")
    assert "Hart" not in mail
    assert (home / "export.csv").exists()


def test_an_error_is_mailed(home: Path, profile: Path, job: Job) -> None:
    (home / "export.csv").write_text(GOOD, "utf-8")
    profile.unlink()
    code, mail = job()
    assert code == 66
    assert mail.startswith("input: There is no sender profile")


def test_two_jobs_do_not_run_at_once(home: Path, job: Job) -> None:
    (home / "export.csv").write_text(GOOD, "utf-8")
    (home / "letters").mkdir()
    with hold_file(home / "letters" / ".lock"):
        assert job() == (75, "The job before this one is still running.\n")
    assert job() == (0, "")
