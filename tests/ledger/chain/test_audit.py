"""What an examination finds after somebody has written to the ledger by hand."""

from datetime import timedelta

import pytest

from prisonmail.ledger.head import Head
from prisonmail.ledger.store import Ledger
from prisonmail.system import clock
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue


@pytest.fixture
def used(ledger: Ledger, issue: Issue) -> Ledger:
    """Two batches: events 1 and 2 issue, 3 and 4 check, 5 cancels, 6 and 7 print."""
    _, letters = issue(3, list_digest="abc")
    other, more = issue(2)
    ledger.check(letters[0].code, ISSUED_AT, "HMP Leeds", "A. Patel")
    ledger.check(letters[0].code, ISSUED_AT, "HMP Hull")
    found = ledger.find_letter(more[0].code)
    assert found
    ledger.cancel_letter(found, "wrong enclosure", ISSUED_AT)
    ledger.record_print(other.id, ISSUED_AT)
    ledger.record_print(other.id, ISSUED_AT, more[1].code)
    assert ledger.audit().faults == ()
    return ledger


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE events SET detail = 'ready' WHERE number = 4", "Event 4 was changed"),
        ("UPDATE events SET at = '2026-11-20T12:00:00+00:00' WHERE number = 3", "Event 3 was"),
        ("UPDATE events SET kind = 'printed' WHERE number = 4", "Event 4 was changed"),
        ("UPDATE events SET kind = 'eaten' WHERE number = 4", "Event 4 was changed"),
        ("UPDATE events SET code = '12345678901244' WHERE number = 3", "Event 3 was changed"),
        ("UPDATE events SET seal = '' WHERE number = 3", "Event 3 was changed"),
        (
            "DELETE FROM remarks WHERE event = 4; DELETE FROM events WHERE number = 4",
            "Event 4 was removed",
        ),
        (
            "DELETE FROM remarks WHERE event = 7; DELETE FROM events WHERE number = 7",
            "Events after number 6 were removed",
        ),
        ("UPDATE ledger SET head = 'x'", "Events after number 7 were removed or added"),
        (
            "DELETE FROM remarks WHERE event IN (6, 7);"
            "UPDATE events SET number = 99 WHERE number = 6;"
            "UPDATE events SET number = 6 WHERE number = 7;"
            "UPDATE events SET number = 7 WHERE number = 99",
            "Event 6 was changed or moved",
        ),
        ("UPDATE remarks SET location = 'HMP Hull' WHERE event = 3", "3 (check of code"),
        ("UPDATE remarks SET remark = 'other' WHERE event = 5", "5 (cancellation in batch"),
        ("DELETE FROM remarks WHERE event = 3", "removed, and not by a purge"),
        ("UPDATE recipients SET name = 'Somebody Else' WHERE sheet = 3", "a recipient was changed"),
        ("DELETE FROM recipients WHERE sheet = 3", "a recipient was changed or removed"),
        ("UPDATE letters SET prison = 'HLI' WHERE sheet = 2", "one of its letters was changed"),
        ("UPDATE letters SET code = '12345678901244' WHERE sheet = 3", "one of its letters"),
        (
            "DELETE FROM recipients WHERE sheet = 3; DELETE FROM letters WHERE sheet = 3",
            "Event 1 (batch",
        ),
        (
            "INSERT INTO letters SELECT batch_id, 999999, '12345678901244', line, marking, prison,"
            " prison_name, address, NULL, NULL, NULL FROM letters LIMIT 1",
            "more or fewer letters than were issued",
        ),
        ("UPDATE batches SET expires_at = '2036-01-01T00:00:00+00:00'", "Event 1 (batch"),
        ("UPDATE batches SET sender = 'nonsense'", "Event 1 (batch"),
        ("UPDATE batches SET list_digest = 'x' WHERE size = 3", "a recipient was changed"),
        (
            "UPDATE remarks SET key = '' WHERE event = 1;"
            "UPDATE recipients SET name = 'Somebody Else' WHERE sheet = 3",
            "a recipient was changed",
        ),
        ("UPDATE letters SET first_check = NULL", "does not agree with the checks"),
        ("UPDATE letters SET first_check = 4 WHERE first_check = 3", "does not agree with the"),
        ("UPDATE letters SET cancelled = NULL", "does not agree with its cancellations"),
        ("UPDATE letters SET cancelled = 5", "does not agree with its cancellations"),
        (
            "INSERT INTO batches SELECT 'X', issued_at, expires_at, envelope, printing, size,"
            " random_check, organisation, cjsm_address, sender, list_digest, NULL FROM batches"
            " LIMIT 1",
            "Batch X was added by hand",
        ),
    ],
)
def test_every_change_by_hand_is_found(used: Ledger, tampering: str, said: str) -> None:
    for statement in tampering.split(";"):
        used._database.execute(statement)
    faults = used.audit().faults
    assert faults
    assert said in faults[0]
    assert "Somebody" not in faults[0]


