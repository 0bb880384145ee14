"""The firm's key: made once, opened to sign, and changed for a new one that the old one signs."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.sender.signing import store
from prisonmail.sender.signing.key_changes import write_change
from prisonmail.sender.signing.private_keys import SigningKey, make_signing_key, write_key_text
from prisonmail.sender.signing.public_keys import PublicKey
from prisonmail.system.record import Record

AskPassphrase = Callable[[], str]
"""Returns the passphrase of a key that has one."""


class FirmKey(Record, frozen=True):
    """A key as it lies in its file."""

    public: PublicKey
    path: Path
    is_encrypted: bool


class Rotation(Record, frozen=True):
    """A change of keys that was made."""

    old: PublicKey
    now: FirmKey
    statement: Path
    """Signed by the old key; the signature has `.sig` after this name."""


def make_key(path: Path, passphrase: str) -> FirmKey:
    """Make the firm's key. Raises OutputRefused if there is one, or InputMissing."""
    store.refuse_second_key(path)
    key = make_signing_key()
    store.save_key(path, write_key_text(key, passphrase), replace=False)
    return FirmKey(key.public, path, bool(passphrase))


def find_key(path: Path) -> FirmKey:
    """Return what is known of the firm's key without its passphrase. Raises InputMissing."""
    head = store.read_key_head(path)
    return FirmKey(head.public, path, head.is_encrypted)


def is_made(path: Path) -> bool:
    """Check whether there is a key, whatever state it is in."""
    return store.is_there(path)


def name_on_sheets(profile: Path) -> str:
    """Return what covering sheets show of the key beside a profile; empty if it has none."""
    with suppress(InputMissing):
        return find_key(store.find_key_path(profile)).public.short_name
    return ""


def open_key(path: Path, ask: AskPassphrase) -> SigningKey:
    """Return the firm's key to sign with. Raises InputMissing, or whatever asking raises."""
    return _open(path, ask)[0]


def rotate_key(path: Path, ask: AskPassphrase, now: datetime) -> Rotation:
    """Put a new key in the place of the old one, which signs it; the passphrase stays the same.

    The statement is on disk before the old key goes: no key comes without one. Raises
    InputMissing, OutputRefused, or whatever asking raises.
    """
    old, passphrase = _open(path, ask)
    new = make_signing_key()
    text = write_key_text(new, passphrase)
    statement, signature = write_change(old, new.public, now.isoformat(timespec="seconds"))
    written = store.save_change(path, new.public, statement, signature)
    store.save_key(path, text, replace=True)
    return Rotation(old.public, FirmKey(new.public, path, bool(passphrase)), written)


def _open(path: Path, ask: AskPassphrase) -> tuple[SigningKey, str]:
    passphrase = ask() if store.read_key_head(path).is_encrypted else ""
    return store.read_key(path, passphrase), passphrase
