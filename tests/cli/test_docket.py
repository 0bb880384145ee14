"""`prisonmail docket`: files that others can check without this software."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from prisonmail.dockets.docket_document import parse_docket
from prisonmail.ledger.senders.known_senders import SenderStatus, StatusChange
from prisonmail.ledger.store import default_path, open_ledger
from prisonmail.sender.signing.signatures import Namespace, verify_message
from tests.conftest import EXAMPLES, ISSUED_AT, Run
from tests.pages import words
from tests.systems import needs_ssh_keygen

Prisonmail = Callable[..., Run]
ADDRESS = "eric.brown@greenstonechambers.co.uk.cjsm.net"


@pytest.fixture
def batch(prisonmail: Prisonmail, profile: Path) -> str:
    run = prisonmail("generate", EXAMPLES / "recipients.csv", "--json")
    return str(run.json["batch"])


def test_each_prison_has_its_files(prisonmail: Prisonmail, home: Path, batch: str) -> None:
    run = prisonmail("docket", batch, "-o", "dockets", "--json")
    assert run.exit_code == 0, run.err
    assert "The key is made" in run.err
    folder = home / "dockets"
    for told in run.json["dockets"]:
        document, signature, page = map(Path, told["files"])
        docket = parse_docket(document.read_bytes())
        key = verify_message(document.read_bytes(), signature.read_bytes(), Namespace.DOCKET)
        assert key.fingerprint == docket.key == told["key"]
        assert (docket.serial, docket.prison) == (1, told["prison"])
        text = letters_of(words(page.read_bytes()))
        assert [each for each in docket.letters if letters_of(each.name) not in text] == []
    assert len(list(folder.iterdir())) == 3 * len(run.json["dockets"])
    assert sum(each["letters"] for each in run.json["dockets"]) == 6


@needs_ssh_keygen
def test_openssh_accepts_the_signature(prisonmail: Prisonmail, home: Path, batch: str) -> None:
    prisonmail("docket", batch, "-o", "dockets", "--prison", "HMP Leeds")
    line = prisonmail("key", "show").out.split()
    (home / "allowed").write_text(f"{ADDRESS} {' '.join(line[:2])}\n", "utf-8")
    document = home / "dockets" / "greenstone-chambers-LEI-000001.json"

    def verify() -> int:
        given = ["ssh-keygen", "-Y", "verify", "-n", "prisonmail-docket", "-f", "allowed"]
        given += ["-I", ADDRESS, "-s", f"{document}.sig"]
        with document.open("rb") as file:
            return subprocess.run(given, stdin=file, cwd=home, check=False).returncode

    assert verify() == 0
    document.write_bytes(document.read_bytes().replace(b"LEI", b"WWI"))
    assert verify() != 0


def test_a_second_docket_tells_what_was_cancelled(
    prisonmail: Prisonmail, home: Path, batch: str
) -> None:
    first = prisonmail("docket", batch, "-o", ".", "--prison", "lei", "--json").json["dockets"][0]
    code = json.loads(Path(first["files"][0]).read_bytes())["letters"][0]["code"]
    prisonmail("cancel", code, "--reason", "wrong enclosure")
    again = prisonmail("docket", batch, "-o", ".", "--prison", "LEI", "--json").json["dockets"][0]
    assert (again["serial"], again["letters"]) == (2, first["letters"] - 1)
    docket = parse_docket(Path(again["files"][0]).read_bytes())
    assert (docket.previous, docket.cancelled) == (first["sha256"], (code,))
    alone = prisonmail("docket", "--cancellations", "-o", ".", "--json").json
    assert [(each["serial"], each["letters"]) for each in alone["dockets"]] == [(3, 0)]
    log = prisonmail("ledger", "log").out
    assert "docket 1 for LEI" in log
    assert "docket 2 for LEI (whole batch)" in prisonmail("codes", "show", code).out
    assert prisonmail("ledger", "check").exit_code == 0


def test_a_file_that_is_there_stays_and_nothing_is_recorded(
    prisonmail: Prisonmail, home: Path, batch: str
) -> None:
    taken = home / "greenstone-chambers-LEI-000001.pdf"
    taken.write_text("mine", "utf-8")
    refused = prisonmail("docket", batch, "-o", ".", "--prison", "LEI")
    assert (refused.exit_code, taken.read_text("utf-8")) == (73, "mine")
    forced = prisonmail("docket", batch, "-o", ".", "--prison", "LEI", "--force", "--json")
    assert forced.json["dockets"][0]["serial"] == 1


def test_a_run_that_broke_is_repeated_with_the_next_serial(
    prisonmail: Prisonmail, home: Path, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("prisonmail.use_cases.telling.docketing.write_files", _break)
        assert prisonmail("docket", batch, "-o", ".", "--prison", "LEI").exit_code == 70
    again = prisonmail("docket", batch, "-o", ".", "--prison", "LEI", "--json").json["dockets"][0]
    docket = parse_docket(Path(again["files"][0]).read_bytes())
    assert docket.serial == 2
    assert docket.previous


def letters_of(text: str) -> str:
    """Without what a reader of PDFs makes of a hyphen at the end of a line."""
    return "".join(filter(str.isalnum, text))


def _break(*_: object, **__: object) -> None:
    raise RuntimeError("power failure")


@pytest.mark.parametrize(
    ("given", "exit_code", "said"),
    [
        (["-o", "."], 2, "Name a batch, or give --cancellations"),
        (["BATCH", "--cancellations", "-o", "."], 2, "one of the two"),
        (["BATCH", "-o", ".", "--prison", "Narnia"], 2, "Name one of: "),
        (["20261121-AAAA", "-o", "."], 66, "has not issued"),
        (["BATCH", "-o", "profile.toml"], 73, "is not a folder"),
        (["--cancellations", "-o", "."], 1, "Nothing to tell"),
    ],
)
def test_what_cannot_be_told_is_said(
    prisonmail: Prisonmail, home: Path, batch: str, given: list[str], exit_code: int, said: str
) -> None:
    run = prisonmail("docket", *(batch if each == "BATCH" else each for each in given))
    assert run.exit_code == exit_code, run.err
    assert said in run.err


def test_a_key_with_a_passphrase_is_asked_for(
    prisonmail: Prisonmail, home: Path, batch: str
) -> None:
    secret = home / "words"
    secret.touch(0o600)
    secret.write_text("correct horse battery staple\n", "utf-8")
    prisonmail("key", "new", "--passphrase-file", secret)
    silent = prisonmail("docket", batch, "-o", "dockets")
    assert (silent.exit_code, (home / "dockets").exists()) == (2, False)
    assert "nobody to ask" in silent.err
    run = prisonmail("docket", batch, "-o", "dockets", "--passphrase-file", secret, "--json")
    assert {each["serial"] for each in run.json["dockets"]} == {1}


def test_no_prison_is_told_of_letters_of_a_suspended_sender(
    prisonmail: Prisonmail, home: Path, batch: str
) -> None:
    with open_ledger(default_path()) as ledger:
        ledger.senders.enter([StatusChange(ADDRESS, SenderStatus.SUSPENDED)], ISSUED_AT)
    run = prisonmail("docket", batch, "-o", ".")
    assert run.exit_code == 66
    assert "no prison is told of its letters" in run.err
    prisonmail("cancel", batch, "--reason", "left", "--yes")
    assert prisonmail("docket", "--cancellations", "-o", ".").exit_code == 0


def test_the_covering_sheet_shows_the_key_once_there_is_one(
    prisonmail: Prisonmail, home: Path, profile: Path
) -> None:
    made = [*_LETTER, "-o", "without.pdf"]
    assert prisonmail(*made).exit_code == 0
    assert "Key of dockets" not in words((home / "without.pdf").read_bytes())
    prisonmail("key", "new")
    batch = prisonmail(*_LETTER, "-o", "with.pdf", "--again", "--json").json["batch"]
    short = prisonmail("key", "show", "--json").json["key"].removeprefix("SHA256:")[:16]
    assert f"Key of dockets {short}" in words((home / "with.pdf").read_bytes())
    prisonmail("key", "rotate")
    prisonmail("reprint", batch, "-o", "again.pdf")
    assert (home / "again.pdf").read_bytes() == (home / "with.pdf").read_bytes()


_LETTER = ("letter", "--name", "Ann Hart", "--number", "A1001XY", "--prison", "HMP Leeds")
