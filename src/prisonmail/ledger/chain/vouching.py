"""What the machine that examines a ledger can vouch for, by its key and by what it saw.

A sealed head proves that the chain up to it is as it was when the head was sealed. What came after
the last sealed head is vouched for up to the last event that this machine saw.
"""

from collections.abc import Iterator

from prisonmail.errors import InputMissing
from prisonmail.ledger.apart import kept_apart
from prisonmail.ledger.apart.kept_apart import Sighting
from prisonmail.ledger.chain.events import EventKind, read_position
from prisonmail.ledger.chain.seals import SealKeys
from prisonmail.ledger.chain.signed_heads import (
    HeadSignatures,
    SignedHeads,
    examine_witness,
    is_of_firm,
)
from prisonmail.ledger.chain.watch import NOBODY, Watch
from prisonmail.ledger.database import audit_statements, statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.head import Head, LedgerName
from prisonmail.sender.signing.own_keys import OwnKeys
from prisonmail.system.record import Record, Workpiece, field


class Vouching(Record, frozen=True):
    """What a machine can say of a ledger from what it keeps apart from it."""

    faults: tuple[str, ...] = ()
    since: str | None = None
    """When the first head that this machine's keys vouch for was sealed; ISO 8601, in UTC."""
    until: int = 0
    """The last event whose head is sealed by it."""
    remarks: tuple[str, ...] = ()
    """What it cannot vouch for, and why."""
    older: bool = False
    """Whether it is an older copy of a ledger that this machine saw elsewhere."""
    signatures: tuple[HeadSignatures, ...] = ()
    """The heads that firms' keys have signed, key by key."""


class _Seals(Workpiece):
    """What the sealed heads of a ledger prove, to whoever has some of the keys."""

    signed: SignedHeads
    since: str | None = None
    first: int = 0
    last: int = 0
    broken: int = 0
    """The first that is not as it was sealed; 0 if there is none."""
    lost: tuple[int, int] = (0, 0)
    """The first and the last that this machine sealed, if it lost the key."""
    others: set[str] = field(default_factory=set)
    """Keys that are not on this machine."""


class Memory(Record, frozen=True):
    """What this machine, and its witness on another disk, saw of a ledger."""

    seen: Sighting | None = None
    witnessed: Sighting | None = None
    signed: tuple[bytes, bytes] = (b"", b"")
    """The text of the witness, and its signature; empty if it has none."""


def recall(database: Database, watch: Watch) -> Memory:
    """Return what was seen of a ledger, before a snapshot of it is taken.

    Afterwards, another process could have seen what the snapshot does not have.
    """
    try:
        seen = watch.recall(database, read_position(database)[0])
    except InputMissing:
        return Memory()  # what is wrong with the ledger, the examination tells
    except database.no_table:
        return Memory()
    if seen is None or not seen.witness:
        return Memory(seen)
    signed = kept_apart.read_witness_signature(seen.witness)
    return Memory(seen, kept_apart.read_witness(seen.witness), signed)


def gather_keys(database: Database) -> SealKeys:
    """Return the keys of a ledger that this machine keeps apart from it."""
    row = database.fetch_one(statements.READ_HEAD)
    return SealKeys(kept_apart.read_keys(row["id"]) if row else ())


def say_missed(keys: SealKeys) -> Iterator[str]:
    """Say, after an examination, what was sealed with keys that are not on this machine."""
    for name in sorted({name for name, _ in keys.missed}):
        batches = keys.missed[name, EventKind.ISSUED]
        events = sum(found for (by, _), found in keys.missed.items() if by == name) - batches
        yield (
            f"Personal fields sealed by a key that is not on this machine ({name}): batches "
            f"{batches:,}, other events {events:,}. Whether these fields were changed, nobody can "
            "say without that key."
        )
    for batch in sorted(keys.unproved):
        yield (
            f"Batch {batch} was sealed again when a person was erased, without the key of its seal "
            "before: whether its personal fields had been changed until then, nobody can say."
        )


def vouch(database: Database, watch: Watch, memory: Memory, keys: SealKeys) -> Vouching:
    """Compare a ledger with what this machine keeps apart from it; only within a snapshot."""
    try:
        ledger, last = read_position(database)
        watch.recall(database, ledger)
    except InputMissing as error:
        return Vouching(faults=(error.message,))
    seen = memory.seen
    signed = SignedHeads(ledger, watch.keys)
    seals = _read_seals(database, ledger, keys, seen.closed_by if seen else "", signed)
    signatures = tuple(signed.found.values())
    if seen and seen.number > last.number and watch.is_elsewhere(seen):
        return Vouching(
            since=seals.since,
            until=seals.last,
            remarks=(_say_older(seen),),
            older=True,
            signatures=signatures,
        )
    faults = list(_find_faults(database, watch, ledger, last, seen, seals, keys))
    remarks = list(_find_gaps(last, seen, seals))
    if seen and seen.witness:
        own = list(_ask_witness(seen.witness, memory.witnessed, database, ledger, last, keys))
        fault, remark = _examine_signature(seen.witness, memory, ledger, keys, watch.keys)
        faults += [*own, *filter(None, [fault if not own else ""])]
        remarks += filter(None, [remark])
    return Vouching(
        faults=tuple(faults),
        since=seals.since,
        until=seals.last,
        remarks=tuple(remarks),
        signatures=signatures,
    )


