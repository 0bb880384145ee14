"""Where a ledger is opened, and how that is named."""

import sqlite3
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger import store
from prisonmail.ledger.database import postgres
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.store import (
    Ledger,
    default_path,
    find_weakness,
    is_encrypted,
    is_server,
    open_again,
    open_ledger,
    safe_name,
)
from prisonmail.system import folders

URL = "postgresql://clerk:s3cret@db.firm.example/post"
SHOWN = "postgresql://clerk@db.firm.example/post"


def test_the_ledger_of_a_user_lies_with_the_records() -> None:
    assert default_path() == folders.records_folder() / "ledger.sqlite3"


def test_no_name_of_a_place_shows_a_password() -> None:
    assert safe_name(URL) == SHOWN
    assert safe_name("host=db password=s3cret") == "postgresql://…"
    for words in ("of clerk, password=x", "at host = db", "options=-cx", "sslmode=require"):
        assert safe_name(words) == "postgresql://…"
    assert is_server("mysql://db/post")
    assert safe_name("records/ledger.sqlite3") == "records/ledger.sqlite3"


def test_only_a_server_can_be_connected_to_weakly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    weakness = find_weakness(f"{URL.replace('postgresql', 'Postgres')}?sslmode=require")
    assert weakness
    assert weakness.place == SHOWN
    assert find_weakness("postgresql://clerk@127.0.0.1/post") is None
    assert find_weakness("ledger.sqlite3") is None


def test_a_place_on_a_server_never_counts_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("clerk:s3cret@db")  # whose name says that it is a server
    for place in (path, Path("ledger.sqlite3")):
        place.write_bytes(bytes(range(256)) * 32)
    assert is_encrypted("ledger.sqlite3")
    assert not is_encrypted(str(path))


def test_a_server_is_asked_for_with_its_whole_url_and_anew_after_long_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(url: str) -> None:
        asked.append(url)
        raise InputMissing("There is no such server.")

    monkeypatch.setattr(postgres, "open_database", refuse)
    odd = "postgresql://clerk@db/post?passfile=a://b"
    for place in (URL, "PostgreSQL://clerk@db/post", odd):
        with pytest.raises(InputMissing, match="no such server"), open_ledger(place):
            pass
        with pytest.raises(InputMissing, match="no such server"), open_again(place, ledger):
            pass
    assert asked[::2] == asked[1::2] == [URL, "postgresql://clerk@db/post", odd]


def test_a_file_is_returned_to_as_it_is_open_and_its_errors_are_explained(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite3")
    with open_ledger(place, make=True) as ledger:
        with open_again(place, ledger) as again:
            assert again is ledger
        refused = pytest.raises(OutputRefused, match=f"The ledger {place} cannot")
        with refused, open_again(place, ledger):
            raise sqlite3.OperationalError("interrupted")


def test_only_a_ledger_that_was_brought_up_is_told_of_and_others_only_if_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "ledger.sqlite3"
    for _ in range(2):
        with open_ledger(place, make=True) as ledger:
            pass
    assert capsys.readouterr().err == ""
    with open_ledger(place) as ledger:
        for index in (
            "people_of_birth",
            "people_of_event",
            "events_of_sender",
            "events_of_kind",
            "batches_of_order",
            "recipients_of_number",
            "recipients_of_birth",
        ):
            ledger._database.execute(f"DROP INDEX {index}")
        ledger._database.execute("ALTER TABLE letters DROP COLUMN signatory")
        ledger._database.execute("ALTER TABLE batches DROP COLUMN order_key")
        for table in ("people", "withdrawals", "addressees", "announced", "dockets"):
            ledger._database.execute(f"DROP TABLE {table}")
        for column in ("operator", "machine"):
            ledger._database.execute(f"ALTER TABLE remarks DROP COLUMN {column}")
        ledger._database.execute("UPDATE ledger SET version = 3")
    with monkeypatch.context() as patched:
        patched.setattr(SqliteDatabase, "own_file", False)  # as of one on a server
        refused = pytest.raises(InputMissing, match="made by an older prisonmail")
        with refused, open_ledger(place):
            pass
        with open_ledger(place, upgrade=True):
            pass
    told = f"The ledger {place} was brought up from version {{}} to 5: an older prisonmail cannot"
    assert capsys.readouterr().err.startswith(told.format(3))
    monkeypatch.setattr(store, "prepare", lambda database, make, upgrade: 1)
    with open_ledger(place):
        pass
    assert capsys.readouterr().err.startswith(told.format(1))
