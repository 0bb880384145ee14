"""What is exported is marked as the profile says, and else as it always was."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import EXAMPLES, Run

Cli = Callable[..., Run]
MARK = "OFFICIAL-SENSITIVE"


def mark_profile(home: Path) -> None:
    path = home / "profile.toml"
    path.write_text(f'handling = "{MARK}"\n{path.read_text("utf-8")}', "utf-8")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_tables_and_documents_are_marked(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    batch = issued["batch"]
    questions = (
        ("find", "oddwell"),
        ("batches",),
        ("batches", "show", batch),
        ("batches", "--unchecked-after", "0"),
        ("codes", "show", issued["1"]),
        ("ledger", "log"),
    )
    assert not any("handling" in prisonmail(*each, "--json").json for each in questions)
    mark_profile(home)
    for each in questions:
        assert prisonmail(*each, "--json").json["handling"] == MARK
    for words in (("find", "oddwell"), ("batches", "show", batch)):
        assert {row["handling"] for row in rows_of(prisonmail(*words, "--csv").out)} == {MARK}


def test_exports_of_the_ledger_are_marked_and_read_back(
    prisonmail: Cli, issued: dict[str, str], home: Path
) -> None:
    mark_profile(home)
    prisonmail("ledger", "export", home / "all.jsonl")
    first = (home / "all.jsonl").read_text("utf-8").splitlines()[0]
    assert json.loads(first)["handling"] == MARK
    new = home / "new.sqlite3"
    assert prisonmail("ledger", "import", home / "all.jsonl", "--ledger", new).exit_code == 0
    prisonmail("ledger", "export", home / "tables", "--csv")
    for table in ("batches", "letters", "recipients"):
        rows = rows_of((home / "tables" / f"{table}.csv").read_text("utf-8"))
        assert {row["handling"] for row in rows} == {MARK}


def test_lists_of_a_run_are_marked_and_a_reprint_is_as_before(
    prisonmail: Cli, home: Path, profile: Path
) -> None:
    mark_profile(home)
    done = prisonmail(
        *("generate", EXAMPLES / "recipients.csv", "-o", home / "out.pdf", "--json"),
        *("--manifest", home / "codes.csv", "--post-book", home / "book.csv"),
    )
    assert done.exit_code == 0, done.err
    for name, encoding in (("codes.csv", "utf-8"), ("book.csv", "utf-8-sig")):
        rows = rows_of((home / name).read_text(encoding))
        assert {row["handling"] for row in rows} == {MARK}
    (home / "profile.toml").unlink()
    again = prisonmail("reprint", done.json["batch"], "-o", home / "again.pdf")
    assert again.exit_code == 0, again.err
    assert (home / "again.pdf").read_bytes() == (home / "out.pdf").read_bytes()
