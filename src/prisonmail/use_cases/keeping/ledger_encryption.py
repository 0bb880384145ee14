"""The use cases of an encrypted ledger: encrypt, decrypt, another key, and a key on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from prisonmail.errors import (
    InputMissing,
    LedgerMissing,
    OutputRefused,
    PrisonmailError,
    WrongUsage,
)
from prisonmail.ledger.apart import cipher_keys
from prisonmail.ledger.apart.cipher_keys import KeyNote
from prisonmail.ledger.database.cipher import (
    LedgerKey,
    identify,
    is_encrypted,
    load_driver,
    make_key,
)
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.database.encrypting import change_key, remove_old_file
from prisonmail.ledger.store import Ledger, is_server, open_ledger
from prisonmail.system.record import Record, replace


class Encryption(Record, frozen=True):
    """How a ledger is encrypted now."""

    path: Path
    note: KeyNote | None
    """On its key; None if it is not encrypted."""
    overwritten: bool
    """Whether the bytes of the file before it are overwritten."""


def encrypt(ledger: str, key_file: Path | None, now: datetime) -> Encryption:
    """Encrypt a ledger where it is, with a key that is kept on this computer.

    With a key file, its key is used, or a new one is written to it. Raises WrongUsage if it is
    encrypted, OutputRefused if another program has it open or it is not in order.
    """
    path = _file(ledger)
    _refuse_as_it_is(path, encrypted=True)
    _bring_up(path)
    key_file = key_file or cipher_keys.find_named_file()
    chosen = key_file if key_file and key_file.exists() else None
    key = cipher_keys.read_key_file(chosen) if chosen else make_key()
    with _dropping(None if chosen else key, path, key_file):
        note = cipher_keys.keep_key(key, path, now.isoformat(), key_file)
        return Encryption(path, note, change_key(path, None, key, _refuse_faults))


def decrypt(ledger: str) -> Encryption:
    """Make a plain ledger of an encrypted one; its key is kept. Raises as `encrypt`."""
    path = _file(ledger)
    _refuse_as_it_is(path, encrypted=False)
    _bring_up(path)
    done = change_key(path, cipher_keys.find_key(path), None, _refuse_faults)
    return Encryption(path, None, done)


def rekey(ledger: str, key_file: Path | None, now: datetime) -> Encryption:
    """Encrypt a ledger with a new key; the one before is kept. Raises as `encrypt`."""
    path = _file(ledger)
    _refuse_as_it_is(path, encrypted=False)
    if key_file is None and cipher_keys.find_named_file():
        raise WrongUsage(
            f"{cipher_keys.KEY_FILE_VARIABLE} names the key file that is in use.",
            "Name a new one with --key-file, and after that with the variable.",
        )
    _bring_up(path)
    old, key = cipher_keys.find_key(path), make_key()
    with _dropping(key, path, key_file):
        note = cipher_keys.keep_key(key, path, now.isoformat(), key_file)
        return Encryption(path, note, change_key(path, old, key, _refuse_faults))


def find_ledger_key(ledger: str, now: datetime) -> tuple[LedgerKey, KeyNote]:
    """Return a ledger's key, and what this computer knows of it. Raises WrongUsage if it has none.

    A key that only a named key file holds gets a note.
    """
    path = _file(ledger)
    _refuse_as_it_is(path, encrypted=False)
    key = cipher_keys.find_key(path)
    if key is None:
        raise LedgerMissing(f"There is no ledger at {path}.")
    return key, cipher_keys.find_note(key) or cipher_keys.keep_key(
        key, path, now.isoformat(), cipher_keys.find_named_file()
    )


def record_export(note: KeyNote, now: datetime) -> None:
    """Record that a key was written down and typed back."""
    cipher_keys.write_note(replace(note, exported=now.isoformat()))


def import_key(
    key: LedgerKey, ledger: str, key_file: Path | None, now: datetime
) -> tuple[KeyNote, bool]:
    """Keep a key that comes from elsewhere; return where it is, and whether it opens the ledger.

    Raises InputMissing if there is an encrypted ledger that it does not open.
    """
    path = _file(ledger)
    opens = is_encrypted(path)
    if opens and not cipher_keys.fits(key, path):
        raise InputMissing(
            f"This key does not open the ledger {path}, and was not kept.",
            "Name the ledger that it belongs to with --ledger.",
        )
    return cipher_keys.keep_key(key, path, now.isoformat(), key_file), opens


def _file(ledger: str) -> Path:
    if is_server(ledger):
        raise WrongUsage(
            "A ledger on a server is not encrypted by prisonmail.",
            "Ask whoever runs the server to encrypt its disks and backups.",
        )
    return Path(ledger)


def _refuse_as_it_is(path: Path, *, encrypted: bool) -> None:
    """Raise WrongUsage if a ledger is encrypted already, or is not."""
    load_driver(encrypted=True)
    if path.is_file() and is_encrypted(path) == encrypted:
        done = remove_old_file(path)
        raise WrongUsage(
            f"The ledger {path} is {'encrypted already' if encrypted else 'not encrypted'}.",
            "" if done else "A file that a crash left beside it cannot be removed.",
        )


def _bring_up(path: Path) -> None:
    """Bring an older ledger up to date. Raises InputMissing if it cannot be opened."""
    with open_ledger(path):
        pass


@contextmanager
def _dropping(new: LedgerKey | None, path: Path, key_file: Path | None) -> Iterator[None]:
    """Drop a new key if the ledger is refused, and still the same file as before."""
    before = identify(path)
    try:
        yield
    except PrisonmailError:
        if new and identify(path) == before:
            cipher_keys.drop_key(new, key_file)
        raise


def _refuse_faults(copy: Database) -> None:
    faults = Ledger(copy).audit().faults
    if faults:
        raise OutputRefused(
            f"The ledger is not in order, and stays as it is: {faults[0]}",
            "See: prisonmail ledger check",
        )
