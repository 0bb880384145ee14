import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.ledger import measure
from benchmarks.people import write_list

from tests.conftest import Run

ROOT = Path(__file__).parent.parent


def test_the_list_that_is_measured_has_nothing_to_be_said_of_it(
    prisonmail: Callable[..., Run], profile: Path, home: Path
) -> None:
    write_list(home / "list.csv", 200)
    run = prisonmail("generate", "list.csv", "--check", "--json")
    assert run.exit_code == 0
    assert run.json["problems"] == []
    assert len(run.json["letters"]) == 200


@pytest.mark.soak
def test_one_command_measures_and_writes_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    command = [sys.executable, "-m", "benchmarks", "--rows", "20", "--rounds", "1"]
    command += ["--long", "40", "--no-ledger"]
    subprocess.run(
        [*command, "--write", page], cwd=ROOT, capture_output=True, check=True, timeout=600
    )
    written = page.read_text(encoding="utf-8")
    for row in (
        "| 20 | prisonmail |",
        "| 40 |",
        "| 20 | reportlab |",
        "| 20 | fpdf2 |",
        "| `verify` |",
    ):
        assert row in written


def test_recording_and_checking_are_measured_on_all_databases(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_TEST_POSTGRES", postgres)
    heading, _, sqlite, encrypted, server = measure(batch=30, batches=2, rounds=1)
    assert heading == "| ledger on | recording 30 codes | a check among 60 codes |"
    for row, name in (
        (sqlite, "SQLite"),
        (encrypted, "SQLite, encrypted"),
        (server, "PostgreSQL"),
    ):
        assert row.startswith(f"| {name} | 0.")
        assert row.count("(") == 2
