"""What is particular to SQLite: its file, and where that may lie."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database import sqlite_file
from prisonmail.ledger.database.cipher import KeyRing, LedgerKey, make_key
from prisonmail.ledger.database.sqlite_file import open_database
from prisonmail.ledger.store import Ledger, default_path, open_ledger
from prisonmail.system.places import access_lists, network_drives
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue
from tests.systems import is_private, needs_modes, needs_mounts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Dear Sir or Madam, " * 100, "is not a ledger, or it is damaged"),
        (b"", "There is no ledger"),
    ],
)
def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(content)
    with pytest.raises(InputMissing, match=said), open_ledger(path):
        pass
    assert path.read_bytes() == content or not content


@pytest.mark.parametrize("table", ["cases", "ledger"])
def test_the_file_of_another_program_is_left_alone(tmp_path: Path, table: str) -> None:
    path = tmp_path / "cases.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute(f"CREATE TABLE {table} (id INTEGER)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(InputMissing, match="another program"), open_ledger(path, make=True):
        pass
    assert path.read_bytes() == before


_LOOK = "import sqlite3, sys; o = sqlite3.connect(sys.argv[1]); o.execute(sys.argv[2]); o.close()"


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_no_other_process_takes_the_journal_of_a_ledger_that_is_opened_twice(
    place: str, issue: Issue, ledger: Ledger
) -> None:
    """As by a server that issues a list while codes are checked at it."""
    _, letters = issue(2)
    for letter in letters:
        with open_ledger(place, make=True):
            pass
        subprocess.run([sys.executable, "-c", _LOOK, place, "SELECT * FROM ledger"], check=True)
        assert ledger.check(letter.code, ISSUED_AT).verdict == "ready"
    with open_ledger(place) as anew:
        assert [anew.check(each.code, ISSUED_AT).verdict for each in letters] == ["duplicate"] * 2


@pytest.mark.parametrize("place", ["sqlite", "encrypted"], indirect=True)
def test_a_damaged_ledger_is_named(place: str, issue: Issue, ledger: Ledger) -> None:
    issue(200)
    assert all(each.done for each in ledger._database.rewrite(()))
    path = Path(place)
    content = bytearray(path.read_bytes())
    for page in range(8192, len(content) - 8192, 4096):
        content[page : page + 200] = b"\xff" * 200
    broken = path.with_name("broken.sqlite3")
    broken.write_bytes(content)
    with (
        pytest.raises(InputMissing, match="not a ledger, or it is damaged") as raised,
        open_ledger(broken) as opened,
    ):
        faults = opened.audit().faults
        raise InputMissing("is not a ledger, or it is damaged", faults[0])
    assert raised.value.remedy


@pytest.mark.parametrize("place", ["sqlite", "encrypted"], indirect=True)
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous", 2),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
    ],
)
def test_each_commit_waits_for_the_disk_and_what_is_erased_is_overwritten(
    ledger: Ledger, setting: str, value: object
) -> None:
    """A power failure cannot be made in a test: 2 is FULL, and with less a commit may be lost."""
    assert ledger._database.fetch_all(f"PRAGMA {setting}")[0][setting] == value


def test_a_folder_that_is_missing_is_not_made_for_a_ledger_named_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "not-mounted" / "ledger.sqlite3"
    with pytest.raises(OutputRefused, match="There is no folder"), open_ledger(path, make=True):
        pass
    assert not path.parent.exists()


@needs_mounts
def test_a_ledger_on_a_network_drive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(network_drives, "_MOUNTS", table)
    with pytest.raises(OutputRefused, match="network drive") as raised:
        open_ledger(tmp_path / "ledger.sqlite3", make=True).__enter__()
    assert "postgresql://" in raised.value.remedy
    assert not (tmp_path / "ledger.sqlite3").exists()


@needs_modes
@pytest.mark.parametrize("place", ["sqlite", "encrypted"], indirect=True)
def test_a_read_only_spell_is_over_when_the_ledger_can_be_written_to_again(
    place: str, issue: Issue, ledger: Ledger
) -> None:
    issue(1)
    path = Path(place)
    journals = [Path(f"{place}-wal"), Path(f"{place}-shm")]
    path.chmod(0o444)
    for journal in journals:
        journal.chmod(0o444)
    with open_ledger(place):
        assert [journal.stat().st_mode & 0o777 for journal in journals] == [0o444] * 2
    path.chmod(0o600)
    with open_ledger(place):
        assert [journal.stat().st_mode & 0o777 for journal in journals] == [0o600] * 2


def test_a_file_that_is_opened_is_shared_unless_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as it is open it has its part in the lock, so that no other file takes its place."""
    asked: list[Path] = []
    monkeypatch.setattr(network_drives, "find_network_file_system", asked.append)
    path = tmp_path / "ledger.sqlite3"
    with open_database(path, make=True, shared=False) as opened:
        assert opened.fetch_all("PRAGMA journal_mode")[0]["journal_mode"] == "delete"
        assert asked == []
    with open_database(path, make=True) as opened:
        assert asked == [path]
        with closing(sqlite3.connect(path, timeout=0)) as other:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("PRAGMA journal_mode = DELETE")


