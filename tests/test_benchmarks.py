import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import draw, limit, quick, report, runs
from benchmarks.layout import write_layout
from benchmarks.ledger import measure
from benchmarks.measured import Measured, list_goals
from benchmarks.people import write_list
from benchmarks.runs import MADE, Run
from benchmarks.sample import lay_out_sheets
from pypdf import PdfReader

from prisonmail.printing import pdf
from tests.conftest import ISSUED_AT
from tests.conftest import Run as OneRun
from tests.systems import needs_counts_of_work

ROOT = Path(__file__).parent.parent
ROWS = 12
QUICK_RUN = Run(seconds=1.0, cpu=0.5, peak_mb=40.0, size=30_000)

pytestmark = needs_counts_of_work


@pytest.fixture
def listed(tmp_path: Path) -> tuple[str, str]:
    """A list and its layout."""
    listed, layout = tmp_path / "list.csv", tmp_path / "layout.json"
    write_list(listed, ROWS)
    write_layout(layout, ROWS)
    return str(listed), str(layout)


@pytest.mark.parametrize(
    ("library", "module"),
    [("ReportLab, rl_accel", "reportlab"), ("fpdf2", "fpdf"), ("typst", "typst")],
)
def test_the_others_draw_every_text_and_bookmark_of_our_sheets(
    library: str, module: str, listed: tuple[str, str], tmp_path: Path
) -> None:
    pytest.importorskip(module)
    ours, theirs = tmp_path / "ours.pdf", tmp_path / "theirs.pdf"
    with ours.open("wb") as file:
        pdf.write_sheets(lay_out_sheets(ROWS), file, pdf.About("Letters", ISSUED_AT))
    draw.main(library, *listed, str(theirs))
    expected, found = PdfReader(ours), PdfReader(theirs)
    for page, other in zip(expected.pages, found.pages, strict=True):
        assert sorted(other.extract_text().split()) == sorted(page.extract_text().split())
    starts = [found.get_destination_page_number(each) for each in found.outline]  # type: ignore[arg-type]
    assert starts == list(range(ROWS))


def test_the_limit_writes_as_many_bytes(listed: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    limit.main(*listed, "20000", str(target))
    assert target.stat().st_size == 20_000
    assert b"(A0011AA)" in target.read_bytes()


def test_a_run_counts_the_work_and_memory_of_all_its_processes(tmp_path: Path) -> None:
    (tmp_path / MADE).mkdir()
    worker = "import time; held = 'x' * 60_000_000; sum(range(3_000_000)); time.sleep(0.3)"
    starter = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    found = runs.run(("-c", starter), tmp_path)
    assert found.cpu > runs.run(("-c", ""), tmp_path).cpu
    if sys.platform == "linux":
        assert 60 < found.peak_mb < 120


def test_a_run_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        runs.run(("-c", "raise SystemExit(1)"), tmp_path)


def test_goals_are_held_against_what_was_measured() -> None:
    slow = replace(QUICK_RUN, cpu=0.55)
    peers = {"prisonmail": (QUICK_RUN,), "ReportLab": (slow,)}
    features = {"prisonmail": (QUICK_RUN,), "`--json`": (slow,)}
    goals = list(list_goals(Measured({100: peers, 100_000: peers}, [], {10: features}, {})))
    assert [(goal.found, goal.met) for goal in goals] == [
        ("1.10", False),
        ("1.10", False),
        ("40 MB", True),
        ("1.10, `--json`", True),
    ]


def test_what_grew_by_more_than_a_tenth_is_named(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded.json"
    quick.record({"`verify`": 2.0, "`--help`": 3.0}, recorded)
    *_, last = quick.compare({"`verify`": 2.3, "`--help`": 3.2, "new": 1.0}, recorded)
    assert last == "Grown by more than 10 %: `verify` by 15%"
    *_, last = quick.compare({"`verify`": 2.1, "`--help`": 2.0}, recorded)
    assert last == "Nothing grew."


def test_the_page_keeps_its_words_around_new_tables(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_bytes((ROOT / "docs" / "performance.md").read_bytes())
    for tables in ("| one |", "| two |"):
        report.write_tables(page, tables)
    written = page.read_text(encoding="utf-8")
    assert "| two |" in written
    assert "| one |" not in written
    assert written.endswith("the gate does not run it.\n")
    page.write_text("# No marks\n")
    with pytest.raises(ValueError, match="lacks the marks"):
        report.write_tables(page, "| three |")


def test_the_list_that_is_measured_has_nothing_to_be_said_of_it(
    prisonmail: Callable[..., OneRun], profile: Path, home: Path
) -> None:
    write_list(home / "list.csv", 200)
    run = prisonmail("generate", "list.csv", "--check", "--json")
    assert run.exit_code == 0
    assert run.json["problems"] == []
    assert len(run.json["letters"]) == 200


@pytest.mark.soak
def test_one_command_measures_and_writes_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_bytes((ROOT / "docs" / "performance.md").read_bytes())
    command = [sys.executable, "-m", "benchmarks", "--rows", "20", "--rounds", "1"]
    command += ["--long", "40", "--features", "20", "--no-ledger", "--write", str(page)]
    subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, check=True, timeout=600)
    written = page.read_text(encoding="utf-8")
    for row in (
        "| 20 | prisonmail |",
        "| 20 | ReportLab |",
        "| 20 | fpdf2 |",
        "| 20 | the limit |",
        "| 40 |",
        "| `--manifest` |",
        "| `verify` |",
    ):
        assert row in written


def test_recording_and_checking_are_measured_on_all_databases(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_TEST_POSTGRES", postgres)
    heading, _, sqlite, encrypted, server = measure(batch=30, batches=2, rounds=1)
    assert heading == (
        "| ledger on | recording 30 codes | into one of 60 | CPU, times an empty one "
        "| a check among 60 |"
    )
    for row, name in (
        (sqlite, "SQLite"),
        (encrypted, "SQLite, encrypted"),
        (server, "PostgreSQL"),
    ):
        assert row.startswith(f"| {name} | 0.")
        assert row.count("(") == 3
