"""Public keys as OpenSSH writes them, and their fingerprints.

>>> line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f post"
>>> key = parse_public_line(line)
>>> key.fingerprint, key.write_line("post") == line
('SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA', True)
"""

import base64
import hashlib

from prisonmail.sender.signing.wire import LONGEST_TEXT, WireReader, pack
from prisonmail.system.record import Record

KIND = "ssh-ed25519"
_KEY_BYTES = 32
_HASH = "SHA256:"
_SHOWN = 16
"""Characters, 96 bits: nobody finds another key that begins as this one does."""


class PublicKey(Record, frozen=True):
    """The public part of an Ed25519 key: who has it can check what the private part has signed."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """The key as OpenSSH passes it on."""
        return pack(KIND.encode(), self.raw)

    @property
    def fingerprint(self) -> str:
        """What people compare, as `ssh-keygen -l` shows it."""
        digest = hashlib.sha256(self.blob).digest()
        return f"{_HASH}{base64.b64encode(digest).decode().rstrip('=')}"

    @property
    def short_name(self) -> str:
        """The characters of the fingerprint that stand on the covering sheet."""
        return self.fingerprint.removeprefix(_HASH)[:_SHOWN]

    def write_line(self, comment: str = "") -> str:
        """Return the line of a `.pub` file, without its end."""
        return f"{KIND} {base64.b64encode(self.blob).decode()} {comment}".rstrip()


def parse_public_blob(blob: bytes) -> PublicKey:
    """Read a key as OpenSSH passes it on. Raises ValueError."""
    reader = WireReader(blob)
    kind = reader.read_string()
    if kind != KIND.encode():
        name = kind[:40].decode("ascii", "replace")
        raise ValueError(f"its key is of the kind {name}, and only {KIND} is accepted")
    raw = reader.read_string()
    if len(raw) != _KEY_BYTES or not reader.is_at_end:
        raise ValueError("its key has the wrong length")
    return PublicKey(raw)


def parse_public_line(text: str) -> PublicKey:
    """Read the one line of a `.pub` file. Raises ValueError."""
    words = text.split(None, 2)
    if len(text) > LONGEST_TEXT or len(text.strip().splitlines()) != 1 or len(words) < 2:
        raise ValueError("it is not one line with a public key")
    if words[0] != KIND:
        raise ValueError(f"it does not begin with {KIND}")
    try:
        blob = base64.b64decode(words[1], validate=True)
    except ValueError:
        raise ValueError("its text is damaged") from None
    return parse_public_blob(blob)