@needs_modes
def test_the_users_own_folder_is_made_for_a_ledger_and_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path / "deep" / "own"))
    with open_ledger(default_path(), make=True):
        assert is_private(default_path())
    assert is_private(tmp_path / "deep" / "own")


def test_a_new_file_is_closed_to_others_where_its_mode_does_not_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Path] = []
    monkeypatch.setattr(access_lists, "close_to_others", closed.append)
    for _ in range(2):
        with open_ledger(tmp_path / "ledger.sqlite3", make=True):
            assert closed == [tmp_path / "ledger.sqlite3"]


def test_of_a_plain_file_that_was_half_made_no_key_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(bytes(range(256)) * 4)
    for journal, said in ((False, "encrypted and its key is not on this"), (True, "damaged.$")):
        if journal:
            Path(f"{path}-journal").touch()
        with pytest.raises(InputMissing, match=said), open_ledger(path):
            pass


def test_only_a_key_that_does_not_fit_lets_the_next_be_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, keys, names = list[object](), [make_key(), make_key()], list[str]()
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(bytes(range(256)) * 4)

    def fail(path: Path, key: object) -> None:
        tried.append(key)
        error = sqlite3.OperationalError("the words of SQLite")
        error.sqlite_errorname = names[-1]
        raise error

    monkeypatch.setattr(sqlite_file, "connect", fail)
    for name, number in (("SQLITE_NOTADB", 2), ("SQLITE_PERM", 1), ("SQLITE_IOERR_READ", 1)):
        names.append(name)
        with (
            pytest.raises(PrisonmailError),
            open_database(path, make=False, keys=KeyRing(lambda: keys)),
        ):
            pass
        assert tried == keys[:number]
        tried.clear()


def test_a_key_for_a_new_ledger_is_asked_for_before_there_is_a_file_and_of_no_other(
    tmp_path: Path,
) -> None:
    def ask() -> LedgerKey:
        raise InputMissing("no key")

    ring, path = KeyRing(for_new=ask), tmp_path / "ledger.sqlite3"
    with pytest.raises(InputMissing, match="no key"), open_ledger(path, make=True, keys=ring):
        pass
    assert not path.exists()
    for keys in (None, ring):
        with open_ledger(path, make=True, keys=keys) as ledger:
            assert ledger.key is None


def test_a_connection_that_cannot_be_set_up_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []

    def fail(connection: sqlite3.Connection) -> None:
        opened.append(connection)
        raise sqlite3.DatabaseError("the words of SQLite")

    for step in ("_set_up", "_is_of_another_program"):
        monkeypatch.setattr(sqlite_file, step, fail)
        with (
            pytest.raises(PrisonmailError),
            open_ledger(tmp_path / "ledger.sqlite3", make=True),
        ):
            pass
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            opened.pop().execute("SELECT 1")
        monkeypatch.setattr(sqlite_file, "_set_up", lambda connection: None)


@needs_modes
@pytest.mark.parametrize("mode", [0o444, 0o640])
def test_journals_that_can_be_written_to_stay_as_they_are(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ledger.sqlite3"
    with open_ledger(path, make=True):
        path.chmod(mode)
        with open_ledger(path):
            journals = [Path(f"{path}{ending}").stat().st_mode for ending in ("-wal", "-shm")]
            assert [each & 0o777 for each in journals] == [0o600] * 2
