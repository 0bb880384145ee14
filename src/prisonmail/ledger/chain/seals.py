"""Digests of rows, and the seals of personal fields.

A seal is an HMAC with a random key that is kept beside the fields and erased with them. A seal of
the second kind takes a key as well that lies apart from the ledger. So whoever has the ledger alone
can neither try names against a seal nor make one. Its text begins with its kind and with the name
of that key, and an event's hash covers all of it:

>>> begin_seal("00", "7", b"a key").add([("HMP Leeds", None)]).text[:42]
'2:hmac-sha256:8fa3aab2faa9b79e:772315bc3ff'
>>> begin_seal("00", "7").add([("HMP Leeds", None)]).text[:11]
'1fbba8be40c'
"""

import hashlib
import hmac
import json
import secrets
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from prisonmail.ledger.head import name_key

_KEY_BYTES = 16
"""128 bits: nobody can try all keys to find out what a seal was made of, once its key is erased."""
_AT_ONCE = 500
"""Rows hashed together: few enough for their text to stay in the processor's cache."""
_SECOND = "2:"
"""How a seal of the second kind begins. One of the first is hexadecimal digits and nothing else."""
_PURPOSE = b"prisonmail ledger seals 2"
"""What the key is for that is derived from the one apart: no seal of a head can pass for ours."""
# the bytes that hashes are made of: another way to write them would break every older chain
# (`repr` is for what only somebody else can have put into a ledger, as bytes)
canonical = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=repr).encode


class Digest:
    """A hash over rows, in their order; with a key, a seal.

    >>> Digest().add([("a", 1), ("b", 2)]).text == Digest().add([("a", 1)]).add([("b", 2)]).text
    True
    """

    def __init__(self, key: str = "", prefix: str = "") -> None:
        self._hash = hmac.new(key.encode(), digestmod="sha256") if key else hashlib.sha256()
        self._prefix = prefix

    def add(self, rows: Iterable[tuple[object, ...]]) -> "Digest":
        """Add more rows."""
        remaining = iter(rows)
        while several := list(islice(remaining, _AT_ONCE)):
            # without the list's brackets, so that the hash is the same however rows are divided
            self._hash.update(f"{canonical(several)[1:-1]},".encode())
        return self

    @property
    def text(self) -> str:
        """The digest in hexadecimal digits; of a seal, after its kind and the name of its key."""
        return f"{self._prefix}{self._hash.hexdigest()}"


def draw_key() -> str:
    """Draw the key of a seal, to be kept beside what is sealed."""
    return secrets.token_hex(_KEY_BYTES)


def begin_seal(key: str, of: str, apart: bytes | None = None) -> Digest:
    """Begin a seal, with the key beside it and the one apart if this machine has that.

    It is bound to a batch, or to the number of an event: in another place it does not hold.
    """
    if apart is None:
        return Digest(key)
    purpose = hmac.digest(apart, _PURPOSE, "sha256")
    mixed = hmac.digest(purpose, canonical((key, of)).encode(), "sha256")
    return Digest(mixed.hex(), f"{_SECOND}{name_key(apart)}:")


def find_key_name(seal: str) -> str:
    """Return the name of the key apart that a seal was made with; nothing if it has none.

    >>> find_key_name("2:hmac-sha256:8fa3aab2faa9b79e:772315bc3ff"), find_key_name("1fbba8be40c")
    ('hmac-sha256:8fa3aab2faa9b79e', '')
    >>> find_key_name("of no kind:772315bc3ff")
    ''
    """
    return seal.removeprefix(_SECOND).rpartition(":")[0] if seal.startswith(_SECOND) else ""


def drop_absent(row: tuple[object, ...]) -> tuple[object, ...]:
    """Return what is hashed of a row: a recipient's ends in a barcode, a letter's in a signatory.

    Rows without one are hashed as before there were any, so that older hashes hold.
    """
    return row if row[-1] is not None else row[:-1]


def facts_to_seal(
    list_digest: str | None, hand: tuple[str | None, ...], order_key: str | None
) -> tuple[object, ...]:
    """Return what is sealed of a batch before its people, in older ledgers only the first."""
    return (list_digest, *hand, *filter(None, [order_key]))


class SealKeys:
    """The keys of one ledger that this machine keeps apart, to examine it with."""

    def __init__(self, keys: Iterable[bytes] = ()) -> None:
        self._keys = {name_key(key): key for key in keys}
        self.missed: Counter[tuple[str, str]] = Counter()
        """How many seals were made with which other key, by its name, of which kind of event."""
        self.unproved: set[str] = set()
        """Batches that were sealed anew by somebody who could not examine the seal before."""

    def __bool__(self) -> bool:
        return bool(self._keys)

    def find(self, name: str) -> bytes | None:
        """Return the key of a name, or None if it is not on this machine."""
        return self._keys.get(name)

    def begin_again(self, seal: str, key: str, of: str, kind: str) -> Digest | None:
        """Begin a seal again to compare it; None, and counted, if its key is not on this machine.

        >>> ring = SealKeys([b"a key"])
        >>> seal = begin_seal("00", "7", b"a key").text
        >>> ring.begin_again(seal, "00", "7", "checked").text == seal
        True
        >>> ring.begin_again(begin_seal("00", "7", b"other").text, "00", "7", "checked")
        >>> ring.missed.total()
        1
        """
        if not seal.startswith(_SECOND):
            return begin_seal(key, of)
        name = find_key_name(seal)
        apart = self.find(name)
        if apart is None:
            self.missed[name, kind] += 1
            return None
        return begin_seal(key, of, apart)
