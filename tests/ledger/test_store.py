"""Where a ledger is opened, and how that is named."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger import store
from prisonmail.ledger.database import postgres
from prisonmail.ledger.database.cipher import KeyRing, LedgerKey, make_key
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.database.sqlite_file import open_database
from prisonmail.ledger.store import (
    default_path,
    find_file,
    find_weakness,
    is_encrypted,
    is_server,
    look_into,
    open_again,
    open_ledger,
    open_server_state,
    peek_batches,
    safe_name,
)
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.signing.firm_key import make_key as make_firm_key
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system import folders
from prisonmail.system.operators import find_operator
from tests.conftest import ISSUED_AT, SENDER

URL = "postgresql://clerk:s3cret@db.firm.example/post"
SHOWN = "postgresql://clerk@db.firm.example/post"
SERVER = "dbname=post"
"""A place on a server, as psql names it, and a name that a file can have."""
SOON = ISSUED_AT + timedelta(minutes=5)


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
    for place in (SERVER, "ledger.sqlite3"):
        Path(place).write_bytes(bytes(range(256)) * 32)
    assert (is_encrypted("ledger.sqlite3"), is_encrypted(SERVER)) == (True, False)
    found = Path("ledger.sqlite3").stat()
    assert find_file("ledger.sqlite3") == (found.st_dev, found.st_ino)
    assert (find_file(SERVER), find_file("none.sqlite3")) == (None, None)


def test_the_newest_batches_are_peeked_at_and_nothing_is_made_or_changed(
    tmp_path: Path, drafted: Callable[..., Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: tuple[tuple[str, LedgerKey | None], ...]
    names = (("encrypted.sqlite3", make_key()), ("plain.sqlite3", None))
    for name, key in names:
        keys = KeyRing(for_new=lambda key=key: key)  # type: ignore[misc]
        with open_ledger(name, make=True, keys=keys) as ledger:
            for hours in (2, 0, 1):
                at = ISSUED_AT + timedelta(hours=hours)
                ledger.issue(Drafts([drafted()]), SENDER, "dl", at, 28)
            issued = [each.batch.id for each in ledger.list_batches(9)]
    shutil.copy("plain.sqlite3", SERVER)
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert [peek_batches("plain.sqlite3", most) for most in (2, 9)] == [issued[:2], issued]
    for place in ("encrypted.sqlite3", "none.sqlite3", ".", "\ud800", SERVER):
        assert peek_batches(place, 9) == []
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == whole


def test_a_server_is_asked_for_with_its_whole_url_and_anew_after_long_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def serve(url: str) -> AbstractContextManager[Database]:
        asked.append(url)
        return open_database(tmp_path / "served.sqlite3", make=True)

    monkeypatch.setattr(postgres, "open_database", serve)
    odd, profile = "postgresql://clerk@db/post?passfile=a://b", tmp_path / "profile.toml"
    own = make_firm_key(find_key_path(profile), "").public
    for place in (URL, "PostgreSQL://clerk@db/post", odd):
        with (
            open_ledger(place, make=True) as ledger,
            open_again(place, ledger, "A. Hart", profile) as again,
        ):
            assert again._database is not ledger._database
            assert again._watch.operator == find_operator("A. Hart")
            assert again._watch.keys.at_hand
            assert again._watch.keys.at_hand.public == own
        with open_server_state(place) as state:
            state.keep("kind", place, "value", ISSUED_AT, SOON)
    with open_server_state(URL) as state:
        assert len(state.list_all("kind", ISSUED_AT)) == 3
    assert asked[:9:3] == asked[1:9:3] == asked[2:9:3] == [URL, "postgresql://clerk@db/post", odd]


def test_a_file_is_returned_to_as_it_is_open_and_its_errors_are_explained(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite3")
    with open_ledger(place, make=True) as ledger:
        with open_again(place, ledger, None, None) as again:
            assert again is ledger
        refused = pytest.raises(OutputRefused, match=re.escape(f"The ledger {place} cannot"))
        with refused, open_again(place, ledger, None, None):
            raise sqlite3.OperationalError("interrupted")


def test_only_a_ledger_that_is_missing_is_none_to_look_into(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.sqlite3")
    with look_into(place) as ledger:
        assert ledger is None
    with open_ledger(place, make=True) as made, look_into(place) as ledger:
        assert ledger
        assert ledger._database.fetch_all("SELECT id FROM ledger") == made._database.fetch_all(
            "SELECT id FROM ledger"
        )
    Path(place).write_text("no ledger")
    with pytest.raises(InputMissing, match="is not a ledger"), look_into(place):
        pass


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
