"""Ledgers that are new, older, newer, or no ledgers."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database import schema
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

NEXT = ("ALTER TABLE batches ADD COLUMN note TEXT", "UPDATE batches SET note = 'older'")


def test_an_older_ledger_is_brought_up_to_date(
    place: str, ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, letters = issue(2)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    with open_ledger(place) as upgraded:
        assert upgraded._database.fetch_all("SELECT version FROM ledger")[0]["version"] == 2
        assert upgraded._database.fetch_all("SELECT note FROM batches")[0]["note"] == "older"
        assert tuple(upgraded.read_letters(batch.id)) == letters
        assert upgraded.audit().faults == ()
    with open_ledger(place) as again:
        assert again.count_batches() == 1


def test_an_upgrade_that_fails_changes_nothing(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema.STEPS
    monkeypatch.setattr(schema, "STEPS", (*before, (*NEXT, "ALTER TABLE nowhere ADD x TEXT")))
    with pytest.raises(PrisonmailError), open_ledger(place):
        pass
    monkeypatch.setattr(schema, "STEPS", before)
    with open_ledger(place) as old:
        row = old._database.fetch_all("SELECT * FROM ledger")[0]
        assert row["version"] == 1
        old.record_mistyped("12", ISSUED_AT, None, None)


def test_processes_that_upgrade_at_once_do_it_once(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))

    def version(_: int) -> int:
        with open_ledger(place) as opened:
            return int(opened._database.fetch_all("SELECT version FROM ledger")[0]["version"])

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(version, range(6))) == {2}


def test_a_newer_ledger_is_refused(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger._database.execute("UPDATE ledger SET version = 99")
    with pytest.raises(InputMissing, match=r"newer prisonmail \(ledger version 99") as raised:
        open_ledger(place).__enter__()
    assert "s3cret" not in raised.value.message
    assert raised.value.remedy.startswith("Install the newer")


def test_a_ledger_that_is_not_there_is_not_made_by_looking(place: str) -> None:
    with pytest.raises(InputMissing, match="There is no ledger"), open_ledger(place):
        pass
    assert place.startswith("postgresql:") or not Path(place).exists()


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


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_damaged_ledger_is_named(place: str, issue: Issue, ledger: Ledger) -> None:
    issue(200)
    ledger._database.vacuum(())
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


def test_a_folder_that_is_missing_is_not_made_for_a_ledger_named_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "not-mounted" / "ledger.sqlite3"
    with pytest.raises(OutputRefused, match="There is no folder"), open_ledger(path, make=True):
        pass
    assert not path.parent.exists()
