"""Examines a ledger: whether anything in it was changed, removed or reordered.

The chain shows every change, unless it was recomputed from there to the end. Whoever can write to
the ledger and knows this program can do that; then only what is kept apart from the ledger shows
it: heads sealed with a key, the last event that this machine saw, or a head noted elsewhere.
"""

from collections.abc import Iterator
from itertools import islice

from prisonmail.ledger.chain.batch_seals import Erasures, holds, read_erasures, read_note
from prisonmail.ledger.chain.docket_audit import DISAGREEMENTS, find_docket_fault
from prisonmail.ledger.chain.entries import find_entry_faults
from prisonmail.ledger.chain.events import Event, EventKind, read_position
from prisonmail.ledger.chain.seals import Digest, SealKeys, drop_absent
from prisonmail.ledger.chain.vouching import Vouching, gather_keys, recall, say_missed, vouch
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import audit_statements, statements
from prisonmail.ledger.database.database import Database, Row, read_rows
from prisonmail.ledger.database.schema import COLUMNS
from prisonmail.ledger.database.shape import find_alterations
from prisonmail.ledger.database.statements import BATCH_COLUMNS
from prisonmail.ledger.head import Head
from prisonmail.system.record import Record, field, replace

_NAMES = {
    EventKind.ISSUED: "batch {batch_id} issued",
    EventKind.PRINTED: "batch {batch_id} printed",
    EventKind.REPRINT: "reprint from batch {batch_id}",
    EventKind.CHECKED: "check of code {code}",
    EventKind.CANCELLED: "cancellation in batch {batch_id}",
    EventKind.PURGED: "purge",
    EventKind.ACCEPTED: "an older state accepted",
    EventKind.EXPORTED: "export",
    EventKind.BACKED_UP: "backup",
    EventKind.PROFILE: "change of the profile",
    EventKind.PRISONS: "change of the register of prisons",
    EventKind.KEY: "change of the key",
    EventKind.POLICY: "change of a rule",
    EventKind.PERSON: "entry of the address book",
    EventKind.ERASED: "person of code {code} erased",
    EventKind.DOCKET: "docket for a prison",
    EventKind.NOTIFIED: "notice to a prison",
    EventKind.SIGNING_KEY: "change of the firm's key",
    EventKind.HOME_SAVED: "home saved",
    EventKind.EXCEPTIONAL: "exceptional access",
    EventKind.RECEIVED: "docket received",
    EventKind.REFUSED: "docket kept apart",
    EventKind.TRUST: "standing of a sender's key",
    EventKind.LEARNED: "report of a desk",
    EventKind.ARRIVED: "code {code} checked at a desk",
    EventKind.ASKED: "code for a mailbox",
    EventKind.TRIED: "wrong code for a mailbox",
    EventKind.PROVED: "proof of a mailbox",
    EventKind.SENDER: "status of a sender",
    EventKind.ACCESS: "right to use the server",
}
"""What an event is called in a fault."""
_CANNOT_KEEP = (
    "This machine cannot keep the last event that it saw: its folder of settings cannot be "
    "written to. What is cut off the end of the ledger will not be found here."
)


class Audit(Record, frozen=True):
    """What an examination found."""

    faults: tuple[str, ...]
    without_paper: tuple[str, ...]
    """The batches whose PDF may never have been written."""
    head: Head
    vouching: Vouching = field(default_factory=Vouching)


def examine(database: Database, watch: Watch, noted: Head | None = None) -> Audit:
    """Examine the database, the chain, and whether letters agree with what happened.

    If all is in order, this machine keeps the last event as the one that it saw.
    """
    memory = recall(database, watch)
    with database.snapshot():  # or an event recorded meanwhile would look like one added by hand
        new = database.describe_new()
        altered = find_alterations(new, database.describe()) if new is not None else ()
        found = [*database.find_faults(), *altered]
        if not _is_whole(database):
            return Audit(tuple(found), (), Head(0, ""))
        keys = gather_keys(database)
        vouching = vouch(database, watch, memory, keys)
        found += (*find_chain_faults(database, keys, noted), *vouching.faults)
        vouching = replace(vouching, remarks=(*vouching.remarks, *say_missed(keys)))
        without_paper = tuple(row["id"] for row in database.fetch_all(statements.WITHOUT_PAPER))
        audit = Audit(tuple(found), without_paper, _read_head(database), vouching)
        return audit if found else _keep_head(database, watch, audit)


def _keep_head(database: Database, watch: Watch, audit: Audit) -> Audit:
    ledger, head = read_position(database)
    if not head.number or audit.vouching.older or watch.keep(ledger, head):
        return audit
    remarks = (*audit.vouching.remarks, _CANNOT_KEEP)
    return replace(audit, vouching=replace(audit.vouching, remarks=remarks))


def _is_whole(database: Database) -> bool:
    """Check whether all tables and columns are there, without which nothing can be read."""
    try:
        with database.savepoint():
            for table, columns in COLUMNS.items():
                database.fetch_all(f"SELECT {', '.join(columns)} FROM {table} LIMIT 1")  # noqa: S608
    except database.no_table:
        return False
    return True


def find_chain_faults(
    database: Database, keys: SealKeys, noted: Head | None = None
) -> Iterator[str]:
    """Find the first fault of the chain, and what disagrees with it.

    What was sealed with keys that are not on this machine is counted, and no fault.
    """
    # only the first: once a link is broken, those after it say nothing more
    yield from islice(_find_broken_link(database, keys, _read_head(database), noted), 1)
    yield from _find_disagreements(database)
    yield from find_entry_faults(database, keys)


