"""The rows that are left out, and their way back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.systems import split_words

Command = Callable[..., Any]


def test_rejects_lie_beside_their_list_so_that_enclosures_are_found_again(
    prisonmail: Command, home: Path, recipients: Path
) -> None:
    folder = home / "lists"
    folder.mkdir()
    (home / "papers.pdf").rename(folder / "papers.pdf")
    broken = recipients.read_text("utf-8").replace("A1001XY", "A1O01XY")
    (folder / "clients.csv").write_text(broken, "utf-8")
    stopped = prisonmail("generate", "lists/clients.csv", "--enclose", "Papers")
    assert f"--rejects {Path('lists/clients-to-fix.csv')}" in stopped.err
    run = prisonmail(*split_words(stopped.err.splitlines()[-1].partition(": ")[2])[1:])
    assert (run.exit_code, "5 sheets → clients.pdf" in run.err) == (1, True)
    path = folder / "clients-to-fix.csv"
    path.write_bytes(path.read_bytes().replace(b",A1O01XY", b",A1001XY"))
    mended = prisonmail("generate", path, "--enclose", "Papers")
    assert "1 letter on 2 pages → clients-to-fix.pdf" in mended.err


def test_a_row_that_a_later_row_puts_in_doubt_is_not_printed(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed(
        "Name,Prison number,Prison,Status\nAnn Hart,A1001XY,HMP Leeds,\n"
        "Ben Dale,A1002XY,HMP Leeds,\nCal Dean,A1003XY,HMP Leeds,\n"
        "Ann Hart,A1001XY,HMP Hull,\nBen Dale,A1002XY,HMP Leeds,Released\n"
    )
    looked = prisonmail("generate", "list.csv", "--check", "--json")
    assert looked.json["rows"] == {"read": 5, "ok": 3, "bad": 2, "skipped": 0}
    assert looked.json["rows_in_doubt"] == 2
    stopped = prisonmail("generate", "list.csv")
    assert "2 other rows are in doubt because of another row" in stopped.err
    assert "To print the other row: " in stopped.err
    for check in (["--check"], ["--rejects", "fix.csv"]):
        run = prisonmail("generate", "list.csv", "--skip-bad", "--json", *check)
        assert [letter["line"] for letter in run.json["letters"]] == [4]
        assert run.json["rows"] == {"read": 5, "ok": 1, "bad": 4, "skipped": 0}
    assert "4 rows left out because of problems, written to fix.csv." in run.err
    rejects = Path("fix.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [line.count("PM408 line ") for line in rejects] == [1, 1, 0, 0]


def test_nothing_is_offered_to_be_printed_if_all_other_rows_are_in_doubt(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    listed("Name,Prison number,Prison\nAnn Hart,A1001XY,LEI\nAnn Hart,A1001XY,HLI\n")
    stopped = prisonmail("generate", "list.csv")
    assert "--rejects" not in stopped.err
    skipped = prisonmail("generate", "list.csv", "--skip-bad")
    assert skipped.exit_code == 65
    assert not Path("list.pdf").exists()


def test_nothing_below_another_table_is_printed(
    prisonmail: Command, listed: Callable[[str], Path]
) -> None:
    head = "Name,Prison number,Prison\n"
    listed(f"{head}Ann Hart,A1001XY,LEI\n\nFiles closed\n{head}Ben Dale,A1002XY,LEI\n")
    run = prisonmail("generate", "list.csv", "--skip-bad", "--rejects", "fix.csv", "--json")
    assert [letter["line"] for letter in run.json["letters"]] == [2]
    again = prisonmail("generate", "fix.csv", "--skip-bad", "--json")
    assert again.exit_code == 65
