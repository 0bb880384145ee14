"""What an event keeps in a ledger, in words and hashes that older ledgers have too."""

from prisonmail.ledger.chain.events import EventKind

WORDS = """
    issued printed reprint checked cancelled purged accepted exported backed-up profile prisons key
    policy person erased docket notified signing-key home-saved exceptional received refused trust
    learned arrived asked tried proved sender access
"""


def test_the_words_of_events_never_change_or_older_ledgers_could_not_be_read() -> None:
    assert {each.value for each in EventKind} == set(WORDS.split())
