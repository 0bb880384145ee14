"""An encrypted ledger on the command line: as a plain one, and its key on paper and back."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from prisonmail.errors import OutputRefused
from prisonmail.ledger.apart import cipher_keys
from prisonmail.ledger.database import encrypting
from prisonmail.ledger.store import open_ledger
from tests.conftest import EXAMPLES, Run

Prisonmail = Callable[..., Run]
PERSONAL = re.compile(rb"Oddwell|Hart|A\d{4}[A-Z]{2}|C/\d{4}/")


@pytest.fixture
def encrypted(prisonmail: Prisonmail, issued: dict[str, str]) -> dict[str, str]:
    """The codes of an encrypted ledger, one of them checked before it was."""
    assert prisonmail("verify", issued["1"], "--by", "A. Hart").exit_code == 0
    done = prisonmail("ledger", "encrypt")
    assert (done.exit_code, "ledger key export" in done.err) == (0, True), done.err
    return issued


def test_an_encrypted_ledger_is_used_as_a_plain_one(
    prisonmail: Prisonmail, encrypted: dict[str, str], home: Path
) -> None:
    assert prisonmail("verify", encrypted["1"]).exit_code == 1
    assert prisonmail("verify", encrypted["2"]).exit_code == 0
    list_of = EXAMPLES / "recipients.csv"
    assert prisonmail("generate", list_of, "--again", "-o", "b.pdf").exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0
    assert prisonmail("ledger", "rekey").exit_code == 0
    assert prisonmail("ledger", "check").exit_code == 0
    found = [path for path in home.rglob("*") if path.suffix != ".pdf" and path.is_file()]
    hits = [path.name for path in found if PERSONAL.search(path.read_bytes())]
    assert hits == []
    assert prisonmail("ledger", "decrypt").exit_code == 0
    assert prisonmail("verify", encrypted["2"]).exit_code == 1
    assert PERSONAL.search((home / "ledger.sqlite3").read_bytes())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("encrypt", "is encrypted already"),
        ("encrypt --ledger none.sqlite3", "There is no ledger"),
        ("encrypt --ledger postgresql://clerk:s3cret@127.0.0.1:1/post", "on a server"),
        ("decrypt --ledger plain.sqlite3", "is not encrypted"),
        ("rekey --ledger plain.sqlite3", "is not encrypted"),
        ("key export", "on a terminal only"),
        ("backup -", "A backup is a file"),
        ("rekey --key-file -", "A key is kept in a file"),
        ("encrypt --key-file -", "A key is kept in a file"),
        ("key import --key-file -", "A key is kept in a file"),
        ("key import --key-file profile.toml", "is not a key file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    prisonmail: Prisonmail, encrypted: dict[str, str], command: str, said: str
) -> None:
    assert prisonmail(
        "generate", EXAMPLES / "recipients.csv", "--ledger", "plain.sqlite3", "--force"
    )
    run = prisonmail("ledger", *command.split())
    assert (run.exit_code != 0, said in run.err, "s3cret" in run.err) == (True, True, False), (
        run.err
    )
    assert "Traceback" not in run.err
    assert prisonmail("ledger", "check").exit_code == 0


def test_copies_say_if_they_are_encrypted(
    prisonmail: Prisonmail, encrypted: dict[str, str], home: Path
) -> None:
    backup = prisonmail("ledger", "backup", "copy.sqlite3")
    assert "encrypted with the same key" in backup.err
    assert not PERSONAL.search((home / "copy.sqlite3").read_bytes())
    assert prisonmail("ledger", "rekey").exit_code == 0
    older = prisonmail("ledger", "check", "--ledger", "copy.sqlite3")  # from before that event
    assert (older.exit_code, "an older copy of a ledger" in older.out) == (0, True), older.out
    exported = prisonmail("ledger", "export", "all.jsonl")
    assert "is not encrypted" in exported.err
    assert PERSONAL.search((home / "all.jsonl").read_bytes())


def test_an_export_goes_into_a_new_ledger_that_is_encrypted_from_its_start(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, key_file: Path
) -> None:
    assert prisonmail("ledger", "export", "all.jsonl").exit_code == 0
    assert prisonmail("ledger", "import", "all.jsonl", "--ledger", "new.sqlite3").exit_code == 0
    assert not PERSONAL.search((home / "new.sqlite3").read_bytes())
    assert prisonmail("verify", issued["1"], "--ledger", "new.sqlite3").exit_code == 0


def test_a_new_key_needs_a_new_key_file_if_one_is_named(
    prisonmail: Prisonmail, issued: dict[str, str], key_file: Path, tmp_path: Path
) -> None:
    assert prisonmail("ledger", "rekey").exit_code == 2
    assert prisonmail("ledger", "rekey", "--key-file", key_file).exit_code == 2
    refused = prisonmail("ledger", "encrypt")
    assert refused.exit_code == 0, refused.err
    before = key_file.read_bytes()
    refused = prisonmail("ledger", "rekey")
    assert (refused.exit_code, "names the key file that is in use" in refused.err) == (2, True)
    assert prisonmail("ledger", "rekey", "--key-file", key_file).exit_code == 73
    assert key_file.read_bytes() == before
    assert prisonmail("ledger", "rekey", "--key-file", tmp_path / "new.key").exit_code == 0
    assert prisonmail("verify", issued["1"]).exit_code == 0


@pytest.mark.parametrize("command", ["encrypt", "rekey"])
@pytest.mark.parametrize("file", ["new.key", "taken.key", None])
def test_a_command_that_is_refused_leaves_no_key_behind(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, command: str, file: str | None
) -> None:
    if command == "rekey":
        prisonmail("ledger", "encrypt", "--key-file", "first.key")
    (home / "taken.key").write_text("not a key")
    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger._database.execute("UPDATE events SET detail = 'expired' WHERE number = 2")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    given = ("--key-file", file) if file else ()
    refused = prisonmail("ledger", command, *given)
    assert refused.exit_code in (66, 73), refused.err
    assert {path for path in home.rglob("*") if path.is_file()} == before.keys()
    assert (home / "taken.key").read_text() == "not a key"


def test_a_key_that_was_there_stays_if_the_ledger_is_refused(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, key_file: Path
) -> None:
    with open_ledger(home / "ledger.sqlite3") as ledger:
        ledger._database.execute("UPDATE events SET detail = 'expired' WHERE number = 2")
    whole = key_file.read_bytes()
    assert prisonmail("ledger", "encrypt").exit_code == 73
    assert key_file.read_bytes() == whole


@pytest.mark.skipif(os.name != "posix", reason="there no file is replaced that is open")
def test_a_key_stays_if_the_ledger_needs_it_already(
    prisonmail: Prisonmail,
    issued: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
) -> None:
    """As if the new file could not be brought to disk once it had the name."""

    def refuse(path: Path, written: int) -> bool:
        raise OutputRefused("The disk fails.")

    monkeypatch.setattr(encrypting, "_end", refuse)
    assert prisonmail("ledger", "encrypt", "--key-file", "new.key").exit_code == 73
    assert (home / "new.key").exists()
    assert prisonmail("verify", issued["1"]).exit_code == 0


def test_a_key_file_that_is_missing_leaves_no_empty_ledger(
    prisonmail: Prisonmail, profile: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cipher_keys.KEY_FILE_VARIABLE, str(home / "none.key"))
    refused = prisonmail("generate", EXAMPLES / "recipients.csv")
    assert (refused.exit_code, "none.key cannot be read" in refused.err) == (66, True), refused.err
    assert not list(home.glob("ledger.sqlite3*"))


def test_doctor_says_if_the_ledger_is_encrypted_and_what_a_lost_key_would_mean(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, tmp_path: Path
) -> None:
    assert "The ledger is not encrypted" in prisonmail("doctor").out
    prisonmail("ledger", "encrypt")
    said = prisonmail("doctor").out
    assert "a lost key is a lost ledger" in said
    assert "key lies in the ledger's own folder" in said
    assert "seals the ledger's heads lies in" in said
    for key in (home / "ledgers").glob("*.key"):
        key.unlink()
    assert "seals the ledger's heads lies in" not in prisonmail("doctor").out
    prisonmail("ledger", "rekey", "--key-file", tmp_path / "usb.key")
    assert "key lies in the ledger's own folder" not in prisonmail("doctor").out
    (home / "ledger.sqlite3.before-encryption-changed").write_bytes(b"x")
    assert "left behind by a crash" in prisonmail("doctor").out


def test_a_key_moves_in_a_key_file(
    prisonmail: Prisonmail, issued: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prisonmail("ledger", "encrypt", "--key-file", "own.key")
    other = home / "other"
    other.mkdir()
    shutil.copy(home / "ledger.sqlite3", other)
    shutil.copy(home / "own.key", other)
    (home / "own.key").unlink()
    monkeypatch.setenv("PRISONMAIL_HOME", str(other))
    refused = prisonmail("verify", issued["1"])
    assert (refused.exit_code, "its key is not on this computer" in refused.err) == (66, True)
    done = prisonmail("ledger", "key", "import", "--key-file", other / "own.key")
    assert (done.exit_code, "and opens" in done.err) == (0, True), done.err
    assert prisonmail("verify", issued["1"]).exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_a_key_is_written_down_typed_back_and_typed_in_elsewhere(
    prisonmail: Prisonmail, encrypted: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = _write_down(["ledger", "key", "export"], by_hand=_swap_first)
    assert "Its key was written down on" in prisonmail("doctor").out
    other = home / "other"
    other.mkdir()
    shutil.copy(home / "ledger.sqlite3", other)
    monkeypatch.setenv("PRISONMAIL_HOME", str(other))
    typed = "\n".join([rows[1], *rows])
    done = prisonmail("ledger", "key", "import", stdin=f"{typed}\n")
    assert (done.exit_code, "and opens" in done.err) == (0, True), done.err
    assert "wrong: group 1 and group 2 and group 3." in done.err
    assert prisonmail("verify", encrypted["4"]).exit_code == 0
    missing = prisonmail("ledger", "key", "import", stdin=f"{rows[0]}\n")
    assert missing.exit_code != 0


def _swap_first(row: str) -> str:
    """Misread the first letter of a row."""
    return ("A" if row[0] != "A" else "B") + row[1:]


def _write_down(command: list[str], by_hand: Callable[[str], str]) -> list[str]:
    """Read the key off a terminal, and type it back, its first row wrong at first."""
    import pty

    terminal, far_end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "prisonmail", *command],
        stdin=far_end,
        stdout=far_end,
        stderr=far_end,
        start_new_session=True,
    ) as run:
        os.close(far_end)
        shown = _read_until(terminal, "press Enter")
        rows = [
            " ".join(row) for row in re.findall(r"(\w{4}-\d\d) +(\w{4}-\d\d) +(\w{4}-\d\d)", shown)
        ]
        os.write(terminal, b"\n")
        _read_until(terminal, "Groups 1-3")
        os.write(terminal, f"{by_hand(rows[0])}\n".encode())
        assert "wrong: group 1." in _read_until(terminal, "Groups 1-3")
        for number, row in enumerate(rows, start=1):
            os.write(terminal, f"{row}\n".encode())
            _read_until(terminal, "That is the key" if number == len(rows) else "Groups")
    os.close(terminal)
    assert (run.returncode, len(rows)) == (0, 5)
    return rows


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_ctrl_c_leaves_no_key_on_the_screen(encrypted: dict[str, str]) -> None:
    import pty

    process, terminal = pty.fork()
    if not process:  # pragma: no cover - another program from here
        os.execv(sys.executable, [sys.executable, "-m", "prisonmail", "ledger", "key", "export"])  # noqa: S606 - ours
    assert "15" in _read_until(terminal, "press Enter")
    os.write(terminal, b"\x03")
    rest = _read_until(terminal, "Stopped.")
    assert "\x1b[2J\x1b[3J" in rest
    assert "Traceback" not in rest
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 130
    os.close(terminal)


def _read_until(terminal: int, words: str) -> str:
    said = b""
    with suppress(OSError):
        while words.encode() not in said:
            said += os.read(terminal, 1000)
    return said.decode()


def test_a_plain_ledger_loads_nothing_of_it(issued: dict[str, str], home: Path) -> None:
    code = (
        "import sys\nfrom prisonmail.cli import app\n"
        "try: app(sys.argv[1:], prog_name='prisonmail')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "verify", issued["1"]]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(run.stderr.split())
    assert "sqlite3" in loaded
    assert not loaded & {"sqlcipher3", "keyring", "prisonmail.ledger.database.encrypting"}
