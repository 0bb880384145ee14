"""What the machine that examines a ledger can vouch for, by its key and by what it saw.

A sealed head proves that the chain up to it is as it was when the head was sealed. What came after
the last sealed head is vouched for up to the last event that this machine saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from prisonmail.errors import InputMissing
from prisonmail.ledger import kept_apart
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.events import read_position
from prisonmail.ledger.head import Head, LedgerName, name_key
from prisonmail.ledger.kept_apart import Sighting
from prisonmail.ledger.watch import Watch


@dataclass(frozen=True, slots=True)
class Vouching:
    """What a machine can say of a ledger from what it keeps apart from it."""

    faults: tuple[str, ...] = ()
    since: str | None = None
    """When the first head that this machine's key vouches for was sealed; ISO 8601, in UTC."""
    until: int = 0
    """The last event that it vouches for."""
    remarks: tuple[str, ...] = ()
    """What it cannot vouch for, and why."""


@dataclass(slots=True)
class _Seals:
    """What the sealed heads of a ledger prove, to whoever has one key."""

    since: str | None = None
    first: int = 0
    last: int = 0
    broken: int = 0
    """The first that is not as it was sealed; 0 if there is none."""
    others: set[str] = field(default_factory=set)
    """Keys that are not on this machine."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What this machine, and its witness on another disk, saw of a ledger."""

    note: Sighting | None = None
    witnessed: Sighting | None = None


def recall(database: Database, watch: Watch) -> Memory:
    """Return what was seen of a ledger, before a snapshot of it is taken.

    Afterwards, another process could have seen what the snapshot does not have.
    """
    try:
        note = watch.recall(database, read_position(database)[0])
    except InputMissing:
        return Memory()  # what is wrong with the ledger, the examination tells
    except database.no_table:
        return Memory()
    return Memory(note, kept_apart.read_witness(note.witness) if note and note.witness else None)


def vouch(database: Database, watch: Watch, memory: Memory) -> Vouching:
    """Compare a ledger with what this machine keeps apart from it; only within a snapshot."""
    try:
        ledger, last = read_position(database)
        watch.recall(database, ledger)
    except InputMissing as error:
        return Vouching(faults=(error.message,))
    key, note = kept_apart.read_key(ledger.id), memory.note
    seals = _read_seals(database, ledger, key)
    if note and note.number > last.number and not watch.has_seen(ledger):
        return Vouching(since=seals.since, until=seals.last, remarks=(_say_older(note),))
    faults = _find_faults(database, watch, ledger, last, note, seals)
    witness = _ask_witness(database, ledger, last, memory) if note and note.witness else ()
    return Vouching(
        faults=(*faults, *witness),
        since=seals.since,
        until=max(seals.last, note.number if note else 0),
        remarks=tuple(_find_gaps(last, note, key, seals)),
    )


def _say_older(note: Sighting) -> str:
    return (
        "This is an older copy of a ledger, such as a backup: this machine saw event "
        f"{note.number} of it elsewhere."
    )


def _read_seals(database: Database, ledger: LedgerName, key: bytes | None) -> _Seals:
    """Read the sealed heads: those of this machine's key are sound or broken, others unknown."""
    seals, own = _Seals(), name_key(key) if key else ""
    for row in database.stream(statements.SEALED_HEADS):
        head = Head(row["number"], row["hash"] or "")
        if key is None or row["sealed_by"] != own:
            seals.others.add(row["sealed_by"])
        elif head.is_sealed(row["seal"], key, ledger):
            seals.since, seals.last = seals.since or row["at"], head.number
            seals.first = seals.first or head.number
        else:
            seals.broken = seals.broken or head.number
    return seals


def _find_faults(
    database: Database,
    watch: Watch,
    ledger: LedgerName,
    last: Head,
    note: Sighting | None,
    seals: _Seals,
) -> Iterator[str]:
    if setback := watch.find_setback(database, ledger, last, note):
        yield setback
    if seals.broken:
        yield (
            f"The head of event {seals.broken} is not as it was sealed: the chain was made anew "
            "up to it, or the name or date of the ledger was changed."
        )
    if note and 0 < note.opened <= last.number and not 0 < seals.first <= note.opened:
        yield f"The sealed head of event {note.opened} was removed."
    elif note and seals.last < note.closed <= last.number:
        yield f"The sealed head of event {note.closed} was removed."
    removed = database.fetch_one(statements.HEAD_REMOVED)
    if removed:
        yield f"The sealed head of event {removed['number']} was removed."


def _ask_witness(
    database: Database, ledger: LedgerName, last: Head, memory: Memory
) -> Iterator[str]:
    seen, witness = memory.witnessed, memory.note.witness if memory.note else ""
    if seen is None:
        yield f"The witness {witness} is missing or holds no head."
        return
    key = kept_apart.read_key(ledger.id)
    if key and seen.sealed_by == name_key(key) and not seen.head.is_sealed(seen.seal, key, ledger):
        yield f"The head of the witness {witness} is not as it was sealed."
        return
    row = database.fetch_one(statements.READ_EVENT, {"number": seen.number})
    if seen.number > last.number or row is None or row["hash"] != seen.hash:
        yield f"The witness {witness} saw another event {seen.number} than the ledger has."


def _find_gaps(
    last: Head, note: Sighting | None, key: bytes | None, seals: _Seals
) -> Iterator[str]:
    """Say what this machine cannot vouch for, in a ledger that is not empty."""
    if not last.number:
        return
    if note is None:
        yield (
            "This machine knew no last event of this ledger: it is new to it, or its note was "
            "lost. From now on it has one."
        )
    if seals.since is None:
        whose = " on this machine" if key is None else ""
        yield (
            f"No head is sealed by a key{whose}: that the chain was not made anew before this "
            "machine first saw it, nobody can say here."
        )
    if seals.others:
        names = ", ".join(sorted(seals.others))
        yield f"Heads that were sealed by a key that is not on this machine: {names}."
