"""Keys of encrypted ledgers: where they are kept, which one opens what, and what if none does."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import keyring.core
import pytest
from keyring.backend import KeyringBackend

from prisonmail.errors import InputMissing, OutputRefused, WrongUsage
from prisonmail.ledger.apart import cipher_keys, kept_apart
from prisonmail.ledger.apart.cipher_keys import (
    KeyNote,
    find_key,
    find_note,
    keep_key,
    list_notes,
)
from prisonmail.ledger.database import cipher
from prisonmail.ledger.database.cipher import KeyRing, LedgerKey, make_key
from prisonmail.ledger.store import is_encrypted, open_ledger
from prisonmail.system import folders
from prisonmail.system.record import replace

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


@pytest.mark.skipif(os.name != "posix", reason="needs modes of POSIX")
def test_a_key_file_is_private_and_never_written_over(tmp_path: Path) -> None:
    key, path = make_key(), tmp_path / "usb" / "own.key"
    path.parent.mkdir()
    note = keep_key(key, tmp_path / "ledger.sqlite3", NOW, path)
    assert (note.file, stat.S_IMODE(path.stat().st_mode)) == (str(path), 0o600)
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


@pytest.mark.skipif(os.name != "posix", reason="needs files of POSIX")
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


KEYRING = """
import sys
from pathlib import Path
from prisonmail.ledger.apart.cipher_keys import find_key, keep_key, list_notes
from prisonmail.ledger.database.cipher import LedgerKey, is_encrypted
key = LedgerKey(bytes(range(32)))
place = Path(sys.argv[1])
print(repr(keep_key(key, place, "2026-11-26T12:00:00+00:00").file))
print(find_key(place) == key)
"""


def run_keyring(folder: Path, place: Path, backend: str) -> "subprocess.CompletedProcess[str]":
    """Keep a key and find it, in a process with a home of its own and this keyring."""
    names = {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE"}
    own = dict.fromkeys(names, str(folder))
    own |= {"PYTHON_KEYRING_BACKEND": backend} if backend else {}
    kept = {name: value for name, value in os.environ.items() if name != "PRISONMAIL_HOME"}
    command = [sys.executable, "-c", KEYRING, str(place)]
    return subprocess.run(command, env=kept | own, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("backend", "in_keyring"),
    [
        ("keyrings.alt.file.PlaintextKeyring", True),
        ("keyring.backends.null.Keyring", False),
        ("keyring.backends.fail.Keyring", False),
    ],
)
def test_the_key_goes_to_the_keyring_that_is_named(
    tmp_path: Path, backend: str, in_keyring: bool
) -> None:
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", LedgerKey(bytes(range(32))))
    (tmp_path / "home").mkdir()
    run = run_keyring(tmp_path / "home", path, backend)
    where, found = run.stdout.splitlines()
    assert (where == "''", found) == (in_keyring, "True"), run.stderr
    files = list((tmp_path / "home").rglob("*.cipher-key"))
    assert len(files) == (not in_keyring)


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("keyring.backends.fail.Keyring", "which cannot be reached from here"),
        ("keyring.backends.chainer.Missing", "The keyring of this system does not answer"),
    ],
)
def test_a_keyring_that_does_not_answer_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str, said: str
) -> None:
    """But a key that is in a file is found nevertheless."""
    keys = [make_key(), make_key()]
    paths = [encrypted_ledger(tmp_path / f"{key.name}.sqlite3", key) for key in keys]
    cipher_keys.write_note(cipher_keys.KeyNote(keys[0].name, "", (str(paths[0]),), NOW))
    keep_key(keys[1], paths[1], NOW)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    assert find_key(paths[1]) == keys[1]
    with pytest.raises(InputMissing, match=said):
        find_key(paths[0])


class Keyring(KeyringBackend):
    """A keyring of this process, as one of the system is: it has nothing to do with Prisonmail."""

    priority = 1
    kept: dict[tuple[str, str], str]

    def __init__(self, forgets: bool = False, error: Exception | None = None) -> None:
        self.kept, self._forgets, self._error = {}, forgets, error

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)
        if not self._forgets:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self._error:
            raise self._error
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self.get_password(service, username)
        del self.kept[service, username]


class Chain(Keyring):
    """Several keyrings as one, as the library has it."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends


class NoKeyring(Keyring):
    """What the library has where there is none."""


class PlainKeyring(Keyring):
    """One that keeps passwords in a file as they are."""


NoKeyring.__module__, PlainKeyring.__module__ = "keyring.backends.null", "keyrings.alt.file"
Use = Callable[[KeyringBackend], None]


