"""Watches over a ledger with what this machine knows of it apart from the ledger itself.

Whoever can write to a ledger can make its whole chain anew, put back an older copy, or cut off its
end. But they cannot make this machine forget the last event that it saw, nor seal a head with a key
that they do not have.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused
from prisonmail.ledger import kept_apart
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.events import EventKind, Turn, read_position, take_turn
from prisonmail.ledger.head import Head, LedgerName, name_key
from prisonmail.ledger.kept_apart import Sighting
from prisonmail.system import clock

EVENTS_OF_A_HEAD = 1_000
"""After so many events a head is sealed, even if no batch was issued."""
_CLOSING = (EventKind.ISSUED, EventKind.PURGED, EventKind.ACCEPTED)
"""Events after which a head is sealed, with a new key if there is none: whoever checks codes and
issues none needs no key."""
_ACCEPT = (
    "If a backup was put back on purpose, go on with: prisonmail ledger accept-head --reason TEXT. "
    "If not, keep the ledger as it is, and compare it with a backup."
)


class Watch:
    """What this machine knows of the ledger at a place."""

    def __init__(self, place: str) -> None:
        self._place = place

    @contextmanager
    def hold_turn(self, database: Database) -> Iterator[Turn]:
        """Do all of it or none of it, as one event with no other in between.

        Raises LedgerWentBack.
        """
        with database.transaction():
            turn = self.take_turn(database)
            yield turn
            closed = close_head(turn)
        self.note(turn, closed=closed)

    def take_turn(self, database: Database) -> Turn:
        """Take the turn, in a ledger that is not behind what this machine saw of it.

        Raises LedgerWentBack, and InputMissing if its end was changed by hand.
        """
        turn = take_turn(database)
        note = self.recall(database, turn.ledger)
        self._refuse_setback(database, turn.ledger, turn.before, note)
        return turn

    @contextmanager
    def look(self, database: Database) -> Iterator[tuple[LedgerName, Head]]:
        """Read everything within as it is now, in a ledger that is not behind; raises the same."""
        note = self.recall(database, read_position(database)[0])
        with database.snapshot():  # after the note: another process may keep a later one by now
            ledger, last = read_position(database)
            self._refuse_setback(database, ledger, last, note)
            yield ledger, last

    def _refuse_setback(
        self, database: Database, ledger: LedgerName, last: Head, note: Sighting | None
    ) -> None:
        """Raise LedgerWentBack if a ledger is behind the last event that this machine saw.

        Raises InputMissing if its last event is not the one that it names itself.
        """
        seen = note.number if note else last.number
        rows = database.fetch_all(statements.LOOK_BACK, {"seen": seen, "last": last.number})
        found = {row["number"]: row["hash"] for row in rows}
        if setback := self._find_setback(ledger, last, note, found.get(seen)):
            raise LedgerWentBack(setback, _ACCEPT)
        if (found.get(last.number, ""), max(found, default=0)) != (last.hash, last.number):
            raise InputMissing(
                f"The end of the ledger {database.name} was changed by hand: number {last.number} "
                "is not its last event, as it says itself.",
                "See what is wrong with: prisonmail ledger check",
            )

    def find_setback(
        self, database: Database, ledger: LedgerName, last: Head, note: Sighting | None
    ) -> str:
        """Say how a ledger is behind what this machine saw of it, or return nothing."""
        row = database.fetch_one(statements.READ_EVENT, {"number": note.number if note else 0})
        return self._find_setback(ledger, last, note, row["hash"] if row else None)

    def recall(self, database: Database, ledger: LedgerName) -> Sighting | None:
        """Return the last event of a ledger that this machine saw, or None if it knows of none.

        Raises InputMissing if the ledger has no id.
        """
        if not kept_apart.is_id(ledger.id):
            raise InputMissing(
                f"The id of the ledger {database.name} was changed by hand.",
                "Keep it as it is, and compare it with a backup.",
            )
        return kept_apart.read_note(ledger.id)

    def note(self, turn: Turn, *, closed: bool, anew: bool = False) -> None:
        """Keep an event, once it is recorded, as the last that this machine saw of its ledger.

        Another process may have kept a later one meanwhile; that stays, unless it begins `anew`.
        """
        if turn.head is None:
            return
        self.note_head(turn.ledger, turn.head, closed=closed, anew=anew)

    def note_head(
        self, ledger: LedgerName, head: Head, *, closed: bool = False, anew: bool = False
    ) -> bool:
        """Keep a head as the last that was seen, as `note`; return whether that was possible."""
        before = kept_apart.read_note(ledger.id)
        if before and before.number > head.number and not anew:
            return True  # an older copy, or another process was quicker
        self.note_place(ledger)
        if before and before.head == head and not closed:
            return True
        known = before or Sighting(0, "", "")
        if anew:
            known = replace(known, opened=0, closed=0)
        if closed:
            known = replace(known, opened=known.opened or head.number, closed=head.number)
        at = clock.now().isoformat()
        note = replace(known, number=head.number, hash=head.hash, at=at)
        if closed and note.witness:
            with suppress(OutputRefused):  # `ledger check` says so; no letter waits for it
                kept_apart.write_witness(note.witness, sign(ledger, note))
        return kept_apart.write_note(ledger.id, note)

    def has_seen(self, ledger: LedgerName) -> bool:
        """Check whether this machine has seen a ledger at this place, and not elsewhere only."""
        return kept_apart.read_id_at(self._place) == ledger.id

    def note_place(self, ledger: LedgerName) -> None:
        """Keep that a ledger is at this place."""
        if kept_apart.read_id_at(self._place) != ledger.id:
            kept_apart.write_id_at(self._place, ledger.id)

    def name_witness(self, ledger: LedgerName, head: Head, file: str) -> None:
        """Keep a head in a file on another disk too, now and whenever one is sealed.

        Raises OutputRefused.
        """
        self.note_head(ledger, head)
        note = kept_apart.read_note(ledger.id)
        if note is None:
            raise OutputRefused(
                "This machine cannot keep the last event that it saw: its folder of settings "
                f"({kept_apart.folder()}) cannot be written to, or the ledger is empty."
            )
        note = replace(note, witness=file)
        kept_apart.write_witness(file, sign(ledger, note))
        kept_apart.write_note(ledger.id, note)

    def _find_setback(
        self, ledger: LedgerName, last: Head, note: Sighting | None, found: str | None
    ) -> str:
        """Compare a ledger with a note, and with the hash found at the number that it notes."""
        known = kept_apart.read_id_at(self._place)
        if known not in ("", ledger.id):
            return f"At {self._place} this machine last saw another ledger{_say_when(known)}."
        if note is None:
            return ""
        if note.number > last.number:
            return (
                f"The ledger has gone back: it ends with event {last.number}, but this machine saw "
                f"event {note.number}{_say_when(ledger.id)}."
            )
        if found != note.hash:
            return (
                "The ledger is not the one that this machine saw: its event "
                f"{note.number} is another{_say_when(ledger.id)}."
            )
        return ""


def close_head(turn: Turn) -> bool:
    """Seal the head after an event that closes something; return whether it was sealed."""
    if turn.head is None or turn.recorded is None:
        return False
    if turn.recorded.kind in _CLOSING:
        key = kept_apart.make_key(turn.ledger.id)
    elif turn.number % EVENTS_OF_A_HEAD == 0:
        key = kept_apart.read_key(turn.ledger.id)
    else:
        return False
    if key is None:
        return False
    seal = turn.head.seal(key, turn.ledger)
    row = {"number": turn.head.number, "sealed_by": name_key(key), "seal": seal}
    turn.database.change(statements.RECORD_SEALED_HEAD, row)
    return True


def sign(ledger: LedgerName, note: Sighting) -> Sighting:
    """Seal a note for a witness, if this machine has the key."""
    key = kept_apart.read_key(ledger.id)
    if key is None:
        return note
    return replace(note, sealed_by=name_key(key), seal=note.head.seal(key, ledger))


def _say_when(ledger_id: str) -> str:
    note = kept_apart.read_note(ledger_id) if kept_apart.is_id(ledger_id) else None
    try:
        return f", on {clock.long_time(datetime.fromisoformat(note.at))}" if note else ""
    except ValueError:
        return ""
