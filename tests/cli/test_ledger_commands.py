"""The commands that look after the ledger, as people and scripts meet them."""

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail import clock
from prisonmail.errors import InputMissing
from tests.conftest import EXAMPLES, Run
from tests.pages import barcodes, pictures

Prisonmail = Callable[..., Run]
UNKNOWN = "12345678901244"


@pytest.fixture
def issued(profile: Path, prisonmail: Prisonmail) -> dict[str, str]:
    """The name of a batch of six, and its codes by sheet."""
    done = prisonmail("generate", EXAMPLES / "recipients.csv", "--json")
    assert done.exit_code == 0, done.err
    codes = {str(letter["page"]): letter["code"] for letter in done.json["letters"]}
    return {"batch": done.json["batch"], **codes}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes it so many days later."""
    now = clock.now()
    return lambda days: monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))


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
    assert rows[1]["name"] == "Łukasz Wiśniewski"
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
        (("purge", "--before", "1 May", "--yes"), "1 May", 2),
        (("purge", "--before", "2999-01-01", "--yes"), "still good", 2),
        (("ledger", "check", "--noted", "hello"), "is not a head", 2),
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
    rest = prisonmail("cancel", issued["batch"], "--reason", "wrong list", "--json")
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
    assert stat.S_IMODE((home / "one.pdf").stat().st_mode) == 0o600


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


def test_scan_answers_each_line_and_ends_with_a_tally(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    lines = f"{issued['1']}\r\n\n  {issued['1']}\n{UNKNOWN}\n12\n"
    done = prisonmail("scan", "--location", "HMP Leeds", stdin=lines)
    assert done.exit_code == 1
    assert done.out.index("R E A D Y") < done.out.index("D U P L I C A T E")
    assert "N O T   I S S U E D" in done.out
    assert "first checked" in done.out
    assert "at HMP Leeds" in done.out
    assert "4 checks: 1 ready, 1 duplicate, 1 not-issued, 1 mistyped." in done.err
    assert "\x1b" not in done.out


def test_scan_tells_the_tally_even_where_the_ledger_fails(
    prisonmail: Prisonmail, issued: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from prisonmail.ledger.ledger import Ledger

    whole = Ledger.check
    left = iter([whole])

    def failing(*given: object, **named: object) -> object:
        try:
            return next(left)(*given, **named)  # type: ignore[arg-type]
        except StopIteration:
            raise InputMissing("The server ended the connection.") from None

    monkeypatch.setattr(Ledger, "check", failing)
    done = prisonmail("scan", stdin=f"{issued['1']}\n{issued['2']}\n{issued['3']}\n")
    assert (done.exit_code, "1 check: 1 ready." in done.err) == (66, True)
    assert done.out.count("R E A D Y") == 1


def test_scan_gives_one_line_of_json_a_check(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    done = prisonmail("scan", "--json", stdin=f"{issued['1']}\n{issued['2']}\n")
    assert done.exit_code == 0
    documents = [json.loads(line) for line in done.out.splitlines()]
    assert [each["verdict"] for each in documents] == ["ready", "ready"]
    alone = prisonmail("verify", issued["1"], "--peek", "--json").json
    assert set(documents[0]) == set(alone)


def test_scan_shows_colour_only_where_it_is_wanted(
    prisonmail: Prisonmail, issued: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    good, bad = prisonmail("scan", stdin=issued["1"]), prisonmail("scan", stdin=issued["1"])
    assert "\x1b[1;30;42m" in good.out
    assert "\x1b[1;97;41m" in bad.out
    assert ("\a" in good.out, "\a" in bad.out) == (False, True)


def test_more_checks_are_asked_for_and_seen_by_the_sender(
    prisonmail: Prisonmail, issued: dict[str, str]
) -> None:
    prisonmail("verify", issued["1"])
    done = prisonmail("verify", issued["1"], "--more-checks", "--json")
    assert (done.exit_code, done.json["verdict"]) == (1, "more-checks")
    assert done.json["first_check"]["verdict"] == "ready"
    shown = prisonmail("codes", "show", issued["1"], "--json").json
    assert [each["verdict"] for each in shown["history"]][-2:] == ["ready", "more-checks"]


def test_the_profile_sets_random_checks_when_a_batch_is_issued(
    profile: Path, prisonmail: Prisonmail
) -> None:
    with profile.open("a", encoding="utf-8") as file:
        file.write("\nrandom_check = 100\n")
    letters = prisonmail("generate", EXAMPLES / "recipients.csv", "--json").json["letters"]
    profile.write_text((EXAMPLES / "profile.toml").read_text(encoding="utf-8"), encoding="utf-8")
    found = prisonmail("verify", letters[0]["code"], "--json")
    assert (found.exit_code, found.json["verdict"]) == (1, "random-check")
    assert "picked at random" in found.json["message"]


def test_ledger_check_names_the_first_change(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path
) -> None:
    head = prisonmail("ledger", "check", "--json").json["head"]
    prisonmail("verify", issued["1"])
    assert prisonmail("ledger", "check", "--noted", head).exit_code == 0
    from prisonmail.ledger.store import open_ledger

    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger.database.execute("UPDATE events SET detail = 'expired' WHERE number = 3")
    found = prisonmail("ledger", "check")
    assert (found.exit_code, "Event 3 was changed" in found.out) == (1, True)
    assert prisonmail("ledger", "check", "--json").json["in_order"] is False


def test_a_ledger_moves_to_another_and_answers_there(
    prisonmail: Prisonmail, issued: dict[str, str], other_place: str
) -> None:
    assert prisonmail("ledger", "export", "all.jsonl").exit_code == 0
    moved = prisonmail("ledger", "import", "all.jsonl", "--ledger", other_place)
    assert (moved.exit_code, "in order" in moved.err) == (0, True), moved.err
    assert prisonmail("verify", issued["1"], "--ledger", other_place).exit_code == 0
    assert prisonmail("ledger", "backup", "copy.sqlite3", "--ledger", other_place).exit_code == 0
    assert prisonmail("verify", issued["1"], "--ledger", "copy.sqlite3").exit_code == 1
    assert prisonmail("ledger", "export", "tables", "--csv").exit_code == 0


@pytest.fixture
def place() -> str:
    """The user's own ledger is a file, so that copies go to PostgreSQL."""
    return "ledger.sqlite3"


