"""Signatures as OpenSSH makes them (PROTOCOL.sshsig), so that others can check them without us.

A signature is for one use, its namespace: one for dockets is none for a change of keys.
`ssh-keygen -Y verify` takes what is made here, and what `ssh-keygen -Y sign` makes is taken here.
"""

import hashlib
from enum import StrEnum

from prisonmail.errors import SignatureRefused
from prisonmail.sender.signing.private_keys import SigningKey, is_signature, sign_bytes
from prisonmail.sender.signing.public_keys import KIND, PublicKey, parse_public_blob
from prisonmail.sender.signing.wire import WireReader, pack, pack_number, read_armour, write_armour
from prisonmail.system.record import Record

_LABEL = "SSH SIGNATURE"
_MAGIC = b"SSHSIG"
_VERSION = 1
_SIGNATURE_BYTES = 64
_HASH = "sha512"
_HASHES = ("sha256", "sha512")


class Namespace(StrEnum):
    """What a signature is for."""

    DOCKET = "prisonmail-docket"
    LEDGER_HEAD = "prisonmail-ledger-head"
    KEY_CHANGE = "prisonmail-key-change"
    DESK_REPORT = "prisonmail-desk-report"


class Signature(Record, frozen=True):
    """A signature, as it was read and not yet checked."""

    key: PublicKey
    namespace: str
    hash_name: str
    made: bytes


def sign_message(key: SigningKey, message: bytes, namespace: Namespace) -> bytes:
    """Return the text of a detached signature. Raises InputMissing."""
    made = sign_bytes(key, _to_be_signed(message, namespace, _HASH))
    fields = (namespace.encode(), b"", _HASH.encode(), pack(KIND.encode(), made))
    return write_armour(_LABEL, _MAGIC + pack_number(_VERSION) + pack(key.public.blob, *fields))


def verify_message(message: bytes, text: bytes, namespace: Namespace) -> PublicKey:
    """Return the key that has signed a message; whether it is trusted is for others to know.

    Raises SignatureRefused if the signature is not of this message, or InputMissing.
    """
    try:
        found = parse_signature(text)
        if found.namespace != namespace:
            raise ValueError(f"it is for another use than {namespace}")
        signed = _to_be_signed(message, namespace, found.hash_name)
        if not is_signature(found.key, found.made, signed):
            raise ValueError("it is of other bytes, or of another key")
    except ValueError as error:
        raise SignatureRefused(f"The signature does not hold: {error}.") from None
    return found.key


def parse_signature(text: bytes) -> Signature:
    """Read the text of a signature. Raises ValueError."""
    reader = WireReader(read_armour(_LABEL, text))
    if reader.read_bytes(len(_MAGIC)) != _MAGIC or reader.read_number() != _VERSION:
        raise ValueError("it is not an SSH signature of version 1")
    key = parse_public_blob(reader.read_string())
    namespace, _, hash_name, signature = (reader.read_string() for _ in range(4))
    inner = WireReader(signature)
    kind, made = inner.read_string(), inner.read_string()
    if (
        kind != KIND.encode()
        or len(made) != _SIGNATURE_BYTES
        or not (inner.is_at_end and reader.is_at_end)
    ):
        raise ValueError("it is damaged")
    if hash_name.decode("ascii", "replace") not in _HASHES:
        raise ValueError("it is made with a hash that is not known here")
    return Signature(key, namespace.decode("ascii", "replace"), hash_name.decode(), made)


def _to_be_signed(message: bytes, namespace: str, hash_name: str) -> bytes:
    digest = hashlib.new(hash_name, message).digest()
    return _MAGIC + pack(namespace.encode(), b"", hash_name.encode(), digest)
