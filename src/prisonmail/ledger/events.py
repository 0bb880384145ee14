"""What happened, one event after the other, each bound to the one before.

An event's hash is SHA-256 over the hash before it and its own facts. Personal fields enter it only
as a seal: an HMAC with a random key that is kept with them and erased with them. Afterwards the
chain still holds, and the seal of an unknown text under a lost key tells nobody anything.

>>> issued = Event(1, EventKind.ISSUED, "2026-11-21T09:00:00+00:00", "20261121-7F3K", None, "", "")
>>> issued.hash_after("")[:16]
'cab34da704ef70e7'
>>> issued.hash_after("another past")[:16] == issued.hash_after("")[:16]
False
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database

_KEY_BYTES = 16
"""128 bits: nobody can try all keys to find out what an erased seal was made of."""
_AT_ONCE = 500
"""Rows that are written at once: few enough to stay in the processor's cache."""
_canonical = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class EventKind(StrEnum):
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
    kind: EventKind
    at: str
    """ISO 8601, in UTC."""
    batch_id: str | None
    code: str | None
    detail: str
    """Issued: the digest of batch and letters. Checked: the verdict. Purged: before when."""
    seal: str
    """Empty if the event has no personal fields."""

    def hash_after(self, previous: str) -> str:
        """Return the hash that binds this event to the one before."""
        facts = (self.number, str(self.kind), self.at, self.batch_id, self.code, self.detail)
        return hashlib.sha256(_canonical((previous, *facts, self.seal)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class EventNote:
    """The personal fields of an event, which the ledger keeps in the table `remarks`."""

    location: str | None = field(default=None, repr=False)
    checked_by: str | None = field(default=None, repr=False)
    remark: str | None = field(default=None, repr=False)
    """Why a letter was cancelled, or what was typed if it is no code."""

    @property
    def fields(self) -> tuple[str | None, ...]:
        """What the seal covers."""
        return (self.location, self.checked_by, self.remark)


_NO_NOTE = EventNote()


def draw_key() -> str:
    """Draw the key of a seal."""
    return secrets.token_hex(_KEY_BYTES)


class Digest:
    """A hash over rows, one after the other; a seal if it has a key.

    >>> Digest().add([("a", 1), ("b", 2)]).text == Digest().add([("a", 1)]).add([("b", 2)]).text
    True
    """

    def __init__(self, key: str = "") -> None:
        self._hash = hmac.new(key.encode(), digestmod="sha256") if key else hashlib.sha256()

    def add(self, rows: Iterable[tuple[object, ...]]) -> "Digest":
        """Take more rows, in their order."""
        remaining = iter(rows)
        while several := list(islice(remaining, _AT_ONCE)):
            # without the list's brackets, so that it does not matter which rows come together
            self._hash.update(f"{_canonical(several)[1:-1]},".encode())
        return self

    @property
    def text(self) -> str:
        """The digest in hexadecimal digits."""
        return self._hash.hexdigest()


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to add the next event; it ends with the transaction."""

    database: Database
    number: int
    previous: str
    """The hash of the event before."""

    def record(
        self,
        kind: EventKind,
        at: str,
        *,
        batch_id: str | None = None,
        code: str | None = None,
        detail: str = "",
        note: EventNote = _NO_NOTE,
    ) -> None:
        """Add an event with its personal fields, if it has any, under a key of their own."""
        key = draw_key() if note != _NO_NOTE else ""
        seal = Digest(key).add([note.fields]).text if key else ""
        self.record_sealed(Event(self.number, kind, at, batch_id, code, detail, seal), key, note)

    def record_sealed(self, event: Event, key: str, note: EventNote = _NO_NOTE) -> None:
        """Add an event whose seal has been made already."""
        hashed = event.hash_after(self.previous)
        self.database.execute(
            statements.RECORD_EVENT,
            {
                "number": event.number,
                "kind": event.kind.value,
                "at": event.at,
                "batch_id": event.batch_id,
                "code": event.code,
                "detail": event.detail,
                "seal": event.seal,
                "hash": hashed,
            },
        )
        self.database.execute(statements.RECORD_HEAD, {"hash": hashed})
        if key:
            self.database.execute(statements.RECORD_REMARK, _remark_row(event.number, key, note))


def take_turn(database: Database) -> Turn:
    """Wait for the turn to add an event, within a transaction."""
    row = database.fetch_one(statements.TAKE_TURN)
    if row is None:
        raise RuntimeError("the ledger has lost its first row")
    return Turn(database, row["events"], row["head"])


@contextmanager
def hold_turn(database: Database) -> Iterator[Turn]:
    """Do all of it or none of it, with no other event in between."""
    with database.transaction():
        yield take_turn(database)


def _remark_row(number: int, key: str, note: EventNote) -> dict[str, object]:
    return {
        "event": number,
        "key": key,
        "location": note.location,
        "checked_by": note.checked_by,
        "remark": note.remark,
    }
