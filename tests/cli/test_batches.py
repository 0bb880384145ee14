"""Batches and codes: what was issued, what became of it, and what is undone or made again."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.system import clock
from tests.conftest import Run
from tests.pages import barcodes, pictures
from tests.systems import is_private

Prisonmail = Callable[..., Run]
UNKNOWN = "12345678901244"


def test_batches_lists_what_was_issued(prisonmail: Prisonmail, issued: dict[str, str]) -> None:
    prisonmail("verify", issued["1"])
    prisonmail("cancel", issued["2"], "--reason", "moved")
    found = prisonmail("batches")
    assert issued["batch"] in found.out
    assert "yes" in found.out
    document = prisonmail("batches", "--json").json
    (batch,) = document["batches"]
    assert (document["count"], batch["letters"], batch["checked"], batch["cancelled"]) == (
        *(1, 6, 1, 1),
    )
    assert batch["printed_at"]


def test_batches_show_gives_the_same_as_table_json_and_csv(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    prisonmail("verify", issued["1"], "--location", "HMP Leeds")
    batch = issued["batch"].lower()
    document = prisonmail("batches", "show", batch, "--json").json
    assert [each["code"] for each in document["letters"]] == list(issued.values())[1:]
    assert document["letters"][0]["state"] == "checked: ready"
    assert document["letters"][1]["state"] == "not checked"
    rows = list(csv.DictReader(io.StringIO(prisonmail("batches", "show", batch, "--csv").out)))
    assert [row["code"] for row in rows] == list(issued.values())[1:]
    assert (rows[1]["name"], rows[1]["signatory"]) == ("Łukasz Wiśniewski", "")
    table = prisonmail("batches", "show", batch).out
    assert all(row["code"][:4] in table and row["name"].split()[0] in table for row in rows)
    assert prisonmail("batches", "show", batch, "--json", "--csv").exit_code == 2


def test_codes_show_tells_the_history_and_records_nothing(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    for _ in range(2):
        shown = prisonmail("codes", "show", issued["3"], "--json").json
        assert [each["kind"] for each in shown["history"]] == ["issued", "printed"]
    prisonmail("verify", issued["3"], "--location", "HMP Styal", "--by", "A. Patel")
    prisonmail("reprint", issued["3"], "-o", "one.pdf")
    said = prisonmail("codes", "show", issued["3"]).out
    assert "checked at HMP Styal by A. Patel: ready" in said
    assert "reprint asked for\n" in said
    assert "Siân Ffion Llwyd, born 30 November 2001" in said


@pytest.mark.parametrize(
    ("command", "said", "code"),
    [
        (("codes", "show", UNKNOWN), "has not issued", 66),
        (("codes", "show", "BATCH"), "is a batch", 2),
        (("batches", "show", "CODE"), "is a code", 2),
        (("batches", "show", "20260101-AAAA"), "has not issued", 66),
        (("cancel", UNKNOWN, "--reason", "x"), "has not issued", 66),
        (("cancel", "CODE", "--reason", " "), "needs a reason", 2),
        (("cancel", "hello", "--reason", "x"), "neither a code nor a batch", 2),
        (("reprint", "12345678901243"), "check digits do not fit", 2),
        (("reprint", "BATCH", "-o", "recipients.pdf"), "there already", 73),
        (("reprint", "BATCH", "-o", "-", "--json"), "cannot both go", 2),
        (("verify", "CODE", "--peek", "--more-checks"), "--peek records nothing", 2),
        (("purge", "--before", "2026-01-01"), "cannot be undone", 2),
        (("cancel", "BATCH", "--reason", "x"), "Cancel 6 letters of batch ", 2),
        (("purge", "--before", "1 May", "--yes"), "`1 May` is not a day of the calendar", 2),
        (("purge", "--before", "2025-13-01", "--yes"), "Write it like: --before 2025-12-01", 2),
        (("purge", "--before", "2999-01-01", "--yes"), "still good", 2),
        (("ledger", "check", "--noted", "hello"), "is not a head", 2),
        (("ledger", "check", "--noted", "5:456ebdf37ae4"), "is not a head", 2),
        (("ledger", "import", "profile.toml", "--ledger", "new"), "not a line", 66),
        (("ledger", "import", "none.jsonl", "--ledger", "new"), "cannot be read", 66),
        (("ledger", "backup", "no/such/folder.sqlite3"), "no folder", 73),
        (("batches", "--ledger", "none.sqlite3"), "no ledger at none.sqlite3", 66),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(
    prisonmail: Prisonmail, issued: dict[str, str], command: tuple[str, ...], said: str, code: int
) -> None:
    names = {"BATCH": issued["batch"], "CODE": issued["1"]}
    done = prisonmail(*(names.get(word, word) for word in command))
    assert (done.exit_code, said in done.err) == (code, True), done.err
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_cancelled_letter_is_told_with_the_reason(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    assert prisonmail("verify", issued["1"]).exit_code == 0
    first = prisonmail("cancel", issued["1"], "--reason", "wrong enclosure", "--json")
    assert (first.json["batch"], first.json["cancelled"]) == (issued["batch"], 1)
    assert first.json["checked_before"] == 1
    assert "Too late for 1 letter" in first.err
    again = prisonmail("cancel", issued["1"], "--reason", "twice")
    assert (again.exit_code, "already" in again.err) == (0, True)
    rest = prisonmail("cancel", issued["batch"], "--reason", "wrong list", "--yes", "--json")
    assert rest.json["cancelled"] == 5
    told = prisonmail("verify", issued["1"], "--json")
    assert (told.exit_code, told.json["verdict"], told.json["deliver"]) == (1, "cancelled", False)
    assert told.json["cancelled"]["reason"] == "wrong enclosure"
    assert "wrong enclosure. Do not deliver it" in told.json["message"]


def test_a_reprint_has_the_same_sheets_and_is_recorded(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path
) -> None:
    prisonmail("verify", issued["1"])
    done = prisonmail("reprint", issued["batch"], "--json")
    assert done.json["output"] == f"{issued['batch']}.pdf"
    assert (done.json["pages"], done.json["useless"]) == (6, 1)
    assert "1 sheet cannot be delivered" in done.err
    first = list(pictures((home / "recipients.pdf").read_bytes(), 100))
    again = list(pictures((home / f"{issued['batch']}.pdf").read_bytes(), 100))
    assert [page.tobytes() for page in first] == [page.tobytes() for page in again]
    one = prisonmail("reprint", issued["4"], "-o", "one.pdf")
    assert one.exit_code == 0
    (page,) = pictures((home / "one.pdf").read_bytes())
    assert barcodes(page) == [issued["4"]]
    assert is_private(home / "one.pdf")


def test_a_cancelled_or_erased_letter_is_not_printed_again(
    prisonmail: Prisonmail, issued: dict[str, str], later: Callable[[int], None], home: Path
) -> None:
    prisonmail("cancel", issued["2"], "--reason", "x")
    assert prisonmail("reprint", issued["2"], "-o", "two.pdf").exit_code == 2
    later(60)
    day = clock.uk_date(clock.now()).isoformat()
    purged = prisonmail("purge", "--before", day, "--yes", "--json")
    assert purged.json["letters"] == 6
    assert "Beyond its reach" in purged.err
    done = prisonmail("reprint", issued["batch"], "-o", "all.pdf")
    assert (done.exit_code, "have been erased" in done.err) == (66, True)
    assert not (home / "two.pdf").exists()
    assert not (home / "all.pdf").exists()
    assert "(erased)" in prisonmail("codes", "show", issued["1"]).out
    assert prisonmail("ledger", "check").exit_code == 0
