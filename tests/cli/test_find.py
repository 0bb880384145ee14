"""Letters are found again, and a list says what was written to its people before."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.codes import Code
from prisonmail.dockets.desk_report import DeskReport, ReportedCheck
from prisonmail.ledger.store import default_path, open_ledger
from prisonmail.system import clock
from tests.conftest import Run

Cli = Callable[..., Run]
HEAD = "Name,Prison number,Date of birth,Prison,Reference\n"


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("wisniewski", [2]),
        ("LUKASZ", [2]),
        ("ffion sian", [3]),
        ("oddw", [1]),
        ("A1002XY", [2]),
        ("a1006", [6]),
        ("c/120", [1, 2, 3, 4, 5, 6]),
        ("C/1204/JE", [4]),
        ("quill", []),
        ("xy", []),
        ("12345-67890-1244", []),
    ],
)
def test_letters_are_found_by_a_part_of_name_number_or_reference(
    prisonmail: Cli, issued: dict[str, str], text: str, sheets: list[int]
) -> None:
    found = prisonmail("find", *text.split(), "--json")
    assert sorted(each["page"] for each in found.json["letters"]) == sheets
    assert found.json["count"] == len(sheets)
    assert found.exit_code == (0 if sheets else 1)
    assert {each["batch"] for each in found.json["letters"]} <= {issued["batch"]}


def test_a_code_finds_its_letter_and_a_batch_all_of_its(
    prisonmail: Cli, issued: dict[str, str]
) -> None:
    shown = prisonmail("find", issued["4"])
    assert "Featherston" in shown.out
    assert shown.err == "1 letter found.\n"
    found = prisonmail("find", issued["batch"].lower(), "--csv")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert [row["code"] for row in rows] == [issued[str(sheet)] for sheet in range(1, 7)]
    assert {row["state"] for row in rows} == {"not checked"}


def test_nothing_is_found_by_nothing(prisonmail: Cli, issued: dict[str, str]) -> None:
    assert prisonmail("find", " ").exit_code == 2
    assert prisonmail("find", "x", "--json", "--csv").exit_code == 2


def test_letters_to_chase_are_those_nobody_checked_or_cancelled(
    prisonmail: Cli, issued: dict[str, str], later: Callable[[int], None]
) -> None:
    prisonmail("verify", issued["1"])
    prisonmail("cancel", issued["2"], "--reason", "lost")
    later(14)
    for days, sheets in (("14", [3, 4, 5, 6]), ("15", [])):
        found = prisonmail("batches", "--unchecked-after", days, "--json").json
        assert [each["page"] for each in found["letters"]] == sheets
        assert (found["unchecked_after"], found["count"]) == (int(days), len(sheets))
    rows = csv.DictReader(
        io.StringIO(prisonmail("batches", "--unchecked-after", "14", "--csv").out)
    )
    assert [row["page"] for row in rows] == ["3", "4", "5", "6"]
    _learn(issued, {"3": "ready", "4": "wrong-prison", "5": "more-checks"})
    left = prisonmail("batches", "--unchecked-after", "14", "--json").json["letters"]
    assert [each["page"] for each in left] == [4, 6]
    assert "14 days ago or more" in prisonmail("batches", "--unchecked-after", "14").err
    assert prisonmail("batches", "--csv").exit_code == 2


def _learn(issued: dict[str, str], verdicts: dict[str, str]) -> None:
    """Take the report of a desk that has checked some letters."""
    at = clock.now()
    told = tuple(ReportedCheck(Code(issued[n]), at, said) for n, said in verdicts.items())
    report = DeskReport(made_at=at, prison="LEI", key="SHA256:a", sender="SHA256:b", checks=told)
    with open_ledger(default_path()) as ledger:
        assert ledger.arrivals.learn(report, "0" * 64, at) == len(verdicts)


def codes_of(run: Run) -> list[str]:
    return [problem["code"] for problem in run.json["problems"]]


def test_a_list_is_warned_of_what_was_written_to_its_people_before(
    prisonmail: Cli, listed: Callable[[str], Path], later: Callable[[int], None]
) -> None:
    ann, ben = "Ann Hart,A1001XY,12/03/1980,", "Ben Hart,,1/2/1981,"
    path = listed(f"{HEAD}{ann}HMP Leeds,1\n{ben}HMP Hull,2\n")
    assert codes_of(prisonmail("generate", path, "--json")) == []
    moved = listed(f"{HEAD}ANN HART,,12/03/1980,HMP Hull,3\n{ben}HMP Hull,4\nC Hart,A1003XY,,LEI,")
    checked = prisonmail("generate", moved, "--check", "--json")
    assert checked.exit_code == 0
    assert codes_of(checked) == ["PW651", "PW650", "PW651"]
    said = [problem["message"] for problem in checked.json["problems"]]
    assert said[1].startswith("this person was last written to at HMP Leeds, on ")
    assert [problem["column"] for problem in checked.json["problems"]] == [1, 4, 1]
    later(40)
    assert codes_of(prisonmail("generate", moved, "--check", "--json")) == ["PW650"]


def test_a_number_of_another_name_cancels_nobody_elses_letter(
    prisonmail: Cli, listed: Callable[[str], Path]
) -> None:
    path = listed(f"{HEAD}Ann Hart,A1001XY,,HMP Leeds,1\nBen Quill,A1002XY,,LEI,\n")
    ann, ben = prisonmail("generate", path, "--json").json["letters"]
    typed = listed(f"{HEAD}A Hart,A1001XY,,HMP Leeds,\nCleo Moss,A1002XY,,HMP Hull,\n")
    asked = ("generate", typed, "--cancel-earlier", "--force")
    checked = prisonmail(*asked, "--check", "--json")
    assert codes_of(checked) == ["PW651", "PW654"]
    problem = checked.json["problems"][1]
    assert (problem["code"], problem["line"], problem["column"]) == ("PW654", 3, 1)
    assert problem["message"].endswith("has the same prison number and another name: `Ben Quill`")
    assert f"prisonmail cancel {ben['code']}" in problem["help"]
    assert "Quill" not in prisonmail(*asked, "--check", "--redact").err
    done = prisonmail(*asked, "--json")
    assert done.json["cancelled_earlier"] == [ann["code"]]
    prisonmail("cancel", ben["code"], "--reason", "wrong name")
    assert codes_of(prisonmail(*asked, "--again", "--check", "--json")) == ["PW651", "PW651"]
    assert prisonmail("verify", ben["code"], "--json").json["verdict"] == "cancelled"


def test_one_letter_cancelled_or_checked_is_no_good_code(
    prisonmail: Cli, listed: Callable[[str], Path]
) -> None:
    path = listed(f"{HEAD}Ann Hart,A1001XY,,HMP Leeds,1\nBen Hart,A1002XY,,LEI,\n")
    one, other = prisonmail("generate", path, "--json").json["letters"]
    prisonmail("verify", one["code"])
    prisonmail("cancel", other["code"], "--reason", "wrong prison")
    moved = listed(f"{HEAD}Ann Hart,A1001XY,,HMP Hull,1\nBen Hart,A1002XY,,HMP Hull,\n")
    again = prisonmail("generate", moved, "--check", "--json")
    assert [(each["code"], each["line"]) for each in again.json["problems"]] == [("PW650", 2)]


def test_earlier_codes_are_cancelled_with_the_new_batch(
    prisonmail: Cli, listed: Callable[[str], Path]
) -> None:
    path = listed(f"{HEAD}Ann Hart,A1001XY,,HMP Leeds,1\nBen Hart,A1002XY,,LEI,\n")
    first = prisonmail("generate", path, "--json").json
    prisonmail("verify", first["letters"][1]["code"])
    asked = ("generate", path, "--again", "--cancel-earlier", "--force")
    checked = prisonmail(*asked, "--check", "--json")
    assert (codes_of(checked), checked.json["cancelled_earlier"]) == (["PW651"], [])
    done = prisonmail(*asked, "--json")
    assert (codes_of(done), done.exit_code) == ([], 0)
    assert done.json["cancelled_earlier"] == [first["letters"][0]["code"]]
    assert "1 earlier letter cancelled." in done.err
    cancelled = prisonmail("verify", first["letters"][0]["code"], "--json").json
    assert cancelled["verdict"] == "cancelled"
    assert prisonmail("verify", done.json["letters"][0]["code"]).exit_code == 0


def test_a_list_that_is_refused_cancels_nothing(
    prisonmail: Cli, listed: Callable[[str], Path]
) -> None:
    ann = "Ann Hart,A1001XY,,HMP Leeds,1\n"
    first = prisonmail("generate", listed(HEAD + ann), "--json").json["letters"][0]["code"]
    bad = listed(f"{HEAD}{ann}Ben Hart,A1O02XY,,LEI,\n")
    assert prisonmail("generate", bad, "--cancel-earlier", "--force").exit_code == 65
    assert prisonmail("verify", first).exit_code == 0
