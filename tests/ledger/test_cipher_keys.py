"""Keys of encrypted ledgers: where they are kept, which one opens what, and what if none does."""

import json
import os
import sys
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.ledger.apart import cipher_keys, kept_apart
from prisonmail.ledger.apart.cipher_keys import (
    find_key,
    find_note,
    keep_key,
    list_notes,
)
from prisonmail.ledger.database import cipher
from prisonmail.ledger.database.cipher import KeyRing, LedgerKey, make_key
from prisonmail.ledger.store import is_encrypted, open_ledger
from prisonmail.system.record import replace
from tests.systems import is_private, needs_modes, needs_pipes, needs_words_of_posix

NOW = "2026-11-26T12:00:00+00:00"


def encrypted_ledger(path: Path, key: LedgerKey) -> Path:
    with open_ledger(path, make=True, keys=KeyRing(for_new=lambda: key)):
        return path


def test_a_key_shows_itself_nowhere(tmp_path: Path) -> None:
    key = make_key()
    note = keep_key(key, tmp_path / "ledger.sqlite3", NOW)
    assert key.secret.hex() not in repr(key) + str(note) + key.name
    (text,) = (path.read_text() for path in Path(note.file).parent.glob("*.cipher"))
    assert key.secret.hex() not in text


@needs_modes
def test_a_key_file_is_private_and_never_written_over(tmp_path: Path) -> None:
    key, path = make_key(), tmp_path / "usb" / "own.key"
    path.parent.mkdir()
    note = keep_key(key, tmp_path / "ledger.sqlite3", NOW, path)
    assert (note.file, is_private(path)) == (str(path), True)
    assert cipher_keys.read_key_file(path) == key
    keep_key(key, tmp_path / "ledger.sqlite3", NOW, path)
    with pytest.raises(OutputRefused, match="there already"):
        keep_key(make_key(), tmp_path / "ledger.sqlite3", NOW, path)
    assert cipher_keys.read_key_file(path) == key


def test_a_key_whose_file_holds_another_one_by_now_is_kept_anew(tmp_path: Path) -> None:
    key, path = make_key(), tmp_path / "stick.key"
    ledger = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    keep_key(key, ledger, NOW, path)
    path.write_text(make_key().secret.hex())
    with pytest.raises(InputMissing) as raised:
        find_key(ledger)
    assert f"Its key was in the key file {path}: put that back" in str(raised.value.remedy)
    keep_key(key, ledger, NOW)
    assert find_key(ledger) == key


@pytest.mark.parametrize(
    "change",
    [
        {"file": 5},
        {"places": [1]},
        {"made": 7},
        {"made": "once"},
        {"exported": "x"},
        {"places": None},
    ],
)
def test_a_note_that_is_none_counts_as_lost(tmp_path: Path, change: dict[str, object]) -> None:
    key = make_key()
    ledger = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    keep_key(key, ledger, NOW)
    (path,) = kept_apart.folder().glob("*.cipher")
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert (find_key(ledger), list_notes()) == (key, [])
    path.write_text("[" * 100_000)
    assert (find_key(ledger), list_notes()) == (key, [])


@needs_pipes
def test_a_key_file_that_never_ends_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(InputMissing, match="is not a key file"):
            cipher_keys.read_key_file(path)


def test_any_key_of_this_computer_is_found_for_a_ledger(tmp_path: Path) -> None:
    """As after a backup was put back, or a ledger moved."""
    keys = [make_key() for _ in range(3)]
    for number, key in enumerate(keys):
        keep_key(key, tmp_path / f"{number}.sqlite3", NOW)
    assert [find_key(encrypted_ledger(tmp_path / f"of {key.name}", key)) for key in keys] == keys
    assert find_key(tmp_path / "none.sqlite3") is None
    with open_ledger(tmp_path / "plain.sqlite3", make=True):
        pass
    assert find_key(tmp_path / "plain.sqlite3") is None


def test_a_wrong_key_is_one_clear_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", make_key())
    keep_key(make_key(), path, NOW)
    content = path.read_bytes()
    with pytest.raises(InputMissing, match="its key is not on this computer") as raised:
        open_ledger(path).__enter__()
    assert "ledger key import" in raised.value.remedy
    assert path.read_bytes() == content
    assert capfd.readouterr() == ("", "")  # SQLCipher would write there


