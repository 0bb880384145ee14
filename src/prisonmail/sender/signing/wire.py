r"""How OpenSSH writes values one after another, and how it puts them into files as text.

Sources: RFC 4251, section 5; PROTOCOL.key and PROTOCOL.sshsig of OpenSSH.

>>> reader = WireReader(pack(b"ssh-ed25519", b""))
>>> reader.read_string(), reader.read_string(), reader.is_at_end
(b'ssh-ed25519', b'', True)
>>> WireReader(b"\x00\x00\x00\x09abc").read_string()
Traceback (most recent call last):
ValueError: it is cut short
"""

import base64
import binascii
import re

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Workpiece

LONGEST_TEXT = 16_384
"""Bytes, many times what a key or a signature of ours has."""
_NUMBER_BYTES = 4
_LINE_LENGTH = 70
_ARMOUR = compile_late(rb"\s*-----BEGIN ([A-Z ]+)-----\s(.*)\s-----END \1-----\s*", re.DOTALL)


class WireReader(Workpiece):
    """Reads values from bytes, in their order."""

    left: bytes

    @property
    def is_at_end(self) -> bool:
        """Whether all is read."""
        return not self.left

    def read_bytes(self, size: int) -> bytes:
        """Read so many bytes. Raises ValueError."""
        found, self.left = self.left[:size], self.left[size:]
        if len(found) < size:
            raise ValueError("it is cut short")
        return found

    def read_number(self) -> int:
        """Read a number below 2**32. Raises ValueError."""
        return int.from_bytes(self.read_bytes(_NUMBER_BYTES), "big")

    def read_string(self) -> bytes:
        """Read bytes with their length before them. Raises ValueError."""
        return self.read_bytes(self.read_number())


def pack(*values: bytes) -> bytes:
    """Write bytes, each with its length before it."""
    return b"".join(pack_number(len(each)) + each for each in values)


def pack_number(number: int) -> bytes:
    """Write a number below 2**32."""
    return number.to_bytes(_NUMBER_BYTES, "big")


def write_armour(label: str, content: bytes) -> bytes:
    """Write bytes as text, between a line that begins it and one that ends it."""
    text = base64.b64encode(content)
    lines = [text[at : at + _LINE_LENGTH] for at in range(0, len(text), _LINE_LENGTH)]
    begin, end = (f"-----{word} {label}-----".encode() for word in ("BEGIN", "END"))
    return b"\n".join((begin, *lines, end, b""))


def read_armour(label: str, text: bytes) -> bytes:
    """Read bytes that were written as text; mail may have changed the ends of its lines.

    Raises ValueError.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError("it is too long")
    found = _ARMOUR.fullmatch(text)
    if not found or found[1] != label.encode():
        raise ValueError(f"it does not begin and end as a file of an {label} does")
    try:
        return base64.b64decode(b"".join(found[2].split()), validate=True)
    except binascii.Error:
        raise ValueError("its text is damaged") from None