def _say_older(seen: Sighting) -> str:
    return (
        "This is an older copy of a ledger, such as a backup: this machine saw event "
        f"{seen.number} of it elsewhere."
    )


def _read_seals(
    database: Database, ledger: LedgerName, keys: SealKeys, own: str, signed: SignedHeads
) -> _Seals:
    """Read the sealed heads: those of this machine's keys are sound or broken, others unknown."""
    seals = _Seals(signed)
    for row in database.stream(audit_statements.SEALED_HEADS):
        head = Head(row["number"], row["hash"] or "")
        if row["sealed_by"] == NOBODY:
            continue
        if is_of_firm(row["sealed_by"]):
            signed.add(head, row["sealed_by"], row["seal"], row["at"] or "")
            continue
        key = keys.find(row["sealed_by"])
        if key is None:
            seals.others.add(row["sealed_by"])
            if row["sealed_by"] == own:
                seals.lost = (seals.lost[0] or head.number, head.number)
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
    seen: Sighting | None,
    seals: _Seals,
    keys: SealKeys,
) -> Iterator[str]:
    if setback := watch.find_setback(database, ledger, last, seen):
        yield setback
    if seals.broken:
        yield (
            f"The head of event {seals.broken} is not as it was sealed: the chain was rebuilt "
            "up to it, or the name or date of the ledger was changed."
        )
    yield from seals.signed.find_faults()
    if seen and (gone := _find_removed(last, seen, keys, seals)):
        yield f"The sealed head of event {gone} was removed."
    removed = database.fetch_one(audit_statements.HEAD_REMOVED)
    if removed:
        yield f"The sealed head of event {removed['number']} was removed."


def _find_removed(last: Head, seen: Sighting, keys: SealKeys, seals: _Seals) -> int:
    """Return the event of a head that this machine sealed, and that has none now; 0 if all have.

    Also without the key, if that is lost: a head names its key.
    """
    if not keys and not seen.closed_by:
        return 0
    lost = seen.closed_by and keys.find(seen.closed_by) is None
    first, closed = seals.lost if lost else (seals.first, seals.last)
    if 0 < seen.opened <= last.number and not 0 < first <= seen.opened:
        return seen.opened
    return seen.closed if closed < seen.closed <= last.number else 0


def _ask_witness(
    witness: str,
    told: Sighting | None,
    database: Database,
    ledger: LedgerName,
    last: Head,
    keys: SealKeys,
) -> Iterator[str]:
    if told is None:
        yield f"The witness {witness} is missing or holds no head."
        return
    key = keys.find(told.sealed_by)
    if key and not told.head.is_sealed(told.seal, key, ledger):
        yield f"The head of the witness {witness} is not as it was sealed."
        return
    row = database.fetch_one(statements.READ_EVENT, {"number": told.number})
    if told.number > last.number or row is None or row["hash"] != told.hash:
        yield f"The witness {witness} saw another event {told.number} than the ledger has."


def _examine_signature(
    witness: str, memory: Memory, ledger: LedgerName, keys: SealKeys, own_keys: OwnKeys
) -> tuple[str, str]:
    """Return what is wrong with the signature of a witness, and what it cannot prove."""
    told = memory.witnessed
    if told is None or not all(memory.signed):
        return "", ""
    key = keys.find(told.sealed_by)
    is_sealed = key is not None and told.head.is_sealed(told.seal, key, ledger)
    return examine_witness(witness, *memory.signed, own_keys, is_sealed=is_sealed)


def _find_gaps(last: Head, seen: Sighting | None, seals: _Seals) -> Iterator[str]:
    """Say what this machine cannot vouch for, in a ledger that is not empty."""
    if not last.number:
        return
    if seen is None:
        yield (
            "This machine knew no last event of this ledger: it is new to it, or what it knew was "
            "lost. From now on it has one."
        )
    if seals.since is None:
        yield (
            "No head is sealed by a key on this machine: that the chain was not rebuilt before "
            "this machine first saw it, nobody can say here."
        )
    if seals.others:
        names = ", ".join(sorted(seals.others))
        yield f"Heads that were sealed by a key that is not on this machine: {names}."
    yield from seals.signed.find_gaps(seals.last)
