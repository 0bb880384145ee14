"""Examines what a desk has received: each docket is as its event has it."""

from prisonmail.ledger.chain.docket_digests import Cells, digest_docket, seal_addressees
from prisonmail.ledger.chain.events import Event
from prisonmail.ledger.chain.seals import SealKeys
from prisonmail.ledger.database import docket_statements as statements
from prisonmail.ledger.database.database import Database, read_rows

DISAGREEMENTS = (
    (statements.UNRECORDED_DOCKET, "The docket of event {number} was added by hand."),
    (statements.OF_NO_DOCKET, "Code {code} was announced or withdrawn by no docket."),
    (
        statements.ADDRESSEE_OF_NO_LETTER,
        "A recipient of the docket of event {number}, number {place}, belongs to no letter: added "
        "by hand.",
    ),
    (
        statements.DOCKET_NOT_ERASED,
        "The docket of event {number} was erased by a purge, and holds a recipient that was added "
        "by hand.",
    ),
)
"""Queries of what belongs to nothing, and how it is told."""


def find_docket_fault(
    database: Database, keys: SealKeys, event: Event, name: str, key: str | None, hand: Cells
) -> str | None:
    """Return what is wrong with a docket, or None.

    `key` is the one beside what is sealed, and `hand` who received it; None if that is erased.
    """
    its = {"event": event.number}
    row = database.fetch_one(statements.FIND_DOCKET, its)
    if row is None:
        return f"{name}: the docket was removed."
    letters = read_rows(database, statements.LETTERS_OF_DOCKET, "place", its)
    withdrawals = database.fetch_all(statements.WITHDRAWALS_OF_DOCKET, its)
    told = (tuple(dict(each).values()) for each in letters)
    withdrawn = (tuple(dict(each).values()) for each in withdrawals)
    if digest_docket(tuple(dict(row).values()), told, withdrawn).text != event.detail:
        return f"{name}: the docket or one of its letters was changed, removed or added."
    seal = None
    if key is not None:
        seal = keys.begin_again(event.seal, key, str(event.number), event.kind)
    if seal is None:
        return None
    people = read_rows(database, statements.ADDRESSEES_OF_DOCKET, "place", its)
    seal_addressees(seal, hand, (tuple(dict(each).values()) for each in people))
    return None if seal.text == event.seal else f"{name}: a recipient was changed or removed."
