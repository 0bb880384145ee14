"""Issues letters: draws their codes and records them, all of them or none."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from prisonmail import codes
from prisonmail.codes import Code
from prisonmail.ledger.chain.events import Event, EventKind, EventNote
from prisonmail.ledger.chain.seals import Digest, begin_seal, draw_key, drop_absent, facts_to_seal
from prisonmail.ledger.chain.series import Series, take_series
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database
from prisonmail.ledger.issued.barcodes import refuse_used
from prisonmail.ledger.people.writing import Learnt, put_people
from prisonmail.ledger.record_rows import make_batch_row
from prisonmail.letters.letter import Batch
from prisonmail.letters.packed_letters import FACTS, Drafts, PackedLetters
from prisonmail.letters.person import Person
from prisonmail.system import clock
from prisonmail.system.packed_sequence import Packed
from prisonmail.system.progress import Progress
from prisonmail.system.record import Workpiece, replace

_FACTS, _PERSON = slice(len(FACTS)), slice(len(FACTS), None)
"""Which part of a packed draft is the letter's facts, and which is the person."""
_PRISON = FACTS.index("prison")
_TRIES = 20
"""Draws at most, of a name or of codes. Two are hardly ever needed: this many mean a fault."""
_CHUNK = 5_000
"""Letters recorded at once: enough to be quick, few enough to draw again if a code is taken."""
_BATCH_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Capitals and digits of which no two look alike."""


def draw_batch_id(at: datetime) -> str:
    """Draw the name of a batch: the day in the UK, and four letters."""
    tail = "".join(secrets.choice(_BATCH_LETTERS) for _ in range(4))
    return f"{clock.uk_date(at):%Y%m%d}-{tail}"


class AlreadyIssuedError(Exception):
    """Raised for a list that a batch was issued from on the same day."""

    def __init__(self, batch_id: str) -> None:
        super().__init__(batch_id)
        self.batch_id = batch_id


class AlreadyOrderedError(Exception):
    """Raised for the key of an order that has been carried out."""


class Replacement(Workpiece):
    """Letters that a new batch takes the place of, and that are cancelled with it."""

    codes: tuple[Code, ...]
    reason: str = "replaced by {batch}"
    """Why, as mailrooms are told; with the new batch's name."""
    checked_too: bool = False
    """Whether those are cancelled too that a mailroom has checked already."""
    done: tuple[Code, ...] = ()
    """Those that were cancelled, once the batch is recorded."""


def issue(
    database: Database,
    watch: Watch,
    drafts: Drafts,
    wanted: Batch,
    list_digest: str,
    progress: Progress,
    once_on: date | None = None,
    replaced: Replacement | None = None,
    order_key: str | None = None,
    remembered: Learnt | None = None,
) -> tuple[Batch, PackedLetters]:
    """Record a batch under a new name, and its letters, each with a new code.

    The letters that it takes the place of are cancelled in the same transaction. If its people are
    to be `remembered`, they are put into the address book in it, and that says how many.

    The turn in the chain is taken last, so that on a server no check waits for a long batch. Raises
    AlreadyIssuedError if the list was issued on the UK day `once_on`, even at the same instant,
    BarcodeUsedError, and AlreadyOrderedError if a batch has the key of the order.
    """
    letters = PackedLetters(drafts)
    with database.transaction():
        if order_key:
            _refuse_if_ordered(database, order_key)
        if once_on:
            _refuse_if_issued(database, list_digest, once_on)
        batch = _record_batch(database, wanted, list_digest, order_key)
        key = draw_key()
        digest, seal = Digest(), begin_seal(key, batch.id, watch.make_key(database))
        row = make_batch_row(batch)
        digest.add([tuple(row[column] for column in statements.BATCH_COLUMNS)])
        note = EventNote().name_hand(watch.operator)
        seal.add([facts_to_seal(list_digest, note.hand, order_key)])
        for chunk in _split(progress("Recording codes", drafts.iter_packed(), len(drafts))):
            given_up = replaced.codes if replaced else ()
            refuse_used(database, [draft[-1] for _, draft in chunk if draft[-1]], given_up)
            letters.add(_record_letters(database, chunk, batch.id, digest, seal))
        with take_series(database, watch) as series:
            sealed = str(row["issued_at"]), batch.id, None, digest.text, seal.text
            with series.turn() as turn:
                turn.record_sealed(Event(turn.number, EventKind.ISSUED, *sealed), key, note)
            if replaced:
                _cancel_replaced(database, series, replaced, batch)
            if remembered is not None:
                people = map(_read_person, drafts.iter_packed())
                remembered.count(put_people(series, people, sealed[0]))
    series.keep(watch)
    return batch, letters


