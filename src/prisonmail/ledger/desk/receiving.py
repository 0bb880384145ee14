"""Takes a docket into a desk's ledger, all of it or nothing, as one event."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from prisonmail.dockets.docket import Docket
from prisonmail.ledger.chain.docket_digests import digest_docket, seal_addressees
from prisonmail.ledger.chain.events import Event, EventKind, EventNote, Turn
from prisonmail.ledger.chain.seals import begin_seal, draw_key
from prisonmail.ledger.database import docket_statements as statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.ledger.desk.trust import KeyStanding, TrustedKeys
from prisonmail.system.record import Record, to_builtins


class Outcome(StrEnum):
    """What became of a docket that was given to a desk."""

    TAKEN = "taken"
    WAITING = "waiting"
    """It is kept, and counts once its key is accepted."""
    REPEATED = "repeated"
    """The same bytes were received before."""
    FORKED = "serial-twice"
    """Another docket with this serial was received before; this one is kept apart."""


class RepeatedError(Exception):
    """Raised for a docket that was received before."""


class Receipt(Record, frozen=True):
    """What became of a docket."""

    outcome: Outcome
    missing: tuple[int, int] | None = None
    """The first and the last serial before it that were never received, if any were not."""
    standing: KeyStanding = KeyStanding.ACCEPTED
    """That of its key."""
    follows: bool = True
    """False if the docket before it is not the one that it names as such."""


def receive(
    turn: Turn, trust: TrustedKeys, docket: Docket, digest: str, prison_name: str, at: datetime
) -> Receipt:
    """Record a docket whose signature holds, by the SHA-256 of its document.

    Raises RepeatedError if the same bytes were received before.
    """
    database = turn.database
    earlier = list(_find_earlier(database, trust, docket))
    same = [row for row in earlier if row["serial"] == docket.serial]
    if any(row["digest"] == digest for row in same):
        raise RepeatedError
    if same:
        turn.record(EventKind.REFUSED, at.isoformat(), detail=f"{Outcome.FORKED} {digest}")
        return Receipt(Outcome.FORKED)
    _record(turn, docket, digest, prison_name, at)
    accepted = trust.accepts(docket.key, turn.number)
    outcome = Outcome.TAKEN if accepted else Outcome.WAITING
    serials = {row["serial"]: row["digest"] for row in earlier}
    before = serials.get(docket.serial - 1)
    follows = before is None or before == docket.previous
    return Receipt(outcome, _find_gap(docket.serial, serials), trust.find(docket.key), follows)


def _find_earlier(database: Database, trust: TrustedKeys, docket: Docket) -> Iterator[Row]:
    """Go through the dockets of the same sender to the same prison."""
    for key in {docket.key, *trust.list_keys(docket.key)}:
        its = {"key": key, "prison": docket.prison}
        yield from database.fetch_all(statements.DOCKETS_OF_KEY, its)


def _find_gap(serial: int, received: dict[int, str]) -> tuple[int, int] | None:
    """Return which serials lie between one and the last one before it; none before the first."""
    last = max((each for each in received if each < serial), default=None)
    return (last + 1, serial - 1) if last is not None and last + 1 < serial else None


def _record(turn: Turn, docket: Docket, digest: str, prison_name: str, at: datetime) -> None:
    database, number = turn.database, turn.number
    row = _make_row(docket, number, digest, prison_name)
    letters = [
        (number, place, each.code, str(each.marking), _iso(each.issued_at), _iso(each.good_until))
        for place, each in enumerate(docket.letters, start=1)
    ]
    people = [
        (number, place, each.name, each.prison_number, _iso(each.date_of_birth), each.barcode)
        for place, each in enumerate(docket.letters, start=1)
    ]
    known = {each["code"] for each in database.fetch_all(statements.WITHDRAWN_BY, _key(docket))}
    withdrawn = [(number, code) for code in sorted({*docket.cancelled} - known)]
    key, note = draw_key(), EventNote().name_hand(turn.operator)
    facts = digest_docket(row, letters, withdrawn).text
    seal = seal_addressees(begin_seal(key, str(number), turn.apart), note.hand, people).text
    event = Event(number, EventKind.RECEIVED, at.isoformat(), None, None, facts, seal)
    turn.record_sealed(event, key, note)
    database.insert("dockets", statements.DOCKET_COLUMNS, [row])
    database.insert("announced", statements.ANNOUNCED_COLUMNS, letters)
    database.insert("addressees", statements.ADDRESSEE_COLUMNS, people)
    database.insert("withdrawals", statements.WITHDRAWAL_COLUMNS, withdrawn)


def _make_row(docket: Docket, number: int, digest: str, prison_name: str) -> tuple[object, ...]:
    sender = {"sender": docket.sender, "proof": docket.proof}
    return (
        *(number, docket.key, docket.prison, docket.serial, prison_name, digest, docket.previous),
        *(_iso(docket.made_at), _iso(docket.good_until)),
        *(docket.sender.organisation, docket.sender.cjsm_address),
        json.dumps(to_builtins(sender), ensure_ascii=False),
    )


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None


def _key(docket: Docket) -> dict[str, object]:
    return {"key": docket.key}
