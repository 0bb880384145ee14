"""What a run writes: PDF, manifest, JSON; where, and over nothing that is needed."""

import csv
import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.sheets.labels import GRIDS
from tests.cli.conftest import GOOD, MIXED
from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes, cropped, pictures, words
from tests.soundness import codes_on

Cli = Callable[..., Run]
LIST = EXAMPLES / "recipients.csv"


def test_an_existing_output_is_kept_unless_forced(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "recipients.pdf").write_bytes(b"precious")
    refused = prisonmail("generate", LIST)
    assert refused.exit_code == 73
    assert "--force" in refused.err
    assert (home / "recipients.pdf").read_bytes() == b"precious"
    assert not (home / "ledger.sqlite3").exists()
    assert prisonmail("generate", LIST, "--force").exit_code == 0
    assert (home / "recipients.pdf").read_bytes().startswith(b"%PDF")


def test_the_manifest_joins_codes_to_the_lists_own_columns(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "list.csv").write_text(
        "name,prison number,prison,Matter\nTom,A1001XY,LEI,=2+2\nAnn,A1002XY,WWI\n"
    )
    run = prisonmail("generate", "list.csv", "--manifest", "codes.csv", "--json")
    rows = list(csv.reader(io.StringIO((home / "codes.csv").read_text("utf-8"), newline="")))
    codes = [letter["code"] for letter in run.json["letters"]]
    batch = run.json["batch"]
    assert rows == [
        ["name", "prison number", "prison", "Matter", "code", "batch", "page"],
        ["Tom", "A1001XY", "LEI", "'=2+2", codes[0], batch, "1"],
        ["Ann", "A1002XY", "WWI", "", codes[1], batch, "2"],
    ]


