"""Files in cloud folders, on network drives or open to others are warned of, or refused."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from prisonmail.system.places import network_drives
from tests.conftest import EXAMPLES, Run

LIST = EXAMPLES / "recipients.csv"
Prisonmail = Callable[..., Run]
pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def cloud(home: Path) -> Path:
    folder = home / "OneDrive - Greenstone"
    folder.mkdir()
    (folder / "list.csv").write_bytes(LIST.read_bytes())
    return folder


def warnings(run: Run) -> list[str]:
    return [line for line in run.err.splitlines() if line.startswith("warning:")]


def test_a_usual_run_warns_of_nothing(prisonmail: Prisonmail) -> None:
    run = prisonmail("generate", LIST, "--manifest", "codes.csv", "--json")
    assert (run.exit_code, run.json["warnings"], warnings(run)) == (0, [], [])


def test_each_place_is_warned_of_once_before_codes_are_recorded(
    prisonmail: Prisonmail, cloud: Path, home: Path
) -> None:
    files = ("-o", cloud / "out.pdf", "--manifest", cloud / "codes.csv")
    run = prisonmail("generate", cloud / "list.csv", *files, "--json")
    assert run.exit_code == 0
    said = f"warning: {cloud} is copied to OneDrive. Cloud storage that is not approved breaks the "
    assert warnings(run) == [f"{said}terms of CJSM: use another folder."]
    assert run.err.index("warning:") < run.err.index("sheets →")
    (warned,) = run.json["warnings"]
    assert (warned["kind"], warned["place"], warned["service"]) == ("cloud", str(cloud), "OneDrive")
    assert warned["message"] == f"{cloud} is copied to OneDrive."
    (home / "ledger.sqlite3").rename(cloud / "ledger.sqlite3")
    again = prisonmail(
        "generate", LIST, "--again", "--force", "--ledger", cloud / "ledger.sqlite3", "--quiet"
    )
    assert (again.exit_code, len(warnings(again))) == (0, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "{cloud}/list.csv"),
        ("generate", "{cloud}/list.csv", "--check"),
        ("generate", LIST, "-o", "{cloud}/out.pdf"),
        ("generate", LIST, "--manifest", "{cloud}/codes.csv"),
        ("generate", LIST, "--post-book", "{cloud}/book.pdf"),
        ("generate", LIST, "--skip-bad", "--rejects", "{cloud}/rejects.csv"),
        ("generate", LIST, "--ledger", "{cloud}/ledger.sqlite3"),
        ("generate", LIST, "--profile", "{cloud}/profile.toml"),
        ("generate", LIST, "--letter", "{cloud}/letter.txt"),
        ("mapping", "{cloud}/list.csv", "--save-mapping", "x"),
        ("reprint", "{batch}", "-o", "{cloud}/again.pdf"),
        ("image", "{code}", "-o", "{cloud}/panel.png"),
        ("ledger", "backup", "{cloud}/backup.sqlite3"),
        ("ledger", "export", "{cloud}/ledger.jsonl"),
        ("ledger", "export", "{cloud}/tables", "--csv"),
        ("ledger", "witness", "{cloud}/head.json"),
        ("profile", "init", "--profile", "{cloud}/other.toml"),
    ],
    ids=lambda words: " ".join(map(str, words)).replace(str(EXAMPLES), ""),
)
def test_strict_storage_refuses_before_anything_is_recorded(
    prisonmail: Prisonmail, cloud: Path, profile: Path, arguments: Sequence[object]
) -> None:
    (cloud / "profile.toml").write_bytes(profile.read_bytes())
    (cloud / "letter.txt").write_text("Dear {name}")
    issued = prisonmail("generate", LIST, "-o", "first.pdf", "--json").json
    names = {"cloud": cloud, "batch": issued["batch"], "code": issued["letters"][0]["code"]}
    words = [str(word).format(**names) for word in arguments]
    before = set(cloud.iterdir()), prisonmail("ledger", "check").out
    again = ["--again"] if words[0] == "generate" else []
    run = prisonmail(*words, *again, "--strict-storage")
    assert run.exit_code == 73
    assert f"error: {cloud} is copied to OneDrive." in run.err or "/tables is copied" in run.err
    assert "Without --strict-storage this is a warning." in run.err
    assert (set(cloud.iterdir()), prisonmail("ledger", "check").out) == before


def test_a_variable_makes_all_commands_strict(
    prisonmail: Prisonmail, cloud: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_STRICT_STORAGE", "1")
    run = prisonmail("generate", cloud / "list.csv", "--json")
    assert (run.exit_code, run.json["exit"]) == (73, 73)
    assert run.json["error"]["message"] == f"{cloud} is copied to OneDrive."
    assert prisonmail("generate", LIST).exit_code == 0


def test_standard_input_and_output_are_no_places(
    prisonmail: Prisonmail, cloud: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cloud)
    monkeypatch.setenv("PRISONMAIL_LEDGER", str(home / "ledger.sqlite3"))
    run = prisonmail("generate", "-", "-o", "-", "--strict-storage", stdin=LIST.read_bytes())
    assert run.exit_code == 0


def test_warnings_are_json_too_if_problems_are(prisonmail: Prisonmail, cloud: Path) -> None:
    import json

    run = prisonmail("generate", cloud / "list.csv", "--error-format", "json")
    (line,) = run.err.splitlines()
    assert json.loads(line)["warning"]["kind"] == "cloud"


@pytest.mark.skipif(sys.platform == "win32", reason="needs the modes of POSIX")
def test_a_folder_that_others_may_write_to_is_warned_of(prisonmail: Prisonmail, home: Path) -> None:
    shared = home / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    run = prisonmail("generate", LIST, "-o", shared / "out.pdf")
    assert warnings(run) == [
        f"warning: Other users of this computer may write to {shared}, and so exchange files. "
        f"Close it to them with: chmod go-w '{shared}'"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a table of mounts")
def test_a_network_drive_is_warned_of_for_outputs_and_refused_for_ledgers(
    prisonmail: Prisonmail, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = home / "share"
    share.mkdir()
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/x {share.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(network_drives, "_MOUNTS", table)
    run = prisonmail("generate", LIST, "-o", share / "out.pdf", "--json")
    assert run.exit_code == 0
    assert [each["service"] for each in run.json["warnings"]] == ["nfs4"]
    assert prisonmail("generate", LIST, "--ledger", share / "ledger.sqlite3").exit_code == 73


def test_doctor_looks_at_ledger_profile_working_folder_and_disk(
    prisonmail: Prisonmail, cloud: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = prisonmail("doctor", "--json").json["findings"]
    assert [
        each["topic"] for each in findings if each["topic"] in ("cloud", "network", "open")
    ] == []
    assert sum(each["topic"] == "encryption" for each in findings) == 1
    (cloud / "profile.toml").write_bytes(profile.read_bytes())
    other = cloud.with_name("Dropbox")
    other.mkdir()
    monkeypatch.chdir(other)
    run = prisonmail("doctor", "--profile", cloud / "profile.toml", "--json")
    assert not any(each["topic"] == "open" for each in run.json["findings"])
    clouds = [each for each in run.json["findings"] if each["topic"] == "cloud"]
    assert [each["message"] for each in clouds] == [
        f"{cloud} is copied to OneDrive.",
        f"{other} is copied to Dropbox.",
    ]
    assert {each["health"] for each in clouds} == {"caution"}
    bad = prisonmail("doctor", "--ledger", cloud / "ledger.sqlite3", "--json")
    assert bad.exit_code == 1
    (worst,) = (each for each in bad.json["findings"] if each["health"] == "bad")
    assert worst["topic"] == "cloud"
    assert "can destroy it" in worst["help"]