def _read_head(database: Database) -> Head:
    row = database.fetch_one(statements.READ_HEAD)
    return Head(row["events"], row["head"]) if row else Head(0, "")


def _find_broken_link(
    database: Database, keys: SealKeys, head: Head, noted: Head | None
) -> Iterator[str]:
    """Follow the chain from its first event to its end, and compare that with both heads.

    `head` is what the ledger itself holds of its last event, `noted` what somebody noted earlier.
    """
    erasures = read_erasures(database)
    last = Head(0, "")
    for row in read_rows(database, audit_statements.EVENTS, "number"):
        fault = _find_fault(database, keys, row, last, erasures)
        if fault:
            yield fault
            return
        last = Head(row["number"], row["hash"])
        if noted and noted.number == last.number and noted.hash != last.hash:
            yield f"The chain was rewritten at or before event {last.number}: not the noted hash."
    if noted and noted.number > last.number:
        yield f"Events after number {last.number} were removed: number {noted.number} was noted."
    if last != head:
        yield f"Events after number {last.number} were removed or added by hand."


def _find_fault(
    database: Database, keys: SealKeys, row: Row, last: Head, erasures: Erasures
) -> str | None:
    """Return what is wrong with an event, or None: its place and hash first, then what it seals."""
    number = last.number + 1
    if row["number"] != number:
        return f"Event {number} was removed."
    event = Event(
        number=row["number"],
        kind=row["kind"],
        at=row["at"],
        batch_id=row["batch_id"],
        code=row["code"],
        detail=row["detail"],
        seal=row["seal"],
    )
    if row["kind"] not in _NAMES or event.hash_after(last.hash) != row["hash"]:
        return f"Event {number} was changed or moved, or one before it."
    what = _NAMES[EventKind(row["kind"])].format_map(dict(row))
    name = f"Event {number} ({what}, {row['at'][:10]})"
    erased = row["key"] is None  # a purge removes the row of the table `remarks`, key and all
    erased_alone = erasures.has_erased(event.number, event.code)
    if erased and event.seal and row["at"] >= erasures.before and not erased_alone:
        return f"{name}: its personal fields were removed, and not by a purge."
    if erased_alone and not erased:
        return f"{name}: its personal fields were erased, and put back by hand."
    if row["kind"] == EventKind.ISSUED:
        anew = erasures.batches.get(event.batch_id)
        return _find_batch_fault(database, keys, event, name, row, anew)
    note = read_note(row)
    if row["kind"] == EventKind.RECEIVED:
        return find_docket_fault(database, keys, event, name, row["key"], note.hand)
    seal = None if erased else keys.begin_again(event.seal, row["key"], str(number), event.kind)
    if seal and seal.add([note.fields]).text != event.seal:
        return f"{name}: its personal fields were changed."
    return None


def _find_batch_fault(
    database: Database,
    keys: SealKeys,
    event: Event,
    name: str,
    its_event: Row,
    anew: str | None,
) -> str | None:
    its = {"batch_id": event.batch_id, "id": event.batch_id}
    row = database.fetch_one(statements.FIND_BATCH, its)
    if row is None:
        return f"{name}: the batch was removed."
    facts = Digest().add([tuple(row[column] for column in BATCH_COLUMNS)])
    letters = read_rows(database, audit_statements.LETTERS_OF_BATCH, "sheet", its)
    facts.add(drop_absent(tuple(dict(row).values())) for row in letters)
    if facts.text != event.detail:
        return f"{name}: the batch or one of its letters was changed, removed or added."
    # a purge leaves no key at all: an empty one was put there by hand, and its seal cannot hold
    purged = its_event["key"] is None
    if purged or holds(database, keys, row, its_event, anew) is not False:
        return None
    return f"{name}: a recipient was changed or removed."


def _find_disagreements(database: Database) -> Iterator[str]:
    for statement, said in (
        (
            audit_statements.NOT_ONE_LEDGER,
            "The table `ledger` holds {found} rows, and has to hold one.",
        ),
        (
            audit_statements.STRAY_EVENT,
            "Event {number} lies outside the chain: it was added by hand.",
        ),
        (audit_statements.LETTER_OF_NO_BATCH, "Code {code} belongs to no batch."),
        (
            audit_statements.RECIPIENT_OF_NO_LETTER,
            "A recipient of batch {id}, sheet {sheet}, belongs to no letter: added by hand.",
        ),
        (audit_statements.REMARK_OF_NO_EVENT, "Personal fields belong to no event ({number})."),
        (audit_statements.UNRECORDED_BATCH, "Batch {id} was added by hand."),
        (
            audit_statements.NOT_ERASED,
            "Batch {id} was erased by a purge, and holds a recipient or a digest that was added "
            "by hand.",
        ),
        (audit_statements.WRONG_SIZE, "Batch {id} has more or fewer letters than were issued."),
        (
            audit_statements.WRONG_FIRST_CHECK,
            "Code {code} does not agree with the checks made of it.",
        ),
        (audit_statements.WRONG_CANCELLATION, "Code {code} does not agree with its cancellations."),
        *DISAGREEMENTS,
    ):
        row = database.fetch_one(statement)
        if row:
            yield said.format_map(dict(row))
