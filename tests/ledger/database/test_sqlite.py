"""What is particular to SQLite: its file, and where that may lie."""

import os
import sqlite3
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system.places import network_drives
from tests.ledger.conftest import Issue


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


@pytest.mark.skipif(os.name != "posix", reason="needs modes of POSIX")
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
