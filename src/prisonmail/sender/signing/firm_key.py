"""The firm's key: made once, opened to sign, changed for a new one that the old one signs, ended.

What changes the key file is done by one process at a time, so that no key comes after another
without a word from that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender.signing import store
from prisonmail.sender.signing.key_changes import write_change
from prisonmail.sender.signing.private_keys import SigningKey, make_signing_key, write_key_text
from prisonmail.sender.signing.public_keys import PublicKey
from prisonmail.sender.signing.revocations import write_revocation
from prisonmail.system import folders, locks, output_files
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


class Revocation(Record, frozen=True):
    """A key that was revoked."""

    key: PublicKey
    statement: Path
    """To be sent; the signature has `.sig` after this name."""
    again: bool
    """Whether it was revoked before, and the same statement was written once more."""


def make_key(path: Path, passphrase: str) -> FirmKey:
    """Make the firm's key, also in the place of one that was revoked.

    Raises OutputRefused if there is one, or InputMissing.
    """
    key = make_signing_key()
    text = write_key_text(key, passphrase)
    with _alone(path):
        store.refuse_second_key(path)
        store.save_key(path, text, replace=store.is_revoked(path))
    return FirmKey(key.public, path, bool(passphrase))


def find_key(path: Path) -> FirmKey:
    """Return what is known of the firm's key without its passphrase.

    Raises InputMissing, also if it was revoked.
    """
    head = store.read_key_head(path)
    _refuse_revoked(path, head.public)
    return FirmKey(head.public, path, head.is_encrypted)


def is_made(path: Path) -> bool:
    """Check whether there is a key, whatever state it is in; a revoked one has to be replaced."""
    return store.is_there(path)


def name_on_sheets(profile: Path) -> str:
    """Return what covering sheets show of the key beside a profile; empty if it has none."""
    with suppress(InputMissing):
        return find_key(store.find_key_path(profile)).public.short_name
    return ""


def open_key(path: Path, ask: AskPassphrase) -> SigningKey:
    """Return the firm's key to sign with. Raises as `find_key`, and whatever asking raises."""
    return _read(path, _ask(path, ask))


def rotate_key(path: Path, ask: AskPassphrase, now: datetime) -> Rotation:
    """Put a new key in the place of the old one, which signs it; the passphrase stays the same.

    The statement is on disk before the old key goes: no key comes without one. Raises
    InputMissing, OutputRefused, or whatever asking raises.
    """
    passphrase = _ask(path, ask)
    with _alone(path):
        old = _read(path, passphrase)
        new = make_signing_key()
        text = write_key_text(new, passphrase)
        statement, signature = write_change(old, new.public, _write(now))
        written = store.save_change(path, new.public, statement, signature)
        store.save_key(path, text, replace=True)
    return Rotation(old.public, FirmKey(new.public, path, bool(passphrase)), written)


def revoke_key(
    path: Path, reason: str, target: Path, ask: AskPassphrase, now: datetime, *, force: bool
) -> Revocation:
    """Have the key sign that it no longer counts, and write that to a file that can be sent.

    It is kept beside the key first: from then on the key is not used. A key that was revoked before
    has the same statement written again. Raises InputMissing, OutputRefused, or whatever asking
    raises.
    """
    public = store.read_key_head(path).public
    for each in (target, store.name_signature(target)):
        output_files.refuse_if_taken(each, force=force, kept=[path])
    kept = store.find_revocation(path, public)
    again = kept.exists()
    if not again:
        passphrase = _ask(path, ask)
        with _alone(path):
            said = write_revocation(_read_same(path, passphrase, public), reason, _write(now))
            store.save_statement(kept, *said, replace=True)
    store.save_statement(target, *store.read_statement(kept), replace=force)
    return Revocation(public, target, again)


def _ask(path: Path, ask: AskPassphrase) -> str:
    return ask() if find_key(path).is_encrypted else ""


def _read(path: Path, passphrase: str) -> SigningKey:
    key = store.read_key(path, passphrase)
    _refuse_revoked(path, key.public)
    return key


def _read_same(path: Path, passphrase: str, public: PublicKey) -> SigningKey:
    """Return a key, if it is the one that was there when the passphrase was asked for."""
    key = _read(path, passphrase)
    if key.public != public:
        raise InputMissing(f"The key {path} was changed meanwhile.", "Look at it, and try again.")
    return key


def _refuse_revoked(path: Path, key: PublicKey) -> None:
    if store.find_revocation(path, key).exists():
        raise InputMissing(
            f"The key {path} was revoked: nothing is signed with it any more.",
            "Make another with: prisonmail key new",
        )


def _write(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Have other processes that would change a key file wait. Raises OutputRefused."""
    folders.make_folder_for(path)
    try:
        with locks.hold_folder(path.parent, wait=True):
            yield
    except OSError as error:
        raise OutputRefused(
            f"The key {path} cannot be written: {error.strerror or error}."
        ) from None
