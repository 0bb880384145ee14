"""What happened, one event after the other, each bound to the one before.

An event's hash is SHA-256 over the hash before it and its own facts. Personal fields enter it only
as a seal: an HMAC with a random key that is kept with them and erased with them. Afterwards the
chain still holds, and the seal of an unknown text under a lost key tells nobody anything.

>>> issued = Event(1, Kind.ISSUED, "2026-11-21T09:00:00+00:00", "20261121-7F3K", None, "", "")
>>> issued.hash_after("")[:16]
'cab34da704ef70e7'
>>> issued.hash_after("another past")[:16] == issued.hash_after("")[:16]
False
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

_KEY_BYTES = 16
_AT_ONCE = 500
"""Rows that are written at once: few enough to stay in the processor's cache."""
_canonical = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Kind(StrEnum):
    """What can happen to a batch or a code."""

    ISSUED = "issued"
    PRINTED = "printed"
    """Its paper was published; with a code, that one sheet."""
    REPRINT = "reprint"
    """A reprint was asked for."""
    CHECKED = "checked"
    CANCELLED = "cancelled"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Event:
    """One event, as the chain binds it."""

    number: int
    kind: Kind
    at: str
    """ISO 8601, in UTC."""
    batch_id: str | None
    code: str | None
    detail: str
    """Issued: the digest of batch and letters. Checked: the verdict. Purged: before when."""
    seal: str
    """Empty where the event has no personal fields."""

    def hash_after(self, previous: str) -> str:
        """Give the hash that binds this event to the one before."""
        facts = (self.number, str(self.kind), self.at, self.batch_id, self.code, self.detail)
        return hashlib.sha256(_canonical((previous, *facts, self.seal)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Remark:
    """The personal fields of an event."""

    location: str | None = field(default=None, repr=False)
    checked_by: str | None = field(default=None, repr=False)
    remark: str | None = field(default=None, repr=False)
    """Why a letter was cancelled, or what was typed where it is no code."""

    @property
    def fields(self) -> tuple[str | None, ...]:
        """What the seal covers."""
        return (self.location, self.checked_by, self.remark)


def new_key() -> str:
    """Draw the key of a seal."""
    return secrets.token_hex(_KEY_BYTES)


class Digest:
    """A hash over rows, one after the other; a seal where it has a key.

    >>> Digest().add([("a", 1), ("b", 2)]).text == Digest().add([("a", 1)]).add([("b", 2)]).text
    True
    """

    def __init__(self, key: str = "") -> None:
        self._hash = hmac.new(key.encode(), digestmod="sha256") if key else hashlib.sha256()

    def add(self, rows: Iterable[tuple[object, ...]]) -> "Digest":
        """Take more rows, in their order."""
        remaining = iter(rows)
        while several := list(islice(remaining, _AT_ONCE)):
            self._hash.update(f"{_canonical(several)[1:-1]},".encode())
        return self

    @property
    def text(self) -> str:
        """The digest in hexadecimal digits."""
        return self._hash.hexdigest()
