"""The file of the firm's key, beside its profile: its owner's alone (mode 0600)."""

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.sender.signing.private_keys import KeyFileHead, SigningKey, read_head, read_key_text
from prisonmail.sender.signing.public_keys import PublicKey
from prisonmail.sender.signing.wire import LONGEST_TEXT
from prisonmail.system import folders, output_files
from prisonmail.system.places.open_to_others import is_open, name_closing

CHANGES_FOLDER = "key-changes"
_NAME_DIGITS = 16
_REVOKED = "-revoked"
_RESTORE = "Put back the copy that you keep of it, or of your home."
_AGAIN = f"Try the passphrase again. If it is right: {_RESTORE[0].lower()}{_RESTORE[1:]}"


def find_key_path(profile: Path | None = None) -> Path:
    """Return the path of the firm's key, beside a profile or else this user's own."""
    return (profile.parent if profile else folders.settings_folder()) / folders.FIRM_KEY_NAME


def read_key_head(path: Path) -> KeyFileHead:
    """Return what the key file says without its passphrase. Raises InputMissing."""
    try:
        return read_head(_read(path))
    except ValueError as error:
        raise _unusable(path, error, _RESTORE) from None


def read_key(path: Path, passphrase: str) -> SigningKey:
    """Return the key in a key file. Raises InputMissing."""
    try:
        return read_key_text(_read(path), passphrase)
    except ValueError as error:
        raise _unusable(path, error, _AGAIN if passphrase else _RESTORE) from None


def is_there(path: Path) -> bool:
    """Check whether something has the name of the key, whatever it is."""
    return os.path.lexists(path)


def refuse_second_key(path: Path) -> None:
    """Raise OutputRefused if there is a key already, whatever state it is in, but not revoked."""
    if is_there(path) and not is_revoked(path):
        raise OutputRefused(
            f"There is a key at {path} already.", "To change to a new one: prisonmail key rotate"
        )


def is_revoked(path: Path) -> bool:
    """Check whether there is a key that was revoked here; one that cannot be read was not."""
    try:
        return find_revocation(path, read_key_head(path).public).exists()
    except InputMissing:
        return False


def find_revocation(path: Path, key: PublicKey) -> Path:
    """Return where the statement that a key is revoked lies, if it is, beside the key file."""
    return path.parent / CHANGES_FOLDER / f"{_name(key)}{_REVOKED}.json"


def save_key(path: Path, text: bytes, *, replace: bool) -> None:
    """Write a key file, safe on disk when this returns. Raises OutputRefused."""
    folders.make_folder_for(path)
    try:
        with output_files.new_file(path, replace=replace) as file:
            file.write(text)
    except OutputRefused:
        if not replace:
            refuse_second_key(path)  # which came meanwhile
        raise


def save_change(path: Path, new: PublicKey, statement: bytes, signature: bytes) -> Path:
    """Write a change of keys beside the key file; return the path of the statement.

    It is named after the new key, so that of two changes at once each has its own. Raises
    OutputRefused.
    """
    target = path.parent / CHANGES_FOLDER / f"{_name(new)}.json"
    save_statement(target, statement, signature, replace=True)
    return target


def save_statement(target: Path, statement: bytes, signature: bytes, *, replace: bool) -> None:
    """Write a statement and beside it its signature, which has `.sig` after its name.

    Raises OutputRefused.
    """
    folders.make_folder_for(target)
    for each, content in ((name_signature(target), signature), (target, statement)):
        with output_files.new_file(each, replace=replace) as file:
            file.write(content)


def read_statement(target: Path) -> tuple[bytes, bytes]:
    """Return a statement that was kept here, and its signature. Raises InputMissing."""
    try:
        return target.read_bytes(), name_signature(target).read_bytes()
    except OSError as error:
        raise InputMissing(
            f"The statement {error.filename} cannot be read: {error.strerror}."
        ) from None


def list_statements(path: Path, *, revoked: bool) -> Iterator[tuple[bytes, bytes]]:
    """Go through the statements beside a key file: of keys revoked, or else of changes of keys.

    One that cannot be read is left out.
    """
    for each in sorted((path.parent / CHANGES_FOLDER).glob("*.json")):
        if each.stem.endswith(_REVOKED) is revoked:
            with suppress(InputMissing):
                yield read_statement(each)


def name_signature(target: Path) -> Path:
    """Return where the signature of a statement lies."""
    return target.with_name(f"{target.name}.sig")


def _name(key: PublicKey) -> str:
    return hashlib.sha256(key.blob).hexdigest()[:_NAME_DIGITS]


def _read(path: Path) -> bytes:
    """Read a key file that only its owner may read. Raises InputMissing."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device could be read for ever
            raise InputMissing(f"The key {path} is not a file.", _RESTORE)
        _refuse_open(path, found.st_mode)
        with path.open("rb") as file:
            return file.read(LONGEST_TEXT + 1).removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError:
        raise InputMissing(
            f"There is no key at {path}.", "Make one with: prisonmail key new"
        ) from None
    except OSError as error:
        raise InputMissing(f"The key {path} cannot be read: {error.strerror}.") from None


def _refuse_open(path: Path, mode: int) -> None:
    if is_open(path, mode):
        raise InputMissing(
            f"Others may read the key {path}, and sign with it.",
            f"If nobody has, close it to them with: {name_closing(path, '600')}",
        )


def _unusable(path: Path, error: ValueError, remedy: str) -> InputMissing:
    return InputMissing(f"The key {path} cannot be used: {error}.", remedy)
