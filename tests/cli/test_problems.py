"""The command line on messy lists: how problems are told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import MIXED, SAMPLES

Command = Callable[..., Any]


def test_a_problem_is_shown_with_its_place_a_mark_and_the_next_command(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed(MIXED)
    run = prisonmail("generate", "list.csv", "--force")
    assert run.exit_code == 65
    assert (
        "error[PM204]: `A1O02XY` is not a prison number\n"
        '  --> list.csv:3  (row 3, column C "Prison No", ref C/2)\n'
        "  |\n"
        "3 | A1O02XY\n"
        "  |   ^ letter `O` where a digit belongs\n"
        "  |\n"
        "  = help: Did you mean `A1002XY`? Check it with the prison, then correct the cell.\n"
        "  = more: prisonmail explain PM204\n"
    ) in run.err
    assert "(2 rows: 4, 5)" in run.err
    assert run.err.endswith(
        "list.csv: 4 problems in 3 of 4 rows. Nothing was issued and no PDF was written.\n"
        "To print the other row: prisonmail generate list.csv --force --skip-bad "
        "--rejects list-to-fix.csv\n"
    )
    assert not list(Path.cwd().glob("*.pdf"))


def test_problems_of_the_list_come_alone(prisonmail: Command, profile: Path) -> None:
    run = prisonmail("generate", SAMPLES / "clio_matters_month_first_dates.csv", "--check")
    assert run.exit_code == 1
    assert run.err.count("error[") == 1
    assert "PM111" in run.err


def test_only_the_first_problems_are_shown_and_the_others_counted(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    rows = "".join(f"Ann Hart,X{n},LEI\n" for n in range(25))
    path = listed("Name,Prison No,Prison\n" + rows)
    few = prisonmail("generate", path, "--check")
    assert few.err.count("error[PM204]") == 20
    assert "… and 5 more problems. To see all: --max-errors 0" in few.err
    one = prisonmail("generate", path, "--check", "--max-errors", "1")
    assert one.err.count("error[PM204]") == 1
    every = prisonmail("generate", path, "--check", "--max-errors", "0")
    assert every.err.count("error[PM204]") == 25


def test_warnings_never_crowd_out_an_error(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    rows = "".join(f"Ann Hart,{n}/03/80,LEI\n" for n in range(1, 26))
    path = listed("Name,DOB,Prison\n" + rows + "Ben Hart,soon,LEI\n")
    run = prisonmail("generate", path, "--check")
    assert run.err.count("warning[PW602]") == 19
    assert "error[PM206]: `soon` is not a date" in run.err


def test_concise_problems_are_one_line_each_for_an_editor(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    run = prisonmail("generate", listed(MIXED).name, "--check", "--error-format", "concise", "-q")
    assert run.err.splitlines()[0] == (
        "list.csv:3:16: error PM204: `A1O02XY` is not a prison number; did you mean A1002XY?"
    )
    assert len(run.err.splitlines()) == 4


def test_json_problems_are_one_document_a_line(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    run = prisonmail("generate", listed(MIXED).name, "--check", "--error-format", "json")
    first = json.loads(run.err.splitlines()[0])
    assert (first["code"], first["line"], first["suggestion"]) == ("PM204", 3, "A1002XY")


def test_the_json_document_says_how_the_list_was_read(prisonmail: Command, profile: Path) -> None:
    name = SAMPLES / "leap_matter_list_title_rows_cp1252.csv"
    document = prisonmail("generate", name, "--check", "--json").json
    assert (document["encoding"], document["delimiter"], document["header_line"]) == (
        "cp1252",
        ",",
        4,
    )
    assert document["mapping"]["prison_number"] == {"heading": "Prison Number", "column": 7}
    assert document["rows"] == {"read": 3, "ok": 3, "bad": 0, "skipped": 4}


def test_the_json_document_says_what_of_a_list_was_left_out(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    path = listed(
        "Clients\nName,DOB,Prison number,Prison,Office\n\n"
        "Ann Hart,12/03/1980,A1001XY,LEI,Leeds\nPage 1 of 1\nBen Dale,,A1002XY,LEI,York\n"
    )
    run = prisonmail("generate", path.name, "--check", "--json", "--where", "Office=Leeds")
    left_out = {
        "rows_in_doubt": 0,
        "columns_ignored": [{"heading": "Office", "column": 5}],
        "columns_hidden": [],
        "sheets_not_read": [],
        "lines_skipped": [
            {"line": 1, "reason": "title"},
            {"line": 5, "reason": "footer"},
            {"line": 6, "reason": "not chosen"},
        ],
    }
    assert {key: run.json[key] for key in left_out} == left_out
    (letter,) = run.json["letters"]
    assert (letter["prison_number"], letter["date_of_birth"]) == ("A1001XY", "1980-03-12")
    mapped = prisonmail("mapping", path.name, "--json").json
    assert mapped["columns_ignored"] == left_out["columns_ignored"]
    assert mapped["lines_skipped"] == [
        {"line": 1, "reason": "title"},
        {"line": 5, "reason": "footer"},
    ]


def test_redacted_words_and_json_hold_nothing_of_the_list(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    path = listed(MIXED.replace("C/2", "REF777") + "C/5,Zo? Hart,A1001XY,LEI\n")
    run = prisonmail("generate", path.name, "--check", "--redact", "--json")
    for personal in ("A1O02XY", "A1002XY", "A1001XY", "REF777", "Ann", "Hart"):
        assert personal not in run.err + run.out
    assert "A****XY" in run.err
