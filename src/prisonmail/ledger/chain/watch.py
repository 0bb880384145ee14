"""Watches over a ledger with what this machine knows of it apart from the ledger itself.

Whoever can write to a ledger can make its whole chain anew, put back an older copy, or cut off its
end. But they cannot make this machine forget the last event that it saw, nor seal a head with a key
that they do not have.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.apart.kept_apart import Sighting
from prisonmail.ledger.chain.events import EventKind, Turn, read_position, take_turn, write_head
from prisonmail.ledger.chain.signed_heads import record_signature, sign_text
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.head import Head, LedgerName, name_key
from prisonmail.sender.signing.own_keys import OwnKeys
from prisonmail.sender.signing.private_keys import SigningKey
from prisonmail.sender.signing.store import find_key_path
from prisonmail.system import clock
from prisonmail.system.operators import Operator
from prisonmail.system.record import replace

EVENTS_OF_A_HEAD = 1_000
"""After so many events a head is sealed, even if no batch was issued."""
_CLOSING = (
    *(EventKind.ISSUED, EventKind.RECEIVED, EventKind.PURGED),
    *(EventKind.ACCEPTED, EventKind.ERASED),
)
"""Events after which a head is sealed, with a new key if there is none: whoever checks codes and
issues none needs no key."""
NOBODY = "nobody"
"""Stands for the key in a head that could not be sealed, because its machine keeps no key."""
_ACCEPT = (
    "If a backup was put back on purpose, go on with: prisonmail ledger accept-head --reason TEXT. "
    "If not, keep the ledger as it is, and compare it with a backup."
)


def find_lost(place: str) -> LedgerWentBack | None:
    """Return what is wrong if there is no file at a place, but this machine saw a ledger there.

    A new one would be made, be refused for the same reason, and stay.
    """
    seen = kept_apart.read_sighting(place)
    if seen is None:
        return None
    return LedgerWentBack(
        f"There is no ledger at {place}, but this machine saw event {seen.number} of one there"
        f"{_say_when(seen)}.",
        "Put it back from a backup. If it is lost, begin a new one with: prisonmail ledger "
        "accept-head --reason TEXT",
    )


class Watch:
    """What this machine knows of the ledger at a place."""

    def __init__(
        self, place: str, operator: Operator | None = None, keys: OwnKeys | None = None
    ) -> None:
        self._place = place
        self.operator = operator
        self.keys = keys or OwnKeys(find_key_path())

    @contextmanager
    def hold_turn(self, database: Database) -> Iterator[Turn]:
        """Do all of it or none of it, as one event with no other in between.

        Raises LedgerWentBack.
        """
        with database.transaction():
            turn = self.take_turn(database)
            yield turn
            closed = close_head(turn)
            write_head(database, turn.head or turn.before)
        if turn.head:
            self.keep(turn.ledger, turn.head, closed=closed)

    def take_turn(self, database: Database) -> Turn:
        """Take the turn, in a ledger that is not behind what this machine saw of it.

        Raises LedgerWentBack, and InputMissing if its end was changed by hand.
        """
        turn = take_turn(database)
        seen = self.recall(database, turn.ledger)
        self._refuse_setback(database, turn.ledger, turn.before, seen)
        turn.apart = kept_apart.read_key(turn.ledger.id)
        turn.operator, turn.keys = self.operator, self.keys
        return turn

    def make_key(self, database: Database) -> bytes | None:
        """Return the key that this machine keeps apart, a new one if there is none.

        None if it can keep none. Raises InputMissing if the ledger has no id.
        """
        ledger = read_position(database)[0]
        _refuse_without_id(database, ledger)
        return kept_apart.make_key(ledger.id)

    @contextmanager
    def look(self, database: Database) -> Iterator[tuple[LedgerName, Head]]:
        """Read everything within as it is now, in a ledger that is not behind; raises the same."""
        seen = self.recall(database, read_position(database)[0])
        with database.snapshot():  # after that, or another process could have seen more by now
            ledger, last = read_position(database)
            self._refuse_setback(database, ledger, last, seen)
            yield ledger, last

    def _refuse_setback(
        self, database: Database, ledger: LedgerName, last: Head, seen: Sighting | None
    ) -> None:
        """Raise LedgerWentBack if a ledger is behind the last event that this machine saw.

        Raises InputMissing if its last event is not the one that it names itself.
        """
        number = seen.number if seen else last.number
        rows = database.fetch_all(statements.LOOK_BACK, {"seen": number, "last": last.number})
        found = {row["number"]: row["hash"] for row in rows}
        if setback := _find_setback(ledger, last, seen, found.get(number)):
            raise LedgerWentBack(setback, _ACCEPT)
        if (found.get(last.number, ""), max(found, default=0)) != (last.hash, last.number):
            raise InputMissing(
                f"The end of the ledger {database.name} was changed by hand: number {last.number} "
                "is not its last event, as it says itself.",
                "See what is wrong with: prisonmail ledger check",
            )

    def recall(self, database: Database, ledger: LedgerName) -> Sighting | None:
        """Return the last event that this machine saw here, else of this ledger at other places.

        None if it knows of none. Raises InputMissing if the ledger has no id.
        """
        _refuse_without_id(database, ledger)
        here = kept_apart.read_sighting(self._place)
        return here or kept_apart.read_elsewhere(ledger.id)

    def find_setback(
        self, database: Database, ledger: LedgerName, last: Head, seen: Sighting | None
    ) -> str:
        """Say how a ledger is behind what this machine saw of it, or return nothing."""
        row = database.fetch_one(statements.READ_EVENT, {"number": seen.number if seen else 0})
        return _find_setback(ledger, last, seen, row["hash"] if row else None)

    def is_elsewhere(self, seen: Sighting) -> bool:
        """Check whether an event was seen at another place only."""
        return seen.place != self._place

    def keep(self, ledger: LedgerName, head: Head, *, closed: str = "", anew: bool = False) -> bool:
        """Keep a head as the last that this machine saw here; return whether that was possible.

        `closed` is the name of the key that sealed it, if it was sealed.
        Another process may have kept a later one meanwhile; that stays, unless it begins `anew`.
        """
        before = kept_apart.read_sighting(self._place)
        if before and before.number >= head.number and not anew:
            return True
        new = Sighting(ledger.id, self._place, head.number, head.hash, clock.now().isoformat())
        if before:
            new = replace(new, witness=before.witness)
        if before and not anew:
            opened, closed_by = before.opened, before.closed_by
            new = replace(new, opened=opened, closed=before.closed, closed_by=closed_by)
        if closed:
            opened = new.opened if closed == new.closed_by else head.number
            new = replace(new, opened=opened, closed=head.number, closed_by=closed)
        if closed and new.witness:
            with suppress(OutputRefused):  # `ledger check` says so; no letter waits for it
                self._write_witness(ledger, new)
        return kept_apart.write_sighting(new)

    def name_witness(
        self, ledger: LedgerName, head: Head, file: str, key: SigningKey | None = None
    ) -> None:
        """Keep a head in a file on another disk too, now and whenever one is sealed.

        Raises OutputRefused.
        """
        kept = bool(head.number) and self.keep(ledger, head)
        seen = kept_apart.read_sighting(self._place)
        if not kept or seen is None:
            raise OutputRefused(
                "This machine cannot keep the last event that it saw: its folder of settings "
                f"({kept_apart.folder()}) cannot be written to, or the ledger is empty."
            )
        seen = replace(seen, witness=file)
        self._write_witness(ledger, seen, key)
        kept_apart.write_sighting(seen)

    def _write_witness(
        self, ledger: LedgerName, seen: Sighting, key: SigningKey | None = None
    ) -> None:
        text = kept_apart.write_text(seal(ledger, seen))
        signature = sign_text(text, key or self.keys.at_hand)
        kept_apart.write_witness(seen.witness, text, signature)


def close_head(turn: Turn) -> str:
    """Seal the head after an event that closes something; return the key's name, or nothing.

    It is signed too, with the firm's key, if that is at hand.
    """
    closing = turn.recorded is not None and turn.recorded.kind in _CLOSING
    if turn.head is None or (not closing and turn.number % EVENTS_OF_A_HEAD):
        return ""
    key = (kept_apart.make_key if closing else kept_apart.read_key)(turn.ledger.id)
    sealed_by = name_key(key) if key else NOBODY
    made = turn.head.seal(key, turn.ledger) if key else ""
    row = {"number": turn.head.number, "sealed_by": sealed_by, "seal": made}
    turn.database.change(statements.RECORD_SEALED_HEAD, row)
    if turn.keys:
        record_signature(turn.database, turn.ledger, turn.head, turn.keys.at_hand)
    return sealed_by if key else ""


def seal(ledger: LedgerName, seen: Sighting) -> Sighting:
    """Seal what was seen for a witness, if this machine has the key."""
    key = kept_apart.read_key(ledger.id)
    if key is None:
        return seen
    return replace(seen, sealed_by=name_key(key), seal=seen.head.seal(key, ledger))


def _refuse_without_id(database: Database, ledger: LedgerName) -> None:
    if not kept_apart.is_id(ledger.id):
        raise InputMissing(
            f"The id of the ledger {database.name} was changed by hand.",
            "Keep it as it is, and compare it with a backup.",
        )


def _find_setback(ledger: LedgerName, last: Head, seen: Sighting | None, found: str | None) -> str:
    """Compare a ledger with what was seen, and with the hash found at the number of that."""
    if seen is None:
        return ""
    when = _say_when(seen)
    if seen.ledger != ledger.id:
        return f"At {seen.place} this machine last saw another ledger{when}."
    if seen.number > last.number:
        return (
            f"The ledger has gone back: it ends with event {last.number}, but this machine saw "
            f"event {seen.number}{when}."
        )
    if found != seen.hash:
        return (
            "The ledger is not the one that this machine saw: its event "
            f"{seen.number} is another{when}."
        )
    return ""


def _say_when(seen: Sighting) -> str:
    try:
        return f", on {clock.long_time(datetime.fromisoformat(seen.at))}"
    except ValueError:
        return ""
