"""The command line on messy lists: what it writes, how it ends."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prisonmail.problems.explanations import read_explanations
from tests.cli.conftest import GOOD, MIXED, SAMPLES
from tests.systems import is_private, split_words

Command = Callable[..., Any]


def test_the_next_command_does_what_it_says_and_the_rejects_can_be_read_again(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed(MIXED)
    advice = prisonmail("generate", "list.csv").err.splitlines()[-1]
    run = prisonmail(*split_words(advice.partition(": ")[2])[1:], "--json")
    assert run.exit_code == 1
    assert run.json["rows"] == {"read": 4, "ok": 1, "bad": 3, "skipped": 0}
    assert run.json["pages"] == 1
    rejects = Path("list-to-fix.csv").read_bytes()
    assert rejects.startswith(b"\xef\xbb\xbfProblem,Ref,Name")
    rows = list(csv.reader(rejects.decode("utf-8-sig").splitlines()))
    assert [row[1] for row in rows[1:]] == ["C/2", "C/3", "C/4"]
    assert rows[1][0].startswith("PM204 ")
    assert rows[2][2] == "'=cmd()"
    mended = rejects.decode().replace("A1O02XY", "A1002XY").replace("HMP Holloway", "HMP Send")
    Path("mended.csv").write_text(mended.replace("'=cmd()", "Cal Hart"), encoding="utf-8")
    again = prisonmail("generate", "mended.csv", "--json")
    assert again.exit_code == 0
    assert [letter["reference"] for letter in again.json["letters"]] == ["C/2", "C/3", "C/4"]


def test_rejects_without_skip_bad_is_a_wrong_command(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    assert prisonmail("generate", listed(GOOD), "--rejects", "x.csv").exit_code == 2


def test_skip_bad_prints_nothing_when_nobody_is_left_or_the_list_is_at_fault(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed("Name,Prison No,Prison\nAnn Hart,X,LEI\n")
    assert prisonmail("generate", "list.csv", "--skip-bad").exit_code == 65
    assert prisonmail("generate", SAMPLES / "unclosed_quote.csv", "--skip-bad").exit_code == 65
    assert not list(Path.cwd().glob("*.pdf"))


def test_a_list_issued_today_is_stopped_and_goes_on_when_told(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed(GOOD)
    batch = prisonmail("generate", "list.csv", "--json").json["batch"]
    stopped = prisonmail("generate", "list.csv", "-o", "again.pdf")
    assert stopped.exit_code == 65
    assert batch in stopped.err
    assert "--again" in stopped.err
    assert not Path("again.pdf").exists()
    checked = prisonmail("generate", "list.csv", "--check")
    assert (checked.exit_code, batch in checked.err) == (1, True)
    assert prisonmail("generate", "list.csv", "-o", "again.pdf", "--again").exit_code == 0


def test_what_was_assumed_is_said_and_quiet_keeps_it_back(
    prisonmail: Command, profile: Path
) -> None:
    workbook = SAMPLES / "excel_workbook_hidden_rows.xlsx"
    run = prisonmail("generate", workbook, "--skip-bad", "-o", "one.pdf")
    assert "1 hidden row" in run.err
    assert 'Read the sheet "Custody list".' in run.err
    paged = Path(shutil.copy(SAMPLES / "paged_report_repeated_headings.csv", profile.parent))
    loud = prisonmail("generate", paged, "-o", "two.pdf")
    assert "The headings are on line 4." in loud.err
    assert "3 sheets → two.pdf" in loud.err
    fresh = ("--ledger", "other.sqlite3")  # where nobody has been written to
    assert prisonmail("generate", paged, "-o", "three.pdf", *fresh, "-q").err == ""


def test_a_mapping_is_shown_saved_and_used(
    prisonmail: Command, listed: Callable[[str], Path], home: Path
) -> None:
    listed("Person,Held at,Nr,Notes\nAnn Hart,HMP Leeds,A1001XY,x\n")
    assert prisonmail("mapping", "list.csv").exit_code == 1
    choices = ("--map", "name=Person", "--map", "prison=Held at", "--map", "number=C")
    shown = prisonmail("mapping", "list.csv", *choices, "--save-mapping", "firm")
    assert shown.exit_code == 0
    assert "B  Held at" in shown.out
    assert "1 row of 1 ready to be printed." in shown.out
    assert is_private(home / "mappings" / "firm.json")
    used = prisonmail("mapping", "list.csv", "--mapping", "firm", "--json")
    assert used.json["rows"]["ok"] == 1
    assert prisonmail("generate", "list.csv", "--mapping", "firm").exit_code == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--mapping", "nobody"], 66),
        (["--mapping", "../x"], 2),
        (["--map", "shoe=X"], 2),
        (["--where", "Office"], 2),
        (["--date-order", "ydm"], 2),
        (["--delimiter", "xx"], 2),
        (["--encoding", "klingon"], 2),
        (["--map", "number=Nowhere"], 65),
        (["--sheet", "March"], 0),
    ],
)
def test_options_that_name_nothing_known_end_in_words(
    prisonmail: Command, listed: Callable[[str], Path], options: list[str], code: int
) -> None:
    run = prisonmail("generate", listed(GOOD), *options)
    assert run.exit_code == code
    assert "Traceback" not in run.err


def test_the_template_filled_in_is_a_list(prisonmail: Command, profile: Path) -> None:
    headings = prisonmail("template").out
    Path("list.csv").write_text(headings + "Ann Hart,A1001XY,,HMP Leeds,,\n", encoding="utf-8")
    assert prisonmail("generate", "list.csv").exit_code == 0


def test_every_code_is_explained(prisonmail: Command) -> None:
    listed = prisonmail("explain").out
    for code, page in read_explanations().items():
        assert f"{code}  {page.title}" in listed
    assert "What to do:" in prisonmail("explain", "pm204").out
    assert prisonmail("explain", "PM999").exit_code == 2


def test_a_list_comes_in_by_standard_input(prisonmail: Command, profile: Path) -> None:
    run = prisonmail("generate", "-", "-o", "x.pdf", stdin=GOOD)
    assert run.exit_code == 0
    assert Path("x.pdf").exists()


PRINTED = ["--skip-bad", "--rejects", "bad.csv"]


@pytest.mark.parametrize(
    "options", [["--check"], pytest.param(PRINTED, marks=pytest.mark.soak)], ids=["check", "print"]
)
@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_no_sample_ends_in_a_fault_of_the_program(
    prisonmail: Command, profile: Path, sample: Path, options: list[str]
) -> None:
    run = prisonmail("generate", sample, "-o", "out.pdf", *options)
    assert run.exit_code in (0, 1, 65)
    assert "Traceback" not in run.err
