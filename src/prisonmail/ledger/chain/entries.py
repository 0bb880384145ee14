"""Entries of the address book: each is bound to the event that wrote it last.

The event names the entry and holds its seal, so that an entry that was changed, added or removed by
hand is found. The key lies with the entry and is erased with it.
"""

import secrets
from collections.abc import Iterable, Iterator
from itertools import islice

from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind, Turn
from prisonmail.ledger.chain.seals import SealKeys, begin_seal, draw_key
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row, read_rows
from prisonmail.ledger.database.statements import PERSON_COLUMNS

_ID_BYTES = 8


def draw_entry_id() -> str:
    """Draw the name of a new entry, which tells nothing of the person."""
    return secrets.token_hex(_ID_BYTES)


def write_entry(turn: Turn, entry: str, cells: tuple[object, ...], at: str) -> None:
    """Write an entry, in place of what it was, with its event; `cells` are as PERSON_COLUMNS."""
    key = draw_key()
    seal = begin_seal(key, _name_place(turn.number, entry), turn.apart).add([cells]).text
    row = dict(zip(PERSON_COLUMNS, cells, strict=True))
    with turn.database.pipeline():
        turn.record(EventKind.PERSON, at, detail=f"{entry} {seal}")
        its = {"id": entry, "event": turn.number, "key": key}
        turn.database.change(statements.WRITE_ENTRY, its | row)


def remove_entry(turn: Turn, entry: str, at: str) -> None:
    """Erase an entry, with the event that says so."""
    turn.database.change(statements.REMOVE_ENTRY, {"id": entry})
    turn.record(EventKind.PERSON, at, detail=entry)


def refuse_changed(rows: Iterable[Row], keys: SealKeys) -> Iterator[Row]:
    """Go through entries, each with the `detail` of its event.

    Raises InputMissing at one that was changed by hand: a letter would go to where that says.
    """
    for row in rows:
        if not _is_sealed(row, str(row["detail"]), keys):
            raise InputMissing(
                f"An entry of the address book (event {row['event']}) was changed by hand.",
                "See what is wrong with: prisonmail ledger check",
            )
        yield row


def find_entry_faults(database: Database, keys: SealKeys) -> Iterator[str]:
    """Find the first entry that was changed or added by hand, and the first that was removed."""
    events = read_rows(database, statements.ENTRY_EVENTS, "number")
    written = {str(row["detail"]).partition(" ")[0]: row for row in events}
    changed = list(_find_changed(database, keys, written))  # all: what stays in `written` is gone
    yield from changed[:1]
    (purged,) = database.fetch_all(statements.LAST_PURGE)
    yield from islice(_find_removed(written, purged["before"] or ""), 1)


def _find_changed(database: Database, keys: SealKeys, written: dict[str, Row]) -> Iterator[str]:
    """Find what no event accounts for, and take from `written` what is there."""
    for row in read_rows(database, statements.ENTRIES, "event"):
        event = written.pop(row["id"], None)
        is_last = event is not None and event["number"] == row["event"]
        if not is_last or not _is_sealed(row, str(row["detail"]), keys):
            yield (
                f"An entry of the address book (event {row['event']}) was changed or added by hand."
            )


def _find_removed(missing: dict[str, Row], purged_before: str) -> Iterator[str]:
    for event in missing.values():
        if " " in str(event["detail"]) and str(event["at"]) >= purged_before:
            yield (
                f"Event {event['number']} (entry of the address book, {str(event['at'])[:10]}): "
                "the entry was removed, and not by a purge."
            )


def _is_sealed(row: Row, detail: str, keys: SealKeys) -> bool:
    """Check the seal of an entry; one whose key is not on this machine counts as sound."""
    entry, _, sealed = detail.partition(" ")
    if entry != row["id"]:
        return False
    of = _name_place(row["event"], entry)
    seal = keys.begin_again(sealed, row["key"], of, EventKind.PERSON)
    cells = tuple(row[column] for column in PERSON_COLUMNS)
    return seal is None or seal.add([cells]).text == sealed


def _name_place(event: int, entry: str) -> str:
    return f"{event} {entry}"
