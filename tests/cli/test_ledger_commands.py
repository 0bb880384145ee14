"""The ledger as a whole: checked, moved, kept private, and never written over."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.ledger import store
from prisonmail.ledger.database import schema
from prisonmail.prisons.store import find_overlay_path, load_directory, take
from prisonmail.system import clock
from prisonmail.system.record import replace
from tests.conftest import EXAMPLES, Run
from tests.databases import postgres_schema
from tests.systems import is_private, name_unlocking, needs_modes

Prisonmail = Callable[..., Run]
UNKNOWN = "12345678901244"


def test_ledger_check_names_the_first_change(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path
) -> None:
    head = prisonmail("ledger", "check", "--json").json["head"]
    prisonmail("verify", issued["1"])
    assert prisonmail("ledger", "check", "--noted", head).exit_code == 0
    from prisonmail.ledger.store import open_ledger

    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger._database.execute("UPDATE events SET detail = 'expired' WHERE number = 3")
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
    folders = [home / "deep", home / "deep" / "own"]
    assert [path for path in made + folders if not is_private(path)] == []


def test_doctor_finds_all_well(prisonmail: Prisonmail, issued: dict[str, str], home: Path) -> None:
    (home / "profile.toml").chmod(0o600)
    done = prisonmail("doctor", "--json")
    topics = {each["topic"]: each["health"] for each in done.json["findings"]}
    assert done.exit_code == 0
    assert set(topics) >= {"profile", "ledger", "size", "disk", "prisons", "typeface"}
    assert {topics[name] for name in ("profile", "ledger", "typeface")} == {"good"}
    assert topics["keys"] == "caution"  # with PRISONMAIL_HOME, key and ledger lie in one folder
    assert "permissions" not in topics


def test_doctor_tells_how_old_the_directory_is_until_a_newer_register_is_taken(
    prisonmail: Callable[..., Run], home: Path
) -> None:
    before = prisonmail("doctor")
    assert "The oldest entry in the directory of prisons is of 19 May 2022." in before.out
    assert "Take a newer register with: prisonmail prisons import FILE" in before.out
    take(replace(prison, as_of=clock.uk_date(clock.now())) for prison in load_directory())
    findings = prisonmail("doctor", "--json").json["findings"]
    assert [each["health"] for each in findings if each["topic"] == "prisons"] == ["good"]
    find_overlay_path().write_text("not a register")
    findings = prisonmail("doctor", "--json").json["findings"]
    assert [each["health"] for each in findings if each["topic"] == "prisons"] == ["bad"]


def test_doctor_finds_what_is_wrong(
    profile: Path, prisonmail: Prisonmail, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = home / "OneDrive - Greenstone"
    cloud.mkdir(mode=0o755)
    monkeypatch.setenv("PRISONMAIL_HOME", str(cloud))
    (cloud / "ledger.sqlite3").write_bytes(b"Dear Sir or Madam, " * 100)
    done = prisonmail("doctor")
    assert done.exit_code == 1
    for said in ("no sender profile", "copied to OneDrive", "CJSM", "is not a ledger"):
        assert said in done.out


@needs_modes
def test_doctor_tells_how_to_close_a_home_to_others(
    prisonmail: Prisonmail, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = home / "shared"
    shared.mkdir(mode=0o755)
    monkeypatch.setenv("PRISONMAIL_HOME", str(shared))
    assert f"chmod 700 '{shared}'" in prisonmail("doctor").out


def test_no_command_shows_a_password(prisonmail: Prisonmail, profile: Path) -> None:
    url = "postgresql://clerk:s3cret@127.0.0.1:1/post"
    for command in (("doctor",), ("batches",), ("ledger", "path"), ("verify", UNKNOWN)):
        done = prisonmail(*command, "--ledger", url)
        assert "s3cret" not in done.out + done.err
        assert "clerk@127.0.0.1:1/post" in done.out + done.err
    for place in (
        "host=127.0.0.1 password=s3cret sslrootcert=/x/y",
        "postgresql:/clerk:s3cret@h/d",
    ):
        for words in ("doctor", "batches", "ledger path", "ledger import x"):
            done = prisonmail(*words.split(), "--ledger", place)
            assert "s3cret" not in done.out + done.err


@pytest.fixture
def set_back(prisonmail: Prisonmail, issued: dict[str, str], home: Path) -> dict[str, str]:
    """The codes of a ledger of which an older copy was put back after a check."""
    assert prisonmail("ledger", "backup", "older.sqlite3").exit_code == 0
    assert prisonmail("verify", issued["1"]).exit_code == 0
    for ending in ("-wal", "-shm"):
        (home / f"ledger.sqlite3{ending}").unlink(missing_ok=True)
    (home / "older.sqlite3").replace(home / "ledger.sqlite3")
    return issued


def test_a_ledger_that_went_back_answers_for_nothing_and_records_nothing(
    prisonmail: Prisonmail, set_back: dict[str, str]
) -> None:
    for peek in ((), ("--peek",)):
        done = prisonmail("verify", set_back["1"], *peek)
        assert (done.exit_code, "LEDGER WENT BACK" in done.out) == (66, True), done.out
        assert "prisonmail ledger accept-head" in done.out
    document = prisonmail("verify", set_back["1"], "--json")
    assert (document.exit_code, document.json["verdict"]) == (66, "ledger-went-back")
    assert document.json["deliver"] is False
    scanned = prisonmail("scan", stdin=f"{set_back['1']}\n123\n")
    assert (scanned.exit_code, "1 ledger-went-back, 1 mistyped" in scanned.err) == (66, True)
    for changing in (
        ("cancel", set_back["1"], "--reason", "x"),
        ("reprint", set_back["1"], "-o", "x.pdf"),
        ("purge", "--before", "2020-01-01", "--yes"),
        ("generate", EXAMPLES / "recipients.csv", "--again", "--force"),
    ):
        done = prisonmail(*changing)
        assert (done.exit_code, "ledger has gone back" in done.err) == (66, True), changing
    checked = prisonmail("ledger", "check", "--json")
    assert (checked.exit_code, checked.json["events"]) == (1, 3)
    assert "this machine saw event 4" in checked.json["faults"][0]


def test_a_ledger_put_back_on_purpose_is_accepted_with_a_reason(
    prisonmail: Prisonmail, set_back: dict[str, str]
) -> None:
    assert prisonmail("ledger", "accept-head", "--reason", " ").exit_code == 2
    done = prisonmail("ledger", "accept-head", "--reason", "Backup, after a fire")
    assert (done.exit_code, "goes on from event 4" in done.err) == (0, True), done.err
    assert prisonmail("ledger", "check").exit_code == 0
    assert prisonmail("verify", set_back["1"]).exit_code == 0
    assert prisonmail("verify", set_back["1"]).exit_code == 1
    again = prisonmail("ledger", "accept-head", "--reason", "x")
    assert (again.exit_code, "nothing to accept" in again.err) == (2, True)


def test_a_ledger_that_is_lost_is_not_begun_anew_until_that_is_accepted(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path
) -> None:
    for path in home.glob("ledger.sqlite3*"):
        path.unlink()
    refused = prisonmail("generate", EXAMPLES / "recipients.csv", "--force")
    said = f"There is no ledger at {home / 'ledger.sqlite3'}, but this machine saw event 2 of one"
    assert (refused.exit_code, said in refused.err) == (66, True), refused.err
    assert "prisonmail ledger accept-head --reason" in refused.err
    assert not list(home.glob("ledger.sqlite3*"))
    elsewhere = prisonmail("ledger", "accept-head", "--reason", "x", "--ledger", "new.sqlite3")
    assert (elsewhere.exit_code, "There is no ledger" in elsewhere.err) == (66, True)
    assert prisonmail("ledger", "accept-head", "--reason", "Disk broken").exit_code == 0
    assert prisonmail("generate", EXAMPLES / "recipients.csv", "--force").exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_witness_finds_a_machine_that_was_set_back_as_a_whole(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, tmp_path: Path
) -> None:
    named = prisonmail("ledger", "witness", tmp_path / "head.json")
    assert (named.exit_code, "Event 2 is noted" in named.err) == (0, True), named.err
    shutil.copytree(home, tmp_path / "backup")
    assert prisonmail("generate", EXAMPLES / "recipients.csv", "--again", "--force").exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(tmp_path / "backup", home, dirs_exist_ok=True)
    found = prisonmail("ledger", "check")
    assert (found.exit_code, "saw another event 3" in found.out) == (1, True), found.out
    (tmp_path / "head.json").unlink()
    found = prisonmail("ledger", "check")
    assert (found.exit_code, "is missing or holds no head" in found.out) == (1, True)
    assert prisonmail("ledger", "witness", "no/such/folder/head.json").exit_code == 73


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


def test_doctor_takes_no_url_for_a_folder(
    prisonmail: Prisonmail, profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "Dropbox").mkdir()
    monkeypatch.chdir(home / "Dropbox")
    done = prisonmail("doctor", "--ledger", "PostgreSQL://clerk:s3cret@127.0.0.1:1/post")
    assert "s3cret" not in done.out + done.err
    assert done.out.count("is copied to Dropbox") == 1  # the working folder, and no ledger in it


@pytest.mark.parametrize(
    "place",
    [
        "postgresql:clerk:s3cret@host/x",
        "postgres//clerk:s3cret@host/x",
        "clerk:s3cret@host/x",
        "host=db user=clerk password=s3cret",
        "Postgresql:/clerk:s3cret@host/x",
    ],
)
def test_a_mistyped_url_makes_no_file_and_shows_no_password(
    prisonmail: Prisonmail, profile: Path, home: Path, place: str
) -> None:
    for command in (("generate", EXAMPLES / "recipients.csv"), ("batches",), ("doctor",)):
        run = prisonmail(*command, "--ledger", place)
        assert (run.exit_code, "s3cret" in run.out + run.err) == (2, False)
    assert [each.name for each in home.iterdir()] == ["profile.toml"]


def test_the_command_that_is_to_be_run_again_has_no_password(
    prisonmail: Prisonmail, profile: Path, home: Path
) -> None:
    (home / "list.csv").write_text("Name,Prison No,Prison\nAnn Hart,A1,Leeds\n")
    url = "postgresql://clerk:s3cret@127.0.0.1:1/post"
    run = prisonmail("generate", "list.csv", "--check", "--ledger", url)
    assert run.exit_code == 1
    assert "--ledger postgresql://clerk@127.0.0.1:1/post" in run.err.replace('"', "")
    assert "s3cret" not in run.err


def test_doctor_names_what_keeps_checks_from_being_recorded(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home / "ledger.sqlite3"
    whole = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != closed and whole(path, mode))
    done = prisonmail("doctor")
    assert done.exit_code == 1
    assert f"{closed} cannot be written to, so that no check is recorded." in done.out
    assert name_unlocking(closed) in done.out


@pytest.mark.parametrize(
    "url", ["mysql://clerk:s3cret@host/x", "postgresql+psycopg://c:s3cret@h/x"]
)
def test_other_urls_are_refused_without_their_password(prisonmail: Prisonmail, url: str) -> None:
    run = prisonmail("batches", "--ledger", url)
    assert run.exit_code == 2
    assert "s3cret" not in run.err


def test_a_shared_ledger_is_brought_up_to_date_only_on_demand(
    prisonmail: Callable[..., Run], profile: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres_schema(postgres) as url:
        made = prisonmail("generate", EXAMPLES / "recipients.csv", "--ledger", url, "--json")
        code = made.json["letters"][0]["code"]
        newer = (*schema.STEPS, ("ALTER TABLE batches ADD COLUMN note TEXT",))
        monkeypatch.setattr(schema, "STEPS", newer)
        monkeypatch.setattr(store, "STEPS", newer)
        refused = prisonmail("verify", code, "--ledger", url)
        assert (refused.exit_code, "prisonmail ledger check --upgrade-ledger" in refused.err) == (
            66,
            True,
        )
        done = prisonmail("ledger", "check", "--upgrade-ledger", "--ledger", url)
        assert (done.exit_code, "from version" in done.err) == (0, True), done.err
        assert prisonmail("verify", code, "--ledger", url).exit_code == 0
