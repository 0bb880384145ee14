"""A change of keys: the old key signs which one comes after it, so that nobody has to be asked."""

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.public_keys import PublicKey, parse_public_line
from prisonmail.sender.signing.signatures import Namespace, sign_message, verify_message
from prisonmail.sender.signing.signed_statements import parse_statement, write_statement
from prisonmail.system.record import Record

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
    statement = write_statement(change)
    return statement, sign_message(old, statement, Namespace.KEY_CHANGE)


def read_change(statement: bytes, signature: bytes) -> KeyChange:
    """Return what a statement says, if the old key has signed it. Raises SignatureRefused."""
    signer = verify_message(statement, signature, Namespace.KEY_CHANGE)
    try:
        change = parse_statement(KeyChange, statement, FORMAT)
        sound = change.old == signer.fingerprint and change.new_key != signer
    except ValueError:
        sound = False
    if not sound:
        raise SignatureRefused("It is signed, but is not a change of keys as prisonmail writes it.")
    return change
