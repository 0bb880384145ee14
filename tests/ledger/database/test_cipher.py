"""How an encrypted file is told, what its key is named, and which files are open."""

import sqlite3
import sys
from pathlib import Path

import pytest

from prisonmail.ledger.database import cipher
from prisonmail.ledger.database.cipher import LedgerKey, hold_kind, is_encrypted, make_key

KEY = LedgerKey(bytes(range(32)))
RANDOM = bytes(range(256)) * 2


def test_names_and_texts_of_a_key_stay_or_older_notes_and_ledgers_would_not_find_it() -> None:
    assert KEY.name == "4b2c156207402564"
    assert KEY.sqlcipher_text == f"x'{bytes(range(32)).hex()}'"
    assert "secret" not in repr(KEY)


def test_a_new_key_has_256_bits_that_nobody_can_guess() -> None:
    keys = {make_key().secret for _ in range(8)}
    assert (len(keys), {len(each) for each in keys}) == (8, {32})


@pytest.mark.parametrize(
    ("content", "encrypted"),
    [
        (b"", False),
        (RANDOM, True),
        (RANDOM * 3, True),
        (RANDOM[:-1], False),
        (b"SQLite format 3\0" + RANDOM, False),
        (b"SQLite format 4\0" + RANDOM, True),
        (b"x" * 511 + b"\x80", True),
        (b"x" * 511 + b"\x7f", False),
        (b"x" * 512 + b"\x80", False),
    ],
)
def test_a_file_that_is_no_text_and_no_plain_database_may_need_a_key(
    tmp_path: Path, content: bytes, encrypted: bool
) -> None:
    path = tmp_path / "file"
    assert not is_encrypted(path)
    assert not is_encrypted(tmp_path)
    path.write_bytes(content)
    assert is_encrypted(path) is encrypted


def test_of_what_kind_an_open_file_is_is_known_until_the_last_closes_it(tmp_path: Path) -> None:
    path, other = tmp_path / "ledger.sqlite3", tmp_path / "other.sqlite3"
    path.write_bytes(RANDOM)
    other.write_bytes(RANDOM)
    with hold_kind(path, encrypted=False):
        assert not is_encrypted(path)
        with pytest.raises(ZeroDivisionError), hold_kind(path, encrypted=True):
            assert is_encrypted(path)
            raise ZeroDivisionError
        assert not is_encrypted(path)
        assert is_encrypted(other)
        with hold_kind(tmp_path / "none", encrypted=True):
            assert not is_encrypted(path)
    assert is_encrypted(path)
    assert cipher._in_use == {}
    assert cipher.identify(path) == (path.stat().st_dev, path.stat().st_ino)
    assert cipher.identify(tmp_path / "none") is None


def test_the_errors_of_both_drivers_are_known_once_both_are_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver = cipher.load_driver(encrypted=True)
    assert cipher.load_driver(encrypted=False) is sqlite3
    assert cipher.database_errors() == (sqlite3.DatabaseError, driver.DatabaseError)
    monkeypatch.delitem(sys.modules, "sqlcipher3.dbapi2")
    assert cipher.database_errors() == (sqlite3.DatabaseError,)


def test_a_ring_of_no_keys_has_none_for_anything() -> None:
    ring = cipher.KeyRing()
    assert (tuple(ring.for_file()), ring.for_new(), ring.lost_file()) == ((), None, "")