def test_what_reads_it_may_not_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", make_key())
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(InputMissing, match="not installed") as raised:
        open_ledger(path).__enter__()
    assert "pip install 'prisonmail[encrypted]'" in raised.value.remedy


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, InputMissing),
        ("", InputMissing),
        ("ab" * 31, InputMissing),
        ("zz" * 32, InputMissing),
    ],
)
def test_a_key_file_that_is_named_has_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, error: type[Exception]
) -> None:
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", make_key())
    named = tmp_path / "named.key"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv(cipher_keys.KEY_FILE_VARIABLE, str(named))
    with pytest.raises(error, match="key file"):
        open_ledger(path).__enter__()
    monkeypatch.setenv(cipher_keys.KEY_FILE_VARIABLE, "named.key")
    with pytest.raises(WrongUsage) as raised:
        open_ledger(path).__enter__()
    assert raised.value.message == (
        "PRISONMAIL_LEDGER_KEY_FILE is `named.key`, which is another place in each folder."
    )


def test_a_note_that_is_unreadable_stops_nothing(tmp_path: Path) -> None:
    key = make_key()
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    folder = Path(keep_key(key, path, NOW).file).parent
    for name, text in (("a", "{"), ("b", "[]"), ("c", "{}"), ("d", json.dumps({"places": 1}))):
        (folder / f"{name}.cipher").write_text(text)
    assert (find_key(path), [note.key for note in list_notes()]) == (key, [key.name])
    (folder / f"{key.name}.cipher-key").unlink()
    assert find_note(key)
    with pytest.raises(InputMissing):
        find_key(path)


