"""What happened, one event after another, each bound to the one before it.

An event's hash is SHA-256 over the hash before it and its own facts. Personal fields enter it only
as a seal (`seals.py`), whose key is erased with them. The chain is then still whole, and a seal
whose key is erased reveals nothing of what was sealed.

>>> issued = Event(1, EventKind.ISSUED, "2026-11-21T09:00:00+00:00", "20261121-7F3K", None, "", "")
>>> issued.hash_after("")[:16]
'cab34da704ef70e7'
>>> issued.hash_after("another past")[:16] == issued.hash_after("")[:16]
False
"""

import hashlib
from enum import StrEnum
from typing import ClassVar

from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.seals import begin_seal, canonical, draw_key
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.head import Head, LedgerName
from prisonmail.sender.signing.own_keys import OwnKeys
from prisonmail.system.operators import Operator
from prisonmail.system.record import Record, Workpiece, replace

LONGEST_REMARK = 200
"""Characters kept of a place, a name or a reason, so that no typing fills the disk."""


class EventKind(StrEnum):
    """What can happen to a batch or a code."""

    ISSUED = "issued"
    PRINTED = "printed"
    """The paper of a batch was published; with a code, that of one letter."""
    REPRINT = "reprint"
    """A reprint was asked for."""
    CHECKED = "checked"
    CANCELLED = "cancelled"
    PURGED = "purged"
    ACCEPTED = "accepted"
    """Somebody had the ledger go on although it was behind what a machine had seen of it."""
    EXPORTED = "exported"
    BACKED_UP = "backed-up"
    PROFILE = "profile"
    """The sender profile was made or changed on a machine."""
    PRISONS = "prisons"
    """A machine took another register of prisons."""
    KEY = "key"
    """The ledger was encrypted, decrypted, or got another key."""
    POLICY = "policy"
    """A rule was set for all who use the ledger."""
    PERSON = "person"
    """An entry of the address book was written or erased."""
    ERASED = "erased"
    """The person that one letter was written to was erased."""
    DOCKET = "docket"
    """A prison was told of letters on their way to it, or of codes that went bad."""
    NOTIFIED = "notified"
    """A docket was to go to a prison by mail: whether it went is its last word."""
    SIGNING_KEY = "signing-key"
    """The firm's key, with which it signs, was made, changed or revoked."""
    HOME_SAVED = "home-saved"
    """Everything of a home was written into an archive."""
    EXCEPTIONAL = "exceptional"
    """Somebody went to batches of another, and said why."""
    RECEIVED = "received"
    """A docket was received."""
    REFUSED = "refused"
    """What is said to be a docket was kept apart."""
    TRUST = "trust"
    """A sender's key was accepted, withdrawn, or followed by another."""
    LEARNED = "learned"
    """The report of a prison's desk was taken."""
    ARRIVED = "arrived"
    """A desk has checked a code, as its report says."""
    ASKED = "asked"
    """A code was to be sent to the mailbox of a sender."""
    TRIED = "tried"
    """A wrong one was typed."""
    PROVED = "proved"
    """The right one was typed, or a second person vouched for the mailbox."""
    SENDER = "sender"
    """The status of a sender was set: suspended, say."""
    ACCESS = "access"
    """A program or a person was allowed to use the server, or no longer."""


class Event(Record, frozen=True):
    """One event, as the chain binds it."""

    number: int
    kind: EventKind
    at: str
    """ISO 8601, in UTC."""
    batch_id: str | None
    code: str | None
    detail: str
    """Issued: the digest of batch and letters. Checked: the verdict. Purged: before when.
    Accepted: the head that is gone. Policy: its name and value. Person: the name of the entry, and
    its seal if it was written. Erased: the new seal of the batch. Docket: the prison, the serial
    and the SHA-256 of the document. Notified: the prison, the message's id, that SHA-256, and
    whether it was sent. Signing key: what was done, and its fingerprint. Exceptional: the command.
    Received: the digest of a docket. Refused: why, and the SHA-256 of the document. Trust: the
    standing, and the key. Learned: the desk's key, and the SHA-256 of its report. Arrived: the
    verdict there, and when. Asked, tried, proved: whose mailbox, as in `proofs.py`. Sender: its
    status and address. Access: whom, and what they may do, as in `grants.py`."""
    seal: str
    """Empty if the event has no personal fields."""

    def hash_after(self, previous: str) -> str:
        """Return the hash that binds this event to the one before."""
        facts = (self.number, str(self.kind), self.at, self.batch_id, self.code, self.detail)
        return hashlib.sha256(canonical((previous, *facts, self.seal)).encode()).hexdigest()


