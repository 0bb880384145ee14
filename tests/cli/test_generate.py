import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.sheets.envelopes import DL
from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes, cropped, pictures

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"


@pytest.fixture
def bad_list(home: Path) -> Path:
    path = home / "bad.csv"
    path.write_text(
        "name,prison number,prison\nTom,A1001XY,LEI\nT0m,A1O01XY,Leedz\n", encoding="utf-8"
    )
    return path


def test_the_example_becomes_a_recorded_print_ready_pdf(prisonmail: Cli, profile: Path) -> None:
    run = prisonmail("generate", LIST, "--json")
    assert run.exit_code == 0
    document = run.json
    assert (document["version"], document["output"], document["pages"]) == (1, "recipients.pdf", 6)
    assert document["rows"] == {"read": 6, "ok": 6, "bad": 0, "skipped": 0}
    assert (document["problems"], document["exit"], document["envelope"]) == ([], 0, "dl")
    first = document["letters"][0]
    assert {key: first[key] for key in ("page", "line", "name", "prison", "reference")} == {
        "page": 1,
        "line": 2,
        "name": "Tarquin Oddwell",
        "prison": "LEI",
        "reference": "C/1201/JE",
    }
    markings = [letter["marking"] for letter in document["letters"]]
    assert markings == ["Prison Rule 39"] * 5 + ["YOI Rule 17"]
    printed = [barcodes(picture) for picture in pictures(Path("recipients.pdf").read_bytes())]
    assert printed == [[letter["code"]] for letter in document["letters"]]
    assert "6 sheets → recipients.pdf" in run.err
    assert document["batch"] in run.err
    assert "100 %" in run.err


def test_a_printed_code_is_ready_once(prisonmail: Cli, profile: Path) -> None:
    code = prisonmail("generate", LIST, "--json").json["letters"][1]["code"]
    assert prisonmail("verify", code).exit_code == 0
    again = prisonmail("verify", code)
    assert again.exit_code == 1
    assert again.out.startswith("DUPLICATE")


@pytest.mark.parametrize("count", [150, pytest.param(1_000, marks=pytest.mark.soak)])
def test_very_many_rows_all_decode(prisonmail: Cli, profile: Path, home: Path, count: int) -> None:
    prisons = ("LEI", "KVI", "BWI", "WYI", "HMP The Mount")
    rows = [f"Person {chr(65 + n % 26)}x,A{n:04d}XY,{prisons[n % 5]}" for n in range(count)]
    (home / "many.csv").write_text("\n".join(("name,prison number,prison", *rows)))
    document = prisonmail("generate", "many.csv", "--json").json
    codes = [letter["code"] for letter in document["letters"]]
    assert len(set(codes)) == count
    pages = pictures((home / "many.pdf").read_bytes(), dpi=200)
    windows = (cropped(page, DL.ever_visible, 200) for page in pages)
    assert [barcodes(window) for window in windows] == [[code] for code in codes]


def test_check_prints_and_records_nothing(prisonmail: Cli, profile: Path, home: Path) -> None:
    run = prisonmail("generate", LIST, "--check", "--json")
    assert run.exit_code == 0
    document = run.json
    assert (document["batch"], document["output"], document["pages"]) == (None, None, None)
    assert {letter["code"] for letter in document["letters"]} == {None}
    assert sorted(os.listdir(home)) == ["checked.plate", "profile.toml"]


def test_check_of_a_bad_list_exits_1(prisonmail: Cli, profile: Path, bad_list: Path) -> None:
    assert prisonmail("generate", bad_list, "--check").exit_code == 1


def test_bad_rows_stop_the_run_with_every_problem_shown(
    prisonmail: Cli, profile: Path, bad_list: Path, home: Path
) -> None:
    run = prisonmail("generate", "bad.csv", "--json")
    assert run.exit_code == 65
    problems = run.json["problems"]
    assert [problem["code"] for problem in problems] == ["PM202", "PM204", "PM302"]
    number = problems[1]
    assert (number["line"], number["column"], number["heading"], number["value"]) == (
        3,
        2,
        "prison number",
        "A1O01XY",
    )
    assert "bad.csv:3" in run.err
    assert "Did you mean `A1001XY`?" in run.err
    assert "3 problems in 1 of 2 rows" in run.err
    assert sorted(os.listdir(home)) == ["bad.csv", "checked.plate", "profile.toml"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["none.csv"], 66, "There is no file none.csv."),
        (["."], 66, ". is a folder."),
        (["picture.csv"], 65, "PNG"),
        (["empty.csv"], 65, "no rows"),
        ([LIST, "--envelope", "b5"], 2, "no envelope called b5"),
        ([LIST, "-o", "none/out.pdf"], 73, "There is no folder none"),
        ([LIST, "-o", "."], 73, ". is a folder"),
        ([LIST, "-o", "-", "--json"], 2, "cannot both"),
        ([LIST, "--profile", "none.toml"], 66, "profile init"),
        ([LIST, "--ledger", "picture.csv"], 66, "not a ledger"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    prisonmail: Cli, profile: Path, home: Path, arguments: list[str], exit_code: int, said: str
) -> None:
    (home / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (home / "empty.csv").write_bytes(b"")
    run = prisonmail("generate", *arguments)
    assert run.exit_code == exit_code
    assert said in run.err
    assert "Traceback" not in run.err
    assert not list(home.glob("*.pdf"))


def test_without_a_profile_it_says_how_to_make_one(prisonmail: Cli) -> None:
    run = prisonmail("generate", LIST, "--json")
    assert run.exit_code == 66
    assert "prisonmail profile init" in run.err
    assert run.json["exit"] == 66
    assert "profile" in run.json["error"]["message"]


def test_names_that_cannot_be_printed_are_found_before_a_code_is_issued(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "odd.csv").write_text(
        f"name,prison number,prison\n王小明,A1001XY,LEI\n{'W' * 60},A1002XY,LEI\n", encoding="utf-8"
    )
    run = prisonmail("generate", "odd.csv", "--json")
    assert run.exit_code == 65
    assert [(p["code"], p["line"]) for p in run.json["problems"]] == [("PM501", 2), ("PM502", 3)]
    assert not (home / "ledger.sqlite3").exists()


def test_a_fault_of_its_own_is_one_line_and_an_id(
    prisonmail: Cli, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = " ".join(("Tarquin", "Oddwell"))

    def fail(*_: object) -> None:
        raise ZeroDivisionError(person)

    monkeypatch.setattr("prisonmail.use_cases.generate.load", fail)
    run = prisonmail("generate", LIST)
    assert run.exit_code == 70
    assert "report " in run.err
    assert "Traceback" not in run.err
    traced = prisonmail("--debug", "generate", LIST)
    assert "ZeroDivisionError" in traced.err
    assert "Oddwell" not in run.err + traced.err
