"""A change of keys: the old key signs which one comes after it, so that nobody has to be asked.

The statement is a file that its readers take only as it is written here, letter for letter.
"""

import json

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.public_keys import PublicKey, parse_public_line
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.sender.signing.wire import LONGEST_TEXT
from prisonmail.system.record import Record, asdict, fill

FORMAT = "prisonmail-key-change"


class KeyChange(Record, frozen=True, forbid_unknown_fields=True):
    """What the statement says."""

    format: str
    version: int
    made_at: str
    """ISO 8601, in UTC."""
    old: str
    """The fingerprint of the key that signs."""
    new: str
    """The line of the key that comes after it."""

    @property
    def new_key(self) -> PublicKey:
        """The key that comes after the old one. Raises ValueError."""
        return parse_public_line(self.new)


def write_change(old: SigningKey, new: PublicKey, made_at: str) -> tuple[bytes, bytes]:
    """Return the statement that a key comes after another, and its signature.

    Raises InputMissing.
    """
    change = KeyChange(FORMAT, 1, made_at, old.public.fingerprint, new.write_line())
    statement = _write(change)
    return statement, sign_message(old, statement, Namespace.KEY_CHANGE)


def read_change(statement: bytes, signature: bytes) -> KeyChange:
    """Return what a statement says, if the old key has signed it. Raises SignatureRefused."""
    signer = verify_message(statement, signature, Namespace.KEY_CHANGE)
    try:
        change = _parse(statement)
        sound = change.old == signer.fingerprint and change.new_key != signer
    except (ValueError, RecursionError):
        sound = False
    if not sound:
        raise SignatureRefused("It is signed, but is not a change of keys as prisonmail writes it.")
    return change


def _parse(statement: bytes) -> KeyChange:
    if len(statement) > LONGEST_TEXT:
        raise ValueError("it is too long")
    change = fill(KeyChange, json.loads(statement))
    if _write(change) != statement or (change.format, change.version) != (FORMAT, 1):
        raise ValueError("it is not as it would be written")
    return change


def _write(change: KeyChange) -> bytes:
    return f"{json.dumps(asdict(change), ensure_ascii=False, indent=1)}\n".encode()