def test_files_and_folders_are_private_whatever_the_umask(
    prisonmail: Prisonmail, profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(home / "deep" / "own"))
    (home / "list.csv").write_bytes((EXAMPLES / "recipients.csv").read_bytes())
    before = os.umask(0)
    try:
        done = prisonmail("generate", "list.csv", "--profile", profile, "--manifest", "m.csv")
        prisonmail("ledger", "backup", "copy.sqlite3")
        prisonmail("ledger", "export", "all.jsonl")
    finally:
        os.umask(before)
    assert done.exit_code == 0, done.err
    made = [home / "list.pdf", home / "m.csv", home / "copy.sqlite3", home / "all.jsonl"]
    made.append(home / "deep" / "own" / "ledger.sqlite3")
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}
    folders = (home / "deep", home / "deep" / "own")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_doctor_finds_all_well(prisonmail: Prisonmail, issued: dict[str, str], home: Path) -> None:
    (home / "profile.toml").chmod(0o600)
    done = prisonmail("doctor", "--json")
    topics = {each["topic"]: each["health"] for each in done.json["findings"]}
    assert done.exit_code == 0
    assert set(topics) >= {"profile", "ledger", "size", "disk", "prisons", "typeface"}
    assert {topics[name] for name in ("profile", "ledger", "prisons", "typeface")} == {"good"}
    assert "permissions" not in topics


def test_doctor_finds_what_is_wrong(
    profile: Path, prisonmail: Prisonmail, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = home / "OneDrive - Greenstone"
    cloud.mkdir(mode=0o755)
    monkeypatch.setenv("PRISONMAIL_HOME", str(cloud))
    (cloud / "ledger.sqlite3").write_bytes(b"Dear Sir or Madam, " * 100)
    done = prisonmail("doctor")
    assert done.exit_code == 1
    for said in ("no sender profile", "copied to OneDrive", "CJSM", "is not a ledger", "chmod 700"):
        assert said in done.out


def test_no_command_shows_a_password(prisonmail: Prisonmail, profile: Path) -> None:
    url = "postgresql://clerk:s3cret@127.0.0.1:1/post"
    for command in (("doctor",), ("batches",), ("ledger", "path"), ("verify", UNKNOWN)):
        done = prisonmail(*command, "--ledger", url)
        assert "s3cret" not in done.out + done.err
        assert "clerk@127.0.0.1:1/post" in done.out + done.err


def test_the_ledger_is_never_written_over(prisonmail: Prisonmail, issued: dict[str, str]) -> None:
    for command in (
        ("ledger", "export", "ledger.sqlite3", "--force"),
        ("ledger", "backup", "ledger.sqlite3", "--force"),
        ("reprint", issued["batch"], "-o", "ledger.sqlite3", "--force"),
    ):
        run = prisonmail(*command)
        assert run.exit_code == 73, command
        assert "needed as it is" in run.err
    assert prisonmail("ledger", "check").exit_code == 0


def test_an_import_that_fails_leaves_no_ledger(prisonmail: Prisonmail, home: Path) -> None:
    (home / "bad.jsonl").write_text("{}\n")
    assert prisonmail("ledger", "import", "bad.jsonl", "--ledger", "new.sqlite3").exit_code == 66
    assert not list(home.glob("new.sqlite3*"))


@pytest.mark.parametrize(
    "url", ["mysql://clerk:s3cret@host/x", "postgresql+psycopg://c:s3cret@h/x"]
)
def test_other_urls_are_refused_without_their_password(prisonmail: Prisonmail, url: str) -> None:
    run = prisonmail("batches", "--ledger", url)
    assert run.exit_code == 2
    assert "s3cret" not in run.err
