"""Where the keys of encrypted ledgers are kept: the system's keyring, or files of this user.

Beside each key lies a note, which says where the key is and which places need it. A key is kept
for good: backups need it long after its ledger has another one.
"""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.database.cipher import KEY_BYTES, KeyRing, LedgerKey, is_encrypted
from prisonmail.ledger.database.sqlite_file import open_database
from prisonmail.system import folders, output_files
from prisonmail.system.keyrings import find_keyring, say_silent
from prisonmail.system.record import Record, asdict, fill, replace

KEY_FILE_VARIABLE = "PRISONMAIL_LEDGER_KEY_FILE"
_SERVICE = "prisonmail ledger"
_NOTE_ENDING = ".cipher"
KEY_ENDING = ".cipher-key"
_KEY_FILE_LENGTH = 1000
"""Bytes, more than any key file has."""
_HELD = "the key of the ledger"


class KeyNote(Record, frozen=True):
    """What this computer knows of a key, without the key itself."""

    key: str
    """Its name."""
    file: str = ""
    """The key file; empty if the key is in the system's keyring."""
    places: tuple[str, ...] = ()
    """The ledgers that need it."""
    made: str = ""
    """When it came here; ISO 8601, in UTC."""
    exported: str = ""
    """When it was written down and typed back; empty until then."""


def find_key(path: Path) -> LedgerKey | None:
    """Return the key that opens the ledger at a path; None if it is missing or not encrypted.

    Raises InputMissing if no key on this computer opens it.
    """
    if not is_encrypted(path):
        return None
    with open_database(path, make=False, keys=key_ring(path)) as database:
        return database.key


def fits(key: LedgerKey, path: Path) -> bool:
    """Check whether a key opens the encrypted ledger at a path."""
    try:
        with open_database(path, make=False, keys=KeyRing(lambda: (key,))):
            return True
    except InputMissing:
        return False


def keep_key(key: LedgerKey, place: Path, at: str, file: Path | None = None) -> KeyNote:
    """Keep a key that a ledger needs, safe on disk when this returns; return where it is.

    `at` is the time, as ISO 8601. With `file` it goes to that file; else to the keyring, or if
    there is none, or with PRISONMAIL_HOME, to a file beside the settings. Raises OutputRefused.
    """
    known = find_note(key)
    same_place = known and (file is None or known.file == str(file.absolute()))
    if known and same_place and _read_noted(known) == key:
        note = known
    else:
        note = KeyNote(key.name, _put_away(key, file), made=at)
        note = replace(note, exported=known.exported, places=known.places) if known else note
    note = replace(note, places=tuple(dict.fromkeys((os.path.realpath(place), *note.places))))
    write_note(note)
    return note


def drop_key(key: LedgerKey, file: Path | None = None) -> None:
    """Remove a key that was kept for a ledger which does not need it after all, and its note.

    `file` is as it was for `keep_key`. What cannot be removed stays: it opens nothing.
    """
    with suppress(OSError):
        _note_path(key.name).unlink()
    with suppress(InputMissing, OSError):
        path = file or _own_file(key)
        if read_key_file(path) == key:
            path.unlink()
    with suppress(Exception):  # each keyring has errors of its own
        if _may_use_keyring(file) and (keyring := find_keyring(_HELD)):
            keyring.delete_password(_SERVICE, key.name)


def key_ring(path: Path) -> KeyRing:
    """Return the keys to be tried on the ledger at a path.

    A new ledger is encrypted only if PRISONMAIL_LEDGER_KEY_FILE names a key file.
    """
    place = os.path.realpath(path)
    return KeyRing(lambda: _list_keys(place), _read_named_file, lambda: _find_lost_file(place))


def find_named_file() -> Path | None:
    """Return the key file that PRISONMAIL_LEDGER_KEY_FILE names, or None."""
    named = os.environ.get(KEY_FILE_VARIABLE)
    return folders.whole_path(named, KEY_FILE_VARIABLE) if named else None


def find_note(key: LedgerKey) -> KeyNote | None:
    """Return the note on a key, or None if this computer has none."""
    return next((note for note in list_notes() if note.key == key.name), None)


def list_notes() -> list[KeyNote]:
    """Return the notes on all keys of this computer, the newest first."""
    found = (_parse_note(path) for path in kept_apart.folder().glob(f"*{_NOTE_ENDING}"))
    return sorted((note for note in found if note), key=lambda note: note.made, reverse=True)


def write_note(note: KeyNote) -> None:
    """Keep a note, safe on disk when this returns. Raises OutputRefused."""
    _write(_note_path(note.key), f"{json.dumps(asdict(note), ensure_ascii=False, indent=1)}\n")