def test_a_post_book_has_a_line_for_each_letter_and_runs_no_formula(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    (home / "list.csv").write_text(
        "name,prison number,prison,reference,dob\nTom,A1001XY,LEI,=2+2,\nAnn,,WYI,,2 July 2009\n"
    )
    run = prisonmail("generate", "list.csv", "--post-book", "book.csv", "--json")
    assert run.json["post_book"] == "book.csv"
    written = (home / "book.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfSheet,Date,Name,")
    (tom, ann) = csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert (tom["Sheet"], tom["Name"], tom["Number"]) == ("1", "Tom", "A1001XY")
    assert (tom["Reference"], tom["Signatory"]) == ("'=2+2", "Eric Brown")
    assert tom["Code"].replace("-", "") == run.json["letters"][0]["code"]
    assert (ann["Number"], ann["Prison"]) == ("born 02-07-2009", "HMYOI Wetherby")
    assert ann["Marking"] == "YOI Rule 17"

    again = ("reprint", run.json["batch"], "-o", "again.pdf", "--json")
    assert prisonmail(*again, "--post-book", "book.csv").exit_code == 73
    assert not (home / "again.pdf").exists()
    reprinted = prisonmail(*again, "--post-book", "book.pdf")
    assert reprinted.json["post_book"] == "book.pdf"
    said = words((home / "book.pdf").read_bytes())
    assert "Page 1 of 1" in said
    assert said.count("Eric Brown") == 2


def test_one_label_is_printed_again_at_any_place_of_its_sheet(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    labels = ("--layout", "labels:L7163")
    run = prisonmail("generate", LIST, *labels, "--start-at", "14", "--split", "4", "--json")
    assert [each["page"] for each in run.json["letters"]] == [1, 2, 2, 2, 1, 1]
    code = run.json["letters"][0]["code"]
    one = prisonmail("reprint", code, "-o", "one.pdf", "--start-at", "7")
    assert one.exit_code == 0, one.err
    (page,) = pictures((home / "one.pdf").read_bytes(), 300)
    assert barcodes(cropped(page, GRIDS["L7163"].locate_panel(6), 300)) == [code]
    refused = prisonmail("reprint", code, "-o", "other.pdf", "--start-at", "15")
    assert (refused.exit_code, "has 14 labels" in refused.err) == (2, True)


def test_in_volumes_the_manifest_and_the_document_say_which_file_holds_each_code(
    prisonmail: Cli, profile: Path, home: Path
) -> None:
    options = ("--split", "2", "--sort", "prison", "-o", "out.pdf", "--json")
    run = prisonmail("generate", LIST, *options, "--manifest", "codes.csv")
    rows = list(csv.DictReader(io.StringIO((home / "codes.csv").read_text("utf-8"), newline="")))
    assert len(rows) == 6
    for row in rows:
        assert row["code"] in codes_on(home / row["file"])
    document = {each["code"]: (each["output"], each["page"]) for each in run.json["letters"]}
    assert {row["code"]: (row["file"], int(row["page"])) for row in rows} == document


def test_the_list_and_the_pdf_go_through_pipes(home: Path, profile: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "prisonmail", "generate", "-", "-o", "-"],
        input=LIST.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0
    assert result.stdout.startswith(b"%PDF")
    assert len(list(pictures(result.stdout, dpi=20))) == 6
    assert b"6 sheets" in result.stderr


@pytest.mark.parametrize(
    "outputs",
    [
        ("-o", "same.pdf", "--manifest", "same.pdf"),
        ("-o", "same.pdf", "--manifest", "./same.pdf", "--force"),
        ("-o", "list.csv", "--force"),
        ("--manifest", "list.csv", "--force"),
        ("--post-book", "list.csv", "--force"),
        ("-o", "profile.toml", "--force"),
        ("-o", "ledger.sqlite3", "--force"),
    ],
)
def test_nothing_that_a_run_needs_is_written_over(
    prisonmail: Cli, profile: Path, home: Path, outputs: tuple[str, ...]
) -> None:
    prisonmail("generate", LIST, "-o", "first.pdf")
    (home / "list.csv").write_bytes(LIST.read_bytes())
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    run = prisonmail("generate", "list.csv", "--again", *outputs)
    assert run.exit_code == 73
    assert "needed as it is" in run.err
    after = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
    assert {name: after[name] for name in before} == before
    assert "same.pdf" not in after


def test_the_manifest_goes_to_standard_output(prisonmail: Cli, profile: Path, home: Path) -> None:
    run = prisonmail("generate", LIST, "--manifest", "-")
    rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
    assert [row["page"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert prisonmail("verify", rows[2]["code"], "--peek").exit_code == 0
    assert not (home / "-").exists()


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (("-o", "-", "--json"), "The PDF and the JSON document cannot both"),
        (("--post-book", "-", "--json"), "The post book and the JSON document cannot both"),
        (("--post-book", "book.xlsx"), "does not say what kind of post book to write"),
        (("--start-at", "2"), "Only labels can start further on"),
        (("--manifest", "-", "--json"), "The manifest and the JSON document cannot both"),
        (("-o", "-", "--manifest", "-"), "The PDF and the manifest cannot both"),
        (("--skip-bad", "--rejects", "-", "--json"), "The rejects and the JSON document"),
        (("--manifest", "-", "--skip-bad", "--rejects", "-"), "The manifest and the rejects"),
    ],
)
def test_only_one_thing_goes_to_standard_output(
    prisonmail: Cli, profile: Path, home: Path, outputs: tuple[str, ...], said: str
) -> None:
    run = prisonmail("generate", LIST, *outputs)
    assert (run.exit_code, said in run.err) == (2, True)
    assert not list(home.glob("ledger*"))


@pytest.mark.parametrize(
    ("own", "ours"),
    [
        ("Matter", ["code", "batch", "page"]),
        ("Code", ["prisonmail code", "batch", "page"]),
        ("batch,PAGE ", ["code", "prisonmail batch", "prisonmail page"]),
        ("code,prisonmail code", ["prisonmail code 2", "batch", "page"]),
    ],
)
def test_no_heading_of_the_manifest_is_one_of_the_lists_own(
    prisonmail: Cli, profile: Path, home: Path, own: str, ours: list[str]
) -> None:
    (home / "list.csv").write_text(f"name,prison number,prison,{own}\nTom,A1001XY,LEI\n")
    run = prisonmail("generate", "list.csv", "--manifest", "-")
    headings, _ = csv.reader(io.StringIO(run.out, newline=""))
    assert headings == ["name", "prison number", "prison", *own.split(","), *ours]


@pytest.mark.parametrize("options", [(), ("--check",), ("--skip-bad",), ("--check", "--redact")])
@pytest.mark.parametrize("content", [GOOD, MIXED, "", "Name,Prison No,Prison\nŁukasz,A1O,LEI\n"])
def test_json_is_written_item_by_item_as_it_would_be_at_once(
    prisonmail: Cli, listed: Callable[[str], Path], content: str, options: tuple[str, ...]
) -> None:
    run = prisonmail("generate", listed(content), "--json", *options)
    assert run.out == json.dumps(run.json, ensure_ascii=False, indent=2) + "\n"


def test_a_manifest_that_fails_says_that_the_paper_is_good(
    prisonmail: Cli, profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("prisonmail.use_cases.outputs.write_csv", full)
    run = prisonmail("generate", LIST, "--manifest", "codes.csv")
    assert run.exit_code == 73
    assert "recipients.pdf is printed and good" in run.err
    assert "codes.csv cannot be written: No space left on device." in run.err
    assert "prisonmail batches show" in run.err
    assert (home / "recipients.pdf").exists()
    assert not (home / "codes.csv").exists()
