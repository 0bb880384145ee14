"""Adds events to the chain, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prisonmail.ledger import statements
from prisonmail.ledger.database import Database
from prisonmail.ledger.events import Digest, Event, Kind, Remark, new_key

_NO_REMARK = Remark()


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to add the next event; it ends with the transaction."""

    database: Database
    number: int
    previous: str

    def record(
        self,
        kind: Kind,
        at: str,
        *,
        batch_id: str | None = None,
        code: str | None = None,
        detail: str = "",
        remark: Remark = _NO_REMARK,
    ) -> None:
        """Add an event with its personal fields, if it has any, under a key of their own."""
        key = new_key() if remark != _NO_REMARK else ""
        seal = Digest(key).add([remark.fields]).text if key else ""
        event = Event(self.number, kind, at, batch_id, code, detail, seal)
        self.record_sealed(event, key, remark)

    def record_sealed(self, event: Event, key: str, remark: Remark = _NO_REMARK) -> None:
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
            self.database.execute(statements.RECORD_REMARK, _remark_row(event.number, key, remark))


def take_turn(database: Database) -> Turn:
    """Wait for the turn to add an event, within a transaction."""
    row = database.one(statements.TAKE_TURN)
    if row is None:
        raise RuntimeError("the ledger has lost its first row")
    return Turn(database, row["events"], row["head"])


@contextmanager
def turn(database: Database) -> Iterator[Turn]:
    """Do all of it or none of it, with no other event in between."""
    with database.transaction():
        yield take_turn(database)


def _remark_row(number: int, key: str, remark: Remark) -> dict[str, object]:
    return {
        "event": number,
        "key": key,
        "location": remark.location,
        "checked_by": remark.checked_by,
        "remark": remark.remark,
    }
