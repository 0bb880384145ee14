"""What an event keeps in a ledger, in words and hashes that older ledgers have too."""

import pytest

from prisonmail.ledger.chain.events import EventKind, EventNote, read_position, take_turn
from prisonmail.ledger.store import Ledger
from prisonmail.system import clock
from prisonmail.system.operators import Operator

AT = "2026-11-21T12:00:00+00:00"

WORDS = """
    issued printed reprint checked cancelled purged accepted exported backed-up profile prisons key
    policy person erased docket notified signing-key home-saved exceptional received refused trust
    learned arrived asked tried proved sender access
"""


def test_the_words_of_events_never_change_or_older_ledgers_could_not_be_read() -> None:
    assert {each.value for each in EventKind} == set(WORDS.split())


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        ({}, (None, None, None)),
        ({"operator": "A. Clerk"}, (None, None, None, "A. Clerk", None)),
        ({"machine": "desk 1"}, (None, None, None, None, "desk 1")),
    ],
)
def test_whose_hand_it_was_is_sealed_if_any_of_it_is_known(
    known: dict[str, str], fields: tuple[str | None, ...]
) -> None:
    assert EventNote(**known).fields == fields
    given = EventNote("HMP Leeds", "A. Patel", "x", **known)
    assert given.fields == ("HMP Leeds", "A. Patel", "x", *fields[3:])


@pytest.mark.parametrize(
    ("by", "remarks"), [(None, []), (Operator("A. Clerk", "desk 1"), [("A. Clerk", "desk 1")])]
)
def test_an_event_without_personal_fields_has_no_seal(
    ledger: Ledger, by: Operator | None, remarks: list[tuple[str, str]]
) -> None:
    database = ledger._database
    with database.transaction():
        turn = take_turn(database)
        if by:
            turn.operator = by
        turn.record(EventKind.LEARNED, AT)
    (event,) = database.fetch_all("SELECT detail, seal FROM events")
    assert (event["detail"], bool(event["seal"])) == ("", bool(remarks))
    kept = database.fetch_all("SELECT operator, machine FROM remarks")
    assert [(row["operator"], row["machine"]) for row in kept] == remarks


def test_no_log_shows_what_is_personal_of_an_event() -> None:
    assert repr(EventNote("HMP Leeds", "A. Patel", "x", "A. Clerk", "desk 1")) == "EventNote()"


def test_a_turn_in_which_nothing_is_recorded_leaves_the_end_as_it_was(ledger: Ledger) -> None:
    ledger.record_change(EventKind.EXPORTED, "a file", clock.now())
    database = ledger._database
    before = read_position(database)
    with ledger._watch.hold_turn(database):
        pass
    assert read_position(database) == before
    assert ledger.audit().faults == ()