@pytest.fixture
def use_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Makes the system have a keyring, and the user no PRISONMAIL_HOME but a folder here."""
    monkeypatch.delenv("PRISONMAIL_HOME")
    monkeypatch.setattr(folders, "settings_folder", lambda: tmp_path / "settings")
    return lambda chosen: monkeypatch.setattr(keyring.core, "_keyring_backend", chosen)


def test_a_key_is_kept_in_the_keyring_under_its_name_and_dropped_from_there(
    tmp_path: Path, use_keyring: Use
) -> None:
    own, key = Keyring(), make_key()
    use_keyring(own)
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    note = keep_key(key, path, NOW)
    assert note == KeyNote(key.name, "", (os.path.realpath(path),), NOW)
    assert own.kept == {("prisonmail ledger", key.name): key.secret.hex()}
    assert (find_key(path), find_note(key)) == (key, note)
    assert keep_key(key, path, "2027-01-01T12:00:00+00:00") == note
    assert [each.name for each in kept_apart.folder().iterdir()] == [f"{key.name}.cipher"]
    in_file = make_key()
    keep_key(in_file, path, NOW, tmp_path / "own.key")
    cipher_keys.drop_key(in_file, tmp_path / "own.key")
    assert (len(own.kept), list_notes()) == (1, [note])
    cipher_keys.write_key_file(tmp_path / "own.key", key)
    cipher_keys.drop_key(key, tmp_path / "own.key")
    assert (len(own.kept), (tmp_path / "own.key").exists()) == (1, False)
    keep_key(key, path, NOW)
    cipher_keys.drop_key(key)
    assert (own.kept, list_notes()) == ({}, [])


def test_a_keyring_that_keeps_nothing_is_none(tmp_path: Path, use_keyring: Use) -> None:
    key = make_key()
    use_keyring(Keyring(forgets=True))
    file = kept_apart.folder() / f"{key.name}.cipher-key"
    assert keep_key(key, tmp_path / "ledger.sqlite3", NOW).file == str(file)
    assert file.read_text() == f"{key.secret.hex()}\n"


def test_the_first_keyring_counts_that_is_one(
    tmp_path: Path, use_keyring: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, own, key = PlainKeyring(), Keyring(), make_key()
    use_keyring(Chain(NoKeyring(), plain, own, Keyring()))
    keep_key(key, tmp_path / "ledger.sqlite3", NOW)
    assert len(own.kept) == 1
    cipher_keys.drop_key(key)
    use_keyring(Chain(NoKeyring(), plain))
    assert keep_key(key, tmp_path / "ledger.sqlite3", NOW).file
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "by hand")
    use_keyring(plain)
    other = make_key()
    assert keep_key(other, tmp_path / "ledger.sqlite3", NOW).file == ""
    use_keyring(NoKeyring())
    assert keep_key(make_key(), tmp_path / "ledger.sqlite3", NOW).file


def test_a_keyring_that_is_locked_is_told_whatever_is_asked_of_it(
    tmp_path: Path, use_keyring: Use
) -> None:
    key, own = make_key(), Keyring()
    path = encrypted_ledger(tmp_path / "ledger.sqlite3", key)
    use_keyring(own)
    keep_key(key, path, NOW)
    own._error = KeyError("locked")
    for ask in (lambda: keep_key(make_key(), path, NOW), lambda: find_key(path)):
        with pytest.raises(InputMissing) as raised:
            ask()
        assert raised.value.message == (
            "The keyring of this system does not answer (KeyError), so that the key of the ledger "
            "is out of reach."
        )
        assert raised.value.remedy == "Unlock it, and run the command again."
    use_keyring(NoKeyring())
    with pytest.raises(InputMissing) as raised:
        find_key(path)
    assert raised.value.message == (
        "The key of the ledger is in the keyring of this system, which cannot be reached from here."
    )
    assert "prisonmail ledger rekey --key-file FILE" in raised.value.remedy


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


@pytest.mark.parametrize("file", ["a.key", ""])
def test_the_newest_key_file_that_lost_its_key_is_named(tmp_path: Path, file: str) -> None:
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
    ],
)
def test_a_key_file_is_its_digits_and_spaces(tmp_path: Path, content: str, is_key: bool) -> None:
    key, path = make_key(), tmp_path / "own.key"
    digits = key.secret.hex()
    written = content.format(key=digits, KEY=digits.upper())
    path.write_text(written, "utf-8")
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


def test_a_key_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for name, why in (("none.key", "No such file or directory"), ("a\0b", "embedded null")):
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
    assert path.read_text("utf-8") == (
        f'{{\n "key": "{note.key}",\n "file": "{note.file}",\n "places": [\n  '
        f'"{os.path.realpath(tmp_path)}/łukasz.sqlite3"\n ],\n "made": "{NOW}",\n'
        ' "exported": ""\n}\n'
    )
    path.write_text(json.dumps({"key": note.key}))
    (found,) = list_notes()
    assert (found.file, found.places, found.made, found.exported) == ("", (), "", "")
    path.rename(path.with_name("another.cipher"))
    assert list_notes() == []


def test_a_key_is_dropped_only_from_where_it_is_and_as_far_as_that_can_be_done(
    tmp_path: Path, use_keyring: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, other, path = make_key(), make_key(), tmp_path / "own.key"
    own = Keyring()
    use_keyring(own)
    cipher_keys.drop_key(key)
    keep_key(key, tmp_path / "ledger.sqlite3", NOW)
    own._error = KeyError("locked")
    cipher_keys.drop_key(key)
    assert (len(own.kept), list_notes()) == (1, [])
    cipher_keys.write_key_file(path, other)
    cipher_keys.drop_key(key, path)
    assert cipher_keys.read_key_file(path) == other
    with monkeypatch.context() as kept:
        kept.setattr(Path, "unlink", lambda path: (_ for _ in ()).throw(PermissionError()))
        cipher_keys.drop_key(other, path)
    assert cipher_keys.read_key_file(path) == other
    cipher_keys.drop_key(other, path)
    assert not path.exists()