def _read_person(packed: Packed) -> Person:
    """Read who a packed draft is for."""
    name, number, born, reference, *_ = packed[_PERSON]
    day = date.fromisoformat(born) if born else None
    return Person(name, packed[_PRISON], number, day, reference)


def _cancel_replaced(
    database: Database, series: Series, replaced: Replacement, batch: Batch
) -> None:
    """Cancel what a batch takes the place of, each as an event of its own.

    Since the batch's own event was recorded, in the first turn, nobody else can check or cancel one
    meanwhile, nor can the ledger have gone back.
    """
    done = []
    note = EventNote(remark=replaced.reason.format(batch=batch.id))
    for code in replaced.codes:
        row = database.fetch_one(statements.READ_OUTCOME, {"code": code})
        if row is None or row["cancelled"] is not None:
            continue
        if row["first_check"] is not None and not replaced.checked_too:
            continue
        with series.turn() as turn:
            database.change(statements.CANCEL_LETTER, {"event": turn.number, "code": code})
            when, its = batch.issued_at.isoformat(), row["batch_id"]
            turn.record(EventKind.CANCELLED, when, batch_id=its, code=code, note=note)
        done.append(code)
    replaced.done = tuple(done)


def find_batch_of_list(database: Database, digest: str, day: date) -> str | None:
    """Return the name of the batch issued on that UK day from a list with this digest."""
    last = clock.end_of_day(day).isoformat()
    first = clock.start_of_day(day).isoformat()
    its = {"digest": digest, "first": first, "last": last}
    row = database.fetch_one(statements.ISSUED_FROM, its)
    return str(row["id"]) if row else None


def _refuse_if_issued(database: Database, digest: str, day: date) -> None:
    database.claim(digest)  # on a server two transactions do not see each other's batch
    earlier = find_batch_of_list(database, digest, day)
    if earlier:
        raise AlreadyIssuedError(earlier)


def _split(drafts: Iterable[Packed]) -> Iterator[list[tuple[int, Packed]]]:
    numbered = enumerate(drafts, start=1)
    while chunk := list(islice(numbered, _CHUNK)):
        yield chunk


def _refuse_if_ordered(database: Database, order_key: str) -> None:
    database.claim(order_key)
    row = database.fetch_one(statements.FIND_ORDER, {"order_key": order_key})
    if row:
        raise AlreadyOrderedError(row["id"])


def _record_batch(
    database: Database, wanted: Batch, list_digest: str, order_key: str | None
) -> Batch:
    for _ in range(_TRIES):
        batch = replace(wanted, id=draw_batch_id(wanted.issued_at))
        try:
            with database.savepoint():  # PostgreSQL gives up a transaction after any conflict
                more = {"list_digest": list_digest, "order_key": order_key}
                database.change(statements.RECORD_BATCH, make_batch_row(batch) | more)
        except database.conflict:
            continue
        return batch
    raise RuntimeError("no unused name for the batch was found")


def _record_letters(
    database: Database, chunk: list[tuple[int, Packed]], batch_id: str, digest: Digest, seal: Digest
) -> list[Code]:
    for _ in range(_TRIES):
        minted = codes.mint(len(chunk))
        coded = zip(minted, chunk, strict=True)
        rows = [(batch_id, sheet, code, *draft[_FACTS]) for code, (sheet, draft) in coded]
        try:
            with database.savepoint():
                database.insert("letters", statements.LETTER_COLUMNS, rows)
        except database.conflict:
            continue
        people = [(batch_id, sheet, *draft[_PERSON]) for sheet, draft in chunk]
        database.insert("recipients", statements.RECIPIENT_COLUMNS, people)
        digest.add(map(drop_absent, rows))
        seal.add(map(drop_absent, people))
        return minted
    raise RuntimeError("no unused codes were found")