def test_a_head_noted_elsewhere_shows_a_chain_that_was_made_anew(used: Ledger) -> None:
    noted = used.audit().head
    assert noted.number == 7
    assert used.audit(noted).faults == ()
    used.record_mistyped("12", ISSUED_AT, None, None)
    assert used.audit(noted).faults == ()
    other = Head(noted.number, "0" * 64)
    assert "rewritten at or before event 7" in used.audit(other).faults[0]
    gone = Head(9, noted.hash)
    assert "number 9 was noted" in used.audit(gone).faults[0]


def test_after_a_purge_the_chain_still_holds(used: Ledger) -> None:
    day = (ISSUED_AT + timedelta(days=40)).date()
    done = used.purge(day, ISSUED_AT + timedelta(days=60))
    assert (done.letters, done.events) == (5, 7)
    assert used.audit().faults == ()
    used._database.execute("UPDATE remarks SET location = 'Hull' WHERE event = 8")
    assert used.audit().faults == (
        "Event 8 (purge, 2027-01-20): its personal fields were changed.",
    )
    used._database.execute("UPDATE remarks SET location = NULL WHERE event = 8")
    used._database.execute("UPDATE letters SET prison = 'HLI' WHERE sheet = 2")
    assert "one of its letters was changed" in used.audit().faults[0]


def test_a_purge_does_not_account_for_what_happened_at_the_instant_before_which_it_erases(
    used: Ledger,
) -> None:
    day = (ISSUED_AT + timedelta(days=40)).date()
    used.record_mistyped("12", clock.start_of_day(day), None, None)
    used.purge(day, ISSUED_AT + timedelta(days=60))
    assert used.audit().faults == ()
    used._database.execute("DELETE FROM remarks WHERE event = 8")
    (fault,) = used.audit().faults
    assert fault.endswith(": its personal fields were removed, and not by a purge.")


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "UPDATE remarks SET location = 'HMP Hull' WHERE event = 3",
            "Event 3 (check of code {code}, 2026-11-21): its personal fields were changed.",
        ),
        (
            "DELETE FROM remarks WHERE event = 5",
            "Event 5 (cancellation in batch {two}, 2026-11-21): its personal fields were removed, "
            "and not by a purge.",
        ),
        (
            "DELETE FROM recipients WHERE batch_id = '{two}'",
            "Event 2 (batch {two} issued, 2026-11-21): a recipient was changed or removed.",
        ),
        (
            "UPDATE letters SET line = 99 WHERE batch_id = '{two}'",
            "Event 2 (batch {two} issued, 2026-11-21): the batch or one of its letters was "
            "changed, removed or added.",
        ),
        (
            "DELETE FROM remarks WHERE event = 6; UPDATE remarks SET event = 6 WHERE event = 5",
            "Event 5 (cancellation in batch {two}, 2026-11-21): its personal fields were removed, "
            "and not by a purge.",
        ),
        (
            "UPDATE remarks SET key = 'k' WHERE event = 6",
            "Event 6 (batch {two} printed, 2026-11-21): its personal fields were changed.",
        ),
    ],
)
def test_the_first_change_is_named_with_its_kind_and_day_and_once(
    used: Ledger, tampering: str, fault: str
) -> None:
    (first, second) = used.list_batches(2)
    two = first if first.batch.size == 2 else second
    one = second if two is first else first
    code = next(each.code for each in used.read_issued(one.batch.id) if each.first_check)
    for statement in tampering.replace("{two}", two.batch.id).split(";"):
        used._database.execute(statement)
    assert used.audit().faults == (fault.format(two=two.batch.id, code=code),)


@pytest.mark.parametrize(
    ("tampering", "without_paper"), [("DELETE FROM ledger", 1), ("DROP TABLE heads", 0)]
)
def test_of_a_ledger_that_cannot_be_followed_no_head_is_told(
    used: Ledger, tampering: str, without_paper: int
) -> None:
    used._database.execute(tampering)
    found = used.audit()
    assert found.faults
    assert len(found.without_paper) == without_paper
    assert (found.head, found.vouching.since, found.vouching.until) == (Head(0, ""), None, 0)


def test_a_head_that_was_noted_before_counts_however_long_the_chain_is_by_now(
    used: Ledger,
) -> None:
    row = used._database.fetch_one("SELECT hash FROM events WHERE number = 4")
    assert row
    assert used.audit(Head(4, row["hash"])).faults == ()
    assert used.audit(Head(4, "0" * 64)).faults == (
        "The chain was rewritten at or before event 4: not the noted hash.",
    )
    assert used.audit(Head(8, row["hash"])).faults == (
        "Events after number 7 were removed: number 8 was noted.",
    )
    assert used.audit().faults == ()
    used._database.execute("UPDATE events SET detail = 'x' WHERE number = 6")
    assert used.audit(Head(4, "0" * 64)).faults == (
        "The chain was rewritten at or before event 4: not the noted hash.",
    )


def test_whoever_may_make_no_tables_cannot_compare_how_these_are_made(
    used: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    used._database.execute("DROP INDEX events_of_code")
    (fault,) = used.audit().faults
    assert "The index events_of_code was removed" in fault
    monkeypatch.setattr(used._database, "describe_new", lambda: None)
    assert used.audit().faults == ()