class EventNote(Record, frozen=True):
    """The personal fields of an event, which the ledger keeps in the table `remarks`."""

    withheld: ClassVar[tuple[str, ...]] = (
        "location",
        "checked_by",
        "remark",
        "operator",
        "machine",
    )

    location: str | None = None
    checked_by: str | None = None
    remark: str | None = None
    """Why a letter was cancelled, what was typed if it is not a code, or which file was written."""
    operator: str | None = None
    """The person at the keyboard; None in events that an earlier prisonmail recorded."""
    machine: str | None = None

    @property
    def hand(self) -> tuple[str | None, ...]:
        """Whose hand and machine it was; nothing if that is not known.

        Such notes are sealed as before there were any, so that older seals hold.
        """
        known = self.operator is not None or self.machine is not None
        return (self.operator, self.machine) if known else ()

    @property
    def fields(self) -> tuple[str | None, ...]:
        """What the seal covers."""
        return (self.location, self.checked_by, self.remark, *self.hand)

    def name_hand(self, operator: Operator | None) -> "EventNote":
        """Return the same with the person at work; if that is None, the same."""
        if operator is None:
            return self
        return replace(self, operator=tidy(operator.name), machine=tidy(operator.machine))


_NO_NOTE = EventNote()


class Turn(Workpiece):
    """The right to add the next event. It ends with the transaction."""

    database: Database
    ledger: LedgerName
    before: Head
    """The event before."""
    apart: bytes | None = None
    """The key with which this machine seals personal fields; None if it has none."""
    operator: Operator | None = None
    """Who is at work."""
    keys: OwnKeys | None = None
    """The firm's, with which heads are signed."""
    recorded: Event | None = None
    """The event that was added."""
    head: Head | None = None
    """The same, as the ledger's head."""

    @property
    def number(self) -> int:
        """The number of the event that is to be added."""
        return self.before.number + 1

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
        """Add an event; its personal fields, if it has any, are sealed with a new key."""
        note = note.name_hand(self.operator)
        key = draw_key() if note != _NO_NOTE else ""
        of = str(self.number)
        seal = begin_seal(key, of, self.apart).add([note.fields]).text if key else ""
        self.record_sealed(Event(self.number, kind, at, batch_id, code, detail, seal), key, note)

    def record_sealed(self, event: Event, key: str, note: EventNote = _NO_NOTE) -> None:
        """Add an event that has its seal, which was made with the key."""
        hashed = event.hash_after(self.before.hash)
        self.database.change(
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
        if key:
            self.database.change(statements.RECORD_REMARK, _remark_row(event.number, key, note))
        self.recorded, self.head = event, Head(event.number, hashed)


def tidy(text: str | None) -> str | None:
    """Cut what is kept, and drop NUL, which PostgreSQL refuses, and what commands a terminal."""
    if text is None:
        return None
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_REMARK]


def take_turn(database: Database) -> Turn:
    """Wait, within a transaction, until no other process can add an event before its end.

    The ledger's own row is the lock. Whoever takes it does so before locking anything else that
    others lock too, so that no two can wait for each other; issuing takes it last, because its
    rows are new and nobody else has them. Raises InputMissing if the row is not there alone.
    """
    ledger, head = _read_position(database, statements.TAKE_TURN)
    return Turn(database, ledger, Head(head.number - 1, head.hash))


def write_head(database: Database, head: Head) -> None:
    """Have the ledger name its last event, once all that a transaction records is there."""
    database.change(statements.RECORD_HEAD, {"number": head.number, "hash": head.hash})


def read_position(database: Database) -> tuple[LedgerName, Head]:
    """Return which ledger it is, and its last event. Raises InputMissing as `take_turn` does."""
    return _read_position(database, statements.READ_HEAD)


def _read_position(database: Database, statement: str) -> tuple[LedgerName, Head]:
    rows = database.fetch_all(statement)
    if len(rows) != 1:
        raise InputMissing(
            f"The ledger {database.name} was changed by hand: its table `ledger` holds "
            f"{len(rows)} rows that can be changed, and has to hold one.",
            "Keep it as it is, and compare it with a backup.",
        )
    row = rows[0]
    return LedgerName(row["id"], row["made_at"]), Head(row["events"], row["head"])


def _remark_row(number: int, key: str, note: EventNote) -> dict[str, object]:
    return {
        "event": number,
        "key": key,
        "location": note.location,
        "checked_by": note.checked_by,
        "remark": note.remark,
        "operator": note.operator,
        "machine": note.machine,
    }