def read_key_file(path: Path) -> LedgerKey:
    """Return the key in a key file. Raises InputMissing if there is none."""
    key = None
    try:
        if stat.S_ISREG(path.stat().st_mode):  # a pipe or a device could be read for ever
            with path.open("rb") as file:
                key = _parse_key(file.read(_KEY_FILE_LENGTH).decode("utf-8-sig", "replace"))
    except (OSError, ValueError) as error:  # no name of a file holds a zero byte
        raise InputMissing(
            f"The key file {path} cannot be read: {getattr(error, 'strerror', error)}.",
            "Put it back, or name another one.",
        ) from None
    if key is None:
        raise InputMissing(f"{path} is not a key file of a ledger.", "Name another file.")
    return key


def write_key_file(path: Path, key: LedgerKey) -> None:
    """Write a key file, private and safe on disk when this returns. Raises OutputRefused.

    A file that is there stays, unless it has that key already.
    """
    if path.exists():
        with suppress(InputMissing):
            if read_key_file(path) == key:
                return
        raise OutputRefused(f"The file {path} is there already.", "Name another key file.")
    _write(path, f"{key.secret.hex()}\n")


def _list_keys(place: str) -> Iterator[LedgerKey]:
    """Go through all keys of this computer: the one named, those that a place needs, others.

    Raises InputMissing at the end if the keyring does not answer.
    """
    if named := _read_named_file():
        yield named
    failed: InputMissing | None = None
    for note in sorted(list_notes(), key=lambda note: place not in note.places):
        try:
            key = _read_noted(note)
        except InputMissing as error:  # another key may do
            key, failed = None, failed or error
        if key:
            yield key
    yield from _list_keys_without_note()
    if failed:
        raise failed


def _list_keys_without_note() -> Iterator[LedgerKey]:
    """Go through our own key files whose notes are lost."""
    noted = {note.file for note in list_notes()}
    for path in sorted(kept_apart.folder().glob(f"*{KEY_ENDING}")):
        if str(path) not in noted:
            with suppress(InputMissing):
                yield read_key_file(path)


def _find_lost_file(place: str) -> str:
    """Return the newest key file that a place needs and that has its key no more, or nothing."""
    files = (note for note in list_notes() if note.file and place in note.places)
    return next((each.file for each in files if not _has_its_key(each)), "")


def _has_its_key(note: KeyNote) -> bool:
    key = _read_noted(note)
    return key is not None and key.name == note.key


def _read_named_file() -> LedgerKey | None:
    named = find_named_file()
    return read_key_file(named) if named else None


def _read_noted(note: KeyNote) -> LedgerKey | None:
    """Return the key that a note tells of, or None if it is not there any more.

    Raises InputMissing if the keyring does not answer.
    """
    if note.file:
        with suppress(InputMissing):
            return read_key_file(Path(note.file))
        return None
    return _parse_key(_ask_keyring(note.key))


def _parse_key(text: str) -> LedgerKey | None:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return LedgerKey(secret) if len(secret) == KEY_BYTES else None


def _put_away(key: LedgerKey, file: Path | None) -> str:
    """Keep a key in a file or in the keyring; return the file, or nothing for the keyring."""
    if _may_use_keyring(file) and _store_in_keyring(key):
        return ""
    path = file.absolute() if file else _own_file(key)
    write_key_file(path, key)
    return str(path)


def _may_use_keyring(file: Path | None) -> bool:
    return file is None and not os.environ.get("PRISONMAIL_HOME")


def _own_file(key: LedgerKey) -> Path:
    return kept_apart.folder() / f"{key.name}{KEY_ENDING}"


def _note_path(name: str) -> Path:
    return kept_apart.folder() / f"{name}{_NOTE_ENDING}"


def _store_in_keyring(key: LedgerKey) -> bool:
    """Put a key into the keyring; return False if there is none. Raises InputMissing."""
    keyring = find_keyring(_HELD)
    if keyring is None:
        return False
    try:
        keyring.set_password(_SERVICE, key.name, key.secret.hex())
        return bool(keyring.get_password(_SERVICE, key.name) == key.secret.hex())
    except Exception as error:  # each keyring has errors of its own
        raise say_silent(error, _HELD) from None


def _ask_keyring(name: str) -> str:
    keyring = find_keyring(_HELD)
    if keyring is None:
        raise InputMissing(
            "The key of the ledger is in the keyring of this system, which cannot be reached from "
            "here.",
            "Sign in on the screen of this computer. For work without one, keep the key in a file: "
            "prisonmail ledger rekey --key-file FILE",
        )
    try:
        return keyring.get_password(_SERVICE, name) or ""
    except Exception as error:  # each keyring has errors of its own
        raise say_silent(error, _HELD) from None


def _parse_note(path: Path) -> KeyNote | None:
    try:
        note = fill(KeyNote, json.loads(path.read_bytes()))
        for moment in filter(None, (note.made, note.exported)):
            datetime.fromisoformat(moment)
    except (OSError, ValueError, RecursionError):
        return None
    return note if note.key == path.name.removesuffix(_NOTE_ENDING) else None


def _write(path: Path, text: str) -> None:
    if path.parent == kept_apart.folder():
        folders.make_folder_for(path)
    with output_files.new_file(path, replace=True) as file:
        file.write(text.encode())
