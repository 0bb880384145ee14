"""Keys in the keyring of the system: one that is asked in this process, or by another one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import keyring.core
import pytest
from keyring.backend import KeyringBackend

from prisonmail.errors import InputMissing
from prisonmail.ledger.apart import cipher_keys, kept_apart
from prisonmail.ledger.apart.cipher_keys import (
    KeyNote,
    find_key,
    find_note,
    keep_key,
    list_notes,
)
from prisonmail.ledger.database.cipher import LedgerKey, make_key
from prisonmail.system import folders
from tests.ledger.test_cipher_keys import NOW, encrypted_ledger

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
    names.add("WIN_PD_OVERRIDE_LOCAL_APPDATA")
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
        (
            "keyring.backends.chainer.Missing",
            r"does not answer \(.*, so that the key of the ledger",
        ),
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
    tmp_path: Path, use_keyring: Use, monkeypatch: pytest.MonkeyPatch
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
    with monkeypatch.context() as missing:
        missing.setattr(keyring.core, "_keyring_backend", None)
        missing.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.Missing")
        with pytest.raises(InputMissing, match="so that the key of the ledger is out of reach"):
            keep_key(make_key(), path, NOW)
    use_keyring(NoKeyring())
    with pytest.raises(InputMissing) as raised:
        find_key(path)
    assert raised.value.message == (
        "The key of the ledger is in the keyring of this system, which cannot be reached from here."
    )
    assert "prisonmail ledger rekey --key-file FILE" in raised.value.remedy


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
