"""The seal over the people of a batch: made when it is issued, and anew when one of them is erased.

It stands in the event that issued the batch or, once somebody was erased, in the last event of that
kind. Its key is always kept with the personal fields of the issuing event. So those who are left
stay proved, and what was sealed before can no longer be tried: its key is gone.
"""

from collections.abc import Iterable, Mapping

from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind, EventNote
from prisonmail.ledger.chain.seals import (
    Digest,
    SealKeys,
    begin_seal,
    draw_key,
    drop_absent,
    facts_to_seal,
    find_key_name,
)
from prisonmail.ledger.database import accountability_statements, statements
from prisonmail.ledger.database.database import Database, Row, read_rows
from prisonmail.system.record import Record

_CHECK = "See what is wrong with: prisonmail ledger check"


class Erasures(Record, frozen=True):
    """Who was erased from a ledger: all from before a moment, and some by themselves."""

    before: str
    letters: Mapping[str | None, int]
    """By code, the event that erased its person."""
    batches: Mapping[str | None, str]
    """By name, what the last such event holds of a batch."""

    def has_erased(self, number: int, code: str | None) -> bool:
        """Check whether what an event of a letter held was erased with the letter's person."""
        return number < self.letters.get(code, 0)


def read_erasures(database: Database) -> Erasures:
    """Return who was erased."""
    (purged,) = database.fetch_all(statements.LAST_PURGE)
    rows = database.fetch_all(accountability_statements.ERASED_EVENTS)
    return Erasures(
        purged["before"] or "",
        {row["code"]: row["number"] for row in rows},
        {row["batch_id"]: row["detail"] for row in rows},
    )


def read_note(row: Row) -> EventNote:
    """Make the note of an event's row, with nothing in it if it has been erased."""
    fields = ("location", "checked_by", "remark", "operator", "machine")
    return EventNote(*(row[each] for each in fields))


def holds(
    database: Database, keys: SealKeys, batch: Row, issued: Row, anew: str | None = None
) -> bool | None:
    """Check whether a batch's people are as they were sealed; None if its key is not here.

    `issued` is the event that issued it, with its note, and `anew` what the last event holds that
    erased one of them.
    """
    seal, _, unproved = (anew or issued["seal"]).partition(" ")
    if anew and find_key_name(issued["seal"]) and not find_key_name(seal):
        return False  # whoever can only write to the ledger could have made it
    if unproved:
        keys.unproved.add(batch["id"])
    begun = keys.begin_again(seal, issued["key"], batch["id"], EventKind.ISSUED)
    return None if begun is None else _seal_people(database, begun, batch, issued) == seal


def erase_from_batch(
    database: Database, keys: SealKeys, batch_id: str, codes: Iterable[str], apart: bytes | None
) -> str:
    """Erase the people of some letters, seal those who are left, and return the new seal.

    With it comes the name of the key of the seal before if that is not on this machine, since
    nobody can examine that seal any more. The list's digest goes too: with all others of the list,
    it would tell who is missing. Raises InputMissing if the seal before does not hold.
    """
    its = {"batch_id": batch_id, "id": batch_id}
    issued = database.fetch_one(accountability_statements.ISSUED_EVENT, its)
    batch = database.fetch_one(statements.FIND_BATCH, its)
    if issued is None or batch is None:
        raise InputMissing(f"Batch {batch_id} has been erased already.", _CHECK)
    last = database.fetch_one(accountability_statements.LAST_ERASED_EVENT, its)
    unproved = _examine(database, keys, batch, issued, last["detail"] if last else None)
    for code in codes:
        database.execute(accountability_statements.ERASE_RECIPIENT, {"code": code})
        database.execute(accountability_statements.ERASE_REMARKS_OF_LETTER, {"code": code})
    database.execute(accountability_statements.ERASE_DIGEST, its)
    if apart is None and find_key_name(issued["seal"]):
        raise InputMissing(
            "This machine cannot keep a key to seal those who are left: its folder of settings "
            "cannot be written to. Nothing was erased.",
            "Erase them on another machine, or open that folder to its owner.",
        )
    key = draw_key()
    database.change(accountability_statements.CHANGE_KEY, {"key": key, "event": issued["number"]})
    seal = begin_seal(key, batch_id, apart)
    left = {**batch, "list_digest": None}
    return " ".join(filter(None, (_seal_people(database, seal, left, issued), unproved)))


def _examine(database: Database, keys: SealKeys, batch: Row, issued: Row, anew: str | None) -> str:
    """Return the key whose seal could not be examined, now or before, or nothing.

    Raises InputMissing if the seal does not hold.
    """
    held = holds(database, keys, batch, issued, anew)
    if held is False:
        raise InputMissing(
            f"The personal fields of batch {batch['id']} were changed by hand. Nothing was erased.",
            _CHECK,
        )
    seal, _, unproved = (anew or issued["seal"]).partition(" ")
    return unproved or ("" if held else find_key_name(seal))


def _seal_people(database: Database, seal: Digest, batch: Row, issued: Row) -> str:
    """Return the seal of a batch, begun with its keys, over all who are in it."""
    seal.add([facts_to_seal(batch["list_digest"], read_note(issued).hand, batch["order_key"])])
    its = {"batch_id": batch["id"]}
    people = read_rows(database, statements.RECIPIENTS_OF_BATCH, "sheet", its)
    return seal.add(drop_absent(tuple(dict(row).values())) for row in people).text
