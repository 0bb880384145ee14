"""What an event keeps in a ledger, in words and hashes that older ledgers have too."""

import pytest

from prisonmail.ledger.chain.events import EventKind, EventNote

WORDS = """
    issued printed reprint checked cancelled purged accepted exported backed-up profile prisons key
    policy person erased docket notified signing-key home-saved exceptional received refused trust
    learned arrived asked tried proved sender access
"""


def test_the_words_of_events_never_change_or_older_ledgers_could_not_be_read() -> None:
    assert {each.value for each in EventKind} == set(WORDS.split())


@pytest.mark.parametrize(
    ("note", "fields"),
    [
        (EventNote(), (None, None, None)),
        (EventNote("HMP Leeds", "A. Patel", "x"), ("HMP Leeds", "A. Patel", "x")),
        (EventNote(operator="A. Clerk"), (None, None, None, "A. Clerk", None)),
        (EventNote(machine="desk 1"), (None, None, None, None, "desk 1")),
    ],
)
def test_whose_hand_it_was_is_sealed_if_any_of_it_is_known(
    note: EventNote, fields: tuple[str | None, ...]
) -> None:
    assert note.fields == fields


def test_no_log_shows_what_is_personal_of_an_event() -> None:
    assert repr(EventNote("HMP Leeds", "A. Patel", "x", "A. Clerk", "desk 1")) == "EventNote()"
