"""Private keys in the files of OpenSSH, and all that is done with the mathematics of Ed25519.

No other file knows `cryptography`, which comes with `prisonmail[keys]` and is loaded when it is
needed. What the head of a key file says is read without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from prisonmail.errors import InputMissing
from prisonmail.sender.signing.public_keys import KIND, PublicKey, parse_public_blob
from prisonmail.sender.signing.wire import WireReader, read_armour
from prisonmail.system.record import Record

_LABEL = "OPENSSH PRIVATE KEY"
_MAGIC = b"openssh-key-v1\0"
_SEED_BYTES = 32
_PADDING = bytes(range(1, 256))
_MOST_ROUNDS = 1_000
"""Of the key derivation: OpenSSH takes 16 or 24, and a thousand are some ten seconds."""


class SigningKey(Record, frozen=True):
    """The private part of a key."""

    withheld: ClassVar = ("seed",)
    seed: bytes
    public: PublicKey


class KeyFileHead(Record, frozen=True):
    """What a key file says without its passphrase."""

    public: PublicKey
    is_encrypted: bool


def make_signing_key() -> SigningKey:
    """Make a new key. Raises InputMissing if a part of prisonmail is missing."""
    with _library():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _keep(Ed25519PrivateKey.generate().private_bytes_raw())


def sign_bytes(key: SigningKey, message: bytes) -> bytes:
    """Return the 64 bytes of a signature.

    Raises InputMissing if a part of prisonmail is missing.
    """
    with _library():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key.seed).sign(message)


def is_signature(key: PublicKey, made: bytes, message: bytes) -> bool:
    """Check whether a key has made a signature of a message.

    Raises InputMissing if a part of prisonmail is missing.
    """
    with _library():
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(made, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_key_text(key: SigningKey, passphrase: str) -> bytes:
    """Return a key file, encrypted unless the passphrase is empty.

    Raises InputMissing if a part of prisonmail is missing.
    """
    with _library():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key.seed).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption(),
    )


def read_head(text: bytes) -> KeyFileHead:
    """Read what a key file says without its passphrase. Raises ValueError."""
    return _read_outside(text)[0]


def _read_outside(text: bytes) -> tuple[KeyFileHead, WireReader]:
    """Read a key file up to its private part, which may be encrypted. Raises ValueError."""
    reader = WireReader(read_armour(_LABEL, text))
    if reader.read_bytes(len(_MAGIC)) != _MAGIC:
        raise ValueError("it is no key file of OpenSSH")
    cipher, derivation, options = (reader.read_string() for _ in range(3))
    if reader.read_number() != 1:
        raise ValueError("it holds more than one key")
    head = KeyFileHead(parse_public_blob(reader.read_string()), cipher != b"none")
    if derivation == b"bcrypt":
        details = WireReader(options)
        details.read_string()  # the salt
        if not 0 < details.read_number() <= _MOST_ROUNDS:
            raise ValueError("its passphrase would take too long to check")
    return head, reader


def read_key_text(text: bytes, passphrase: str) -> SigningKey:
    """Read a key file. Raises ValueError if it or the passphrase is wrong, or InputMissing."""
    head, rest = _read_outside(text)
    seed = _decrypt_seed(text, passphrase) if head.is_encrypted else _read_seed(rest)
    with _library():
        key = _keep(seed)
    if key.public != head.public:
        raise ValueError("its public and its private part do not belong together")
    return key


def _read_seed(reader: WireReader) -> bytes:
    """Read a private part that is not encrypted: to load what decrypts takes longer than to sign.

    Raises ValueError. Source: PROTOCOL.key of OpenSSH, section 3.
    """
    inner = WireReader(reader.read_string())
    checks = inner.read_number(), inner.read_number()
    kind, public, private = (inner.read_string() for _ in range(3))
    inner.read_string()  # the comment
    seed, again = private[:_SEED_BYTES], private[_SEED_BYTES:]
    facts = (kind, checks[0], inner.left, again, reader.is_at_end)
    if facts != (KIND.encode(), checks[1], _PADDING[: len(inner.left)], public, True):
        raise ValueError("it is damaged")
    if len(seed) != _SEED_BYTES:
        raise ValueError("it is damaged")
    return seed


def _decrypt_seed(text: bytes, passphrase: str) -> bytes:
    """Return the private part of a key that has a passphrase. Raises as `read_key_text`."""
    with _library():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        found = load_ssh_private_key(text, passphrase.encode())
    except UnsupportedAlgorithm:
        raise ValueError("it is encrypted in a way that is not known here") from None
    except (ValueError, TypeError):
        raise ValueError("it is damaged, or the passphrase is wrong") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError(f"it is not of the kind {KIND}")
    return found.private_bytes_raw()


def _keep(seed: bytes) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return SigningKey(seed, PublicKey(public))


@contextmanager
def _library() -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise InputMissing(
            "To sign and to check signatures takes a part of prisonmail that is not installed.",
            "Install it with: pip install 'prisonmail[keys]'",
        ) from None
