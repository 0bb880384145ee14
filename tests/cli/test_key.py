"""`prisonmail key`: made once, shown in one line, changed with the old key's word."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.chain.events import EventKind
from prisonmail.sender.signing import firm_key, store
from prisonmail.sender.signing.key_changes import read_change
from prisonmail.sender.signing.public_keys import parse_public_line
from prisonmail.sender.signing.revocations import read_revocation
from prisonmail.system import locks
from tests.conftest import Run
from tests.systems import is_private

ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"
WORDS = "correct horse battery staple"
posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")


@pytest.fixture
def passphrase_file(home: Path) -> Path:
    path = home / "passphrase"
    path.touch(0o600)
    path.write_text(f"{WORDS}\n", "utf-8")
    return path


def test_a_key_is_made_once(prisonmail: Callable[..., Run], home: Path) -> None:
    run = prisonmail("key", "new")
    assert (run.exit_code, run.out) == (0, "")
    assert "warning: whoever has that file can sign" in run.err
    before = (home / "firm.key").read_bytes()
    again = prisonmail("key", "new")
    assert (again.exit_code, (home / "firm.key").read_bytes()) == (73, before)
    assert "prisonmail key rotate" in again.err


def test_a_key_that_came_meanwhile_stays(home: Path) -> None:
    path = home / "firm.key"
    path.write_bytes(b"of another process")
    with pytest.raises(OutputRefused, match="There is a key"):
        store.save_key(path, b"ours", replace=False)
    assert path.read_bytes() == b"of another process"


@posix
def test_a_key_is_its_owners_alone(prisonmail: Callable[..., Run], home: Path) -> None:
    prisonmail("key", "new")
    assert is_private(home / "firm.key")
    (home / "firm.key").chmod(0o640)
    for words in ("show", "rotate"):
        run = prisonmail("key", words)
        assert run.exit_code == 66
        assert "Others may read the key" in run.err


def test_show_prints_one_line_of_openssh(
    prisonmail: Callable[..., Run], home: Path, profile: Path
) -> None:
    assert prisonmail("key", "path").out.strip() == str(home / "firm.key")
    missing = prisonmail("key", "show")
    assert missing.exit_code == 66
    assert "prisonmail key new" in missing.err
    prisonmail("key", "new")
    run = prisonmail("key", "show")
    assert run.out.count("\n") == 1
    assert run.out.split()[0::2] == ["ssh-ed25519", ADDRESS]
    assert parse_public_line(run.out).fingerprint in run.err
    document = prisonmail("key", "show", "--json").json
    assert (document["public"], document["encrypted"]) == (run.out.strip(), False)
    profile.unlink()
    assert prisonmail("key", "show").out.split() == run.out.split()[:2]


def test_a_key_lies_beside_the_profile_that_is_named(
    prisonmail: Callable[..., Run], tmp_path: Path, profile: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    profile = profile.rename(other / "profile.toml")
    assert prisonmail("key", "new", "--profile", profile).exit_code == 0
    assert (other / "firm.key").exists()
    assert prisonmail("key", "show", "--profile", profile).out.split()[2] == ADDRESS


def test_the_old_key_signs_the_new_one(prisonmail: Callable[..., Run], home: Path) -> None:
    old = prisonmail("key", "new", "--json").json
    done = prisonmail("key", "rotate", "--json").json
    assert done["old"] == old["key"] != done["key"]
    assert prisonmail("key", "show", "--json").json["key"] == done["key"]
    statement, signature = Path(done["statement"]), Path(done["signature"])
    change = read_change(statement.read_bytes(), signature.read_bytes())
    assert (change.old, change.new_key.fingerprint) == (old["key"], done["key"])
    assert statement.parent.parent == home
    prisonmail("key", "rotate")
    assert len(list(statement.parent.iterdir())) == 4


def test_two_rotations_at_once_follow_each_other(
    prisonmail: Callable[..., Run], home: Path
) -> None:
    first = prisonmail("key", "new", "--json").json["key"]
    command = [sys.executable, "-m", "prisonmail", "key", "rotate", "--json"]
    with locks.hold_folder(home, wait=True):  # both have come to their end when it is let go
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        with pytest.raises(subprocess.TimeoutExpired):
            runs[0].wait(1)
    said = [json.loads(run.communicate()[0]) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    after = {each["old"]: each["key"] for each in said}
    assert after[after[first]] == prisonmail("key", "show", "--json").json["key"]


def test_a_revoked_key_is_used_no_more(
    prisonmail: Callable[..., Run], home: Path, passphrase_file: Path
) -> None:
    old = prisonmail("key", "new", "--passphrase-file", passphrase_file, "--json").json["key"]
    words = ("key", "revoke", "-o", home / "revoked.json", "--passphrase-file", passphrase_file)
    unasked = prisonmail(*words)
    assert (unasked.exit_code, "--yes" in unasked.err) == (2, True)
    done = prisonmail(*words, "--yes", "--reason", "Laptop\tstolen", "--json").json
    assert (done["key"], done["revoked_before"]) == (old, False)
    found = read_revocation(
        (home / "revoked.json").read_bytes(), (home / "revoked.json.sig").read_bytes()
    )
    assert (found.key, found.reason) == (old, "Laptop stolen")
    for refused in (("show",), ("rotate", "--passphrase-file", passphrase_file)):
        run = prisonmail("key", *refused)
        assert (run.exit_code, "prisonmail key new" in run.err) == (66, True)
    with pytest.raises(InputMissing, match="was revoked"):
        firm_key.open_key(home / "firm.key", lambda: WORDS)
    new = prisonmail("key", "new", "--json").json["key"]
    assert prisonmail("key", "show", "--json").json["key"] == new != old
    assert prisonmail("key", "new").exit_code == 73


def test_no_docket_is_signed_with_a_revoked_key(
    prisonmail: Callable[..., Run], home: Path, issued: dict[str, str]
) -> None:
    prisonmail("key", "new")
    prisonmail("key", "revoke", "--yes", "-o", home / "revoked.json")
    words = ("docket", issued["batch"], "-o", home / "dockets")
    refused = prisonmail(*words)
    assert (refused.exit_code, "was revoked" in refused.err) == (66, True)
    assert not list(home.glob("dockets/*"))
    prisonmail("key", "new")
    assert prisonmail(*words).exit_code == 0


def test_a_key_that_a_docket_makes_is_an_event_too(
    prisonmail: Callable[..., Run], home: Path, issued: dict[str, str]
) -> None:
    assert prisonmail("docket", issued["batch"], "-o", home / "dockets").exit_code == 0
    made = prisonmail("key", "show", "--json").json["key"]
    events = prisonmail("ledger", "log", "--json").json["events"]
    assert [each["detail"] for each in events if each["detail"]] == [f"made {made}"]


def test_a_statement_that_got_lost_is_written_again(
    prisonmail: Callable[..., Run], home: Path
) -> None:
    prisonmail("key", "new")
    (home / "there.json.sig").touch()
    assert prisonmail("key", "revoke", "--yes", "-o", home / "there.json").exit_code == 73
    assert prisonmail("key", "show").exit_code == 0  # nothing was revoked
    prisonmail("key", "revoke", "--yes", "-o", home / "first.json")
    again = prisonmail("key", "revoke", "-o", home / "again.json", "--json")
    assert again.json["revoked_before"]
    for ending in ("", ".sig"):
        first = (home / f"first.json{ending}").read_bytes()
        assert (home / f"again.json{ending}").read_bytes() == first


@pytest.mark.parametrize(
    ("words", "code"),
    [(("-o", "-"), 2), (("-o", "x.json", "--reason", "x" * 201), 2), (("-o", "x.json"), 66)],
)
def test_what_cannot_be_revoked(
    prisonmail: Callable[..., Run], words: tuple[str, ...], code: int
) -> None:
    assert prisonmail("key", "revoke", "--yes", *words).exit_code == code


def test_what_is_done_with_the_key_is_an_event(
    prisonmail: Callable[..., Run], home: Path, issued: dict[str, str]
) -> None:
    made = prisonmail("key", "new", "--json").json["key"]
    changed = prisonmail("key", "rotate", "--by", "A. Patel", "--json").json["key"]
    prisonmail("key", "revoke", "--yes", "--reason", "stolen", "-o", home / "revoked.json")
    happened = [
        each
        for each in prisonmail("ledger", "log", "--json").json["events"]
        if each["kind"] == EventKind.SIGNING_KEY
    ]
    assert [(each["detail"], each["remark"]) for each in happened] == [
        (f"made {made}", str(home / "firm.key")),
        (f"changed to {changed}", str(home / "firm.key")),
        (f"revoked {changed}", "stolen"),
    ]
    assert happened[1]["operator"] == "A. Patel"
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_key_keeps_its_passphrase(
    prisonmail: Callable[..., Run], passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = prisonmail("key", "new", "--passphrase-file", passphrase_file, "--json").json
    assert made["encrypted"]
    assert prisonmail("key", "show").exit_code == 0
    nobody = prisonmail("key", "rotate")
    assert nobody.exit_code == 2
    assert "--passphrase-file" in nobody.err
    monkeypatch.setenv("PRISONMAIL_KEY_PASSPHRASE_FILE", str(passphrase_file))
    assert prisonmail("key", "rotate", "--json").json["encrypted"]
    passphrase_file.write_text("another passphrase\n", "utf-8")
    wrong = prisonmail("key", "rotate")
    assert wrong.exit_code == 66
    assert "the passphrase is wrong" in wrong.err
    assert "Try the passphrase again" in wrong.err
    assert "another" not in wrong.err


def test_a_passphrase_needs_somebody_to_ask(prisonmail: Callable[..., Run], home: Path) -> None:
    assert prisonmail("key", "new", "--passphrase").exit_code == 2
    assert not (home / "firm.key").exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 99, b"x" * 100_000, b"ssh-ed25519 AAAA post"])
def test_a_damaged_key_ends_in_one_line(
    prisonmail: Callable[..., Run], home: Path, content: bytes
) -> None:
    path = home / "firm.key"
    path.touch(0o600)
    path.write_bytes(content)
    for words in ("show", "rotate"):
        run = prisonmail("key", words)
        assert run.exit_code == 66
        assert run.err.startswith(f"error: The key {path} cannot be used: it ")
        assert path.read_bytes() == content


@posix
def test_a_pipe_is_no_key(prisonmail: Callable[..., Run], home: Path) -> None:
    os.mkfifo(home / "firm.key", 0o600)
    assert "is not a file" in prisonmail("key", "show").err


def test_a_home_takes_its_key_along(
    prisonmail: Callable[..., Run],
    home: Path,
    passphrase_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prisonmail("key", "new")
    prisonmail("key", "rotate")
    prisonmail("key", "revoke", "--yes", "-o", home / "revoked.json")
    key, archive = (home / "firm.key").read_bytes(), home / "away.home"
    saved = prisonmail("home", "save", archive, "--passphrase-file", passphrase_file)
    assert "1 key that signs" in saved.err + saved.out
    monkeypatch.setenv("PRISONMAIL_HOME", str(home / "new"))
    done = prisonmail("home", "restore", archive, "--passphrase-file", passphrase_file)
    assert done.exit_code == 0, done.err
    assert (home / "new" / "firm.key").read_bytes() == key
    assert len(list((home / "new" / "key-changes").iterdir())) == 4
    assert prisonmail("key", "rotate").exit_code == 66  # it was revoked there too
    assert prisonmail("key", "new").exit_code == 0


def test_show_needs_no_library(prisonmail: Callable[..., Run], home: Path) -> None:
    prisonmail("key", "new")
    script = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from prisonmail.__main__ import main\n"
        "main()"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script, "key", word], capture_output=True, text=True)
        for word in ("show", "rotate")
    ]
    assert [run.returncode for run in runs] == [0, 66]
    assert runs[0].stdout.startswith("ssh-ed25519 ")
    assert "pip install 'prisonmail[keys]'" in runs[1].stderr