def test_a_file_is_not_opened_twice_to_see_if_it_is_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing it would undo all locks that this process has on it."""
    path = tmp_path / "ledger.sqlite3"
    with open_ledger(path, make=True):
        monkeypatch.setattr(Path, "open", lambda *given, **named: pytest.fail("opened"))
        assert not is_encrypted(path)
    assert cipher._in_use == {}


def test_an_encrypted_file_that_is_open_is_known_to_be_and_by_which_key(tmp_path: Path) -> None:
    key = make_key()
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    with open_ledger(path, keys=KeyRing(lambda: [make_key(), key])) as ledger:
        assert (is_encrypted(path), ledger.key) == (True, key)
        with pytest.raises(ledger._database.no_table):
            ledger._database.fetch_one("SELECT * FROM none")
    assert cipher_keys.fits(key, path)
    assert not cipher_keys.fits(make_key(), path)
    assert not cipher_keys.fits(key, tmp_path / "none.sqlite3")
    assert not (tmp_path / "none.sqlite3").exists()


def test_what_a_computer_knows_of_a_key_is_kept_with_each_place_once(tmp_path: Path) -> None:
    key, first, second = make_key(), tmp_path / "1.sqlite3", tmp_path / "2.sqlite3"
    cipher_keys.write_note(replace(keep_key(key, first, NOW), exported=NOW))
    note = keep_key(key, second, "2027-01-01T12:00:00+00:00")
    assert (note.made, note.exported) == (NOW, NOW)
    assert note.places == (os.path.realpath(second), os.path.realpath(first))
    moved = keep_key(key, first, "2027-01-01T12:00:00+00:00", tmp_path / "own.key")
    assert (moved.made, moved.exported) == ("2027-01-01T12:00:00+00:00", NOW)
    assert moved.places == (os.path.realpath(first), os.path.realpath(second))
    assert keep_key(key, first, "2027-01-02T12:00:00+00:00", tmp_path / "own.key") == moved
    assert list_notes() == [moved]
    keep_key(make_key(), first, "2026-12-01T12:00:00+00:00")
    newest = make_key()
    keep_key(newest, first, "2027-02-01T12:00:00+00:00")
    days = [note.made[:7] for note in list_notes()]
    assert days == ["2027-02", "2027-01", "2026-12"]
    assert find_note(newest) == list_notes()[0]


def test_keys_are_tried_from_the_likeliest_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ledger.sqlite3"
    named, needed, other, lost = keys = [make_key() for _ in range(4)]
    cipher_keys.write_key_file(tmp_path / "named.key", named)
    keep_key(other, tmp_path / "another.sqlite3", "2027-01-01T12:00:00+00:00")
    keep_key(needed, place, NOW)
    keep_key(lost, place, NOW)
    (kept_apart.folder() / f"{lost.name}.cipher").unlink()
    monkeypatch.setenv(cipher_keys.KEY_FILE_VARIABLE, str(tmp_path / "named.key"))
    ring = cipher_keys.key_ring(place)
    assert list(ring.for_file()) == keys
    assert ring.for_new() == named
    assert ring.lost_file() == ""


def test_the_newest_key_file_that_lost_its_key_is_named(tmp_path: Path) -> None:
    place = tmp_path / "ledger.sqlite3"
    for number, name in enumerate(["old.key", "new.key", "whole.key"], start=1):
        keep_key(make_key(), place, f"2026-12-0{number}T12:00:00+00:00", tmp_path / name)
    keep_key(make_key(), tmp_path / "other", "2026-12-05T12:00:00+00:00", tmp_path / "other.key")
    for name in ("old.key", "other.key"):
        (tmp_path / name).unlink()
    (tmp_path / "new.key").write_text(make_key().secret.hex())
    assert cipher_keys.key_ring(place).lost_file() == str(tmp_path / "new.key")


@pytest.mark.parametrize(
    ("content", "is_key"),
    [
        ("{key}", True),
        ("\n  {key} \n\n", True),
        ("{KEY}\n", True),
        ("{key}" + " " * 936, True),
        ("{key}" + " " * 937 + "x", True),
        (" " * 936 + "{key}", True),
        (" " * 937 + "{key}", False),
        ("{key}00", False),
        ("\u00e9{key}", False),
        ("\udce9{key}", False),
    ],
)
def test_a_key_file_is_its_digits_and_spaces(tmp_path: Path, content: str, is_key: bool) -> None:
    key, path = make_key(), tmp_path / "own.key"
    digits = key.secret.hex()
    written = content.format(key=digits, KEY=digits.upper())
    path.write_text(written, "utf-8", "surrogateescape")
    if is_key:
        assert cipher_keys.read_key_file(path) == key
        cipher_keys.write_key_file(path, key)
        assert path.read_text("utf-8") == written
        return
    with pytest.raises(InputMissing) as raised:
        cipher_keys.read_key_file(path)
    assert raised.value.message == f"{path} is not a key file of a ledger."
    with pytest.raises(OutputRefused) as refused:
        cipher_keys.write_key_file(path, key)
    assert refused.value.message == f"The file {path} is there already."
    assert refused.value.remedy == "Name another key file."


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("none.key", "No such file or directory", marks=needs_words_of_posix),
        ("a\0b", "embedded null"),
    ],
    ids=["none", "zero byte"],
)
def test_a_key_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(InputMissing) as raised:
        cipher_keys.read_key_file(tmp_path / name)
    assert raised.value.message.startswith(f"The key file {tmp_path / name} cannot be read: ")
    assert why in raised.value.message
    assert raised.value.remedy == "Put it back, or name another one."


def test_a_note_is_text_that_a_person_can_read_and_needs_no_more_than_a_name(
    tmp_path: Path,
) -> None:
    note = keep_key(make_key(), tmp_path / "łukasz.sqlite3", NOW)
    (path,) = kept_apart.folder().glob("*.cipher")
    assert path.name == f"{note.key}.cipher"
    place = os.path.join(os.path.realpath(tmp_path), "łukasz.sqlite3")  # noqa: PTH118 - as text
    file, place = (json.dumps(each, ensure_ascii=False) for each in (note.file, place))
    assert path.read_text("utf-8") == (
        f'{{\n "key": "{note.key}",\n "file": {file},\n "places": [\n  {place}\n ],\n'
        f' "made": "{NOW}",\n'
        ' "exported": ""\n}\n'
    )
    path.write_text(json.dumps({"key": note.key}))
    (found,) = list_notes()
    assert (found.file, found.places, found.made, found.exported) == ("", (), "", "")
    path.rename(path.with_name("another.cipher"))
    assert list_notes() == []
