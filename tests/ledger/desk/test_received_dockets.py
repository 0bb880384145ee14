"""What a desk makes of dockets, on each database: which letters count, and what binds them."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from prisonmail.codes import Code
from prisonmail.dockets.docket import Docket
from prisonmail.errors import WrongUsage
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.records import AnnouncedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system import clock
from prisonmail.system.record import replace
from tests.dockets.samples import DOCKET, MADE_AT
from tests.ledger.attacker import Attacker

NOW = MADE_AT + timedelta(hours=1)
CODE = DOCKET.letters[0].code
OTHER_KEY = "SHA256:" + "B" * 43
LATER = NOW + timedelta(days=60)


def receive(ledger: Ledger, docket: Docket, digest: str = "", at: datetime = NOW) -> Receipt:
    known = digest or sha256(repr(docket).encode()).hexdigest()
    return ledger.received_dockets.receive(docket, known, "HMP Leeds", at)


def verdict(ledger: Ledger, code: Code = CODE) -> str:
    return ledger.peek(code, NOW).verdict.value


@pytest.fixture
def desk(ledger: Ledger) -> Ledger:
    """A desk that accepts the sample's key and has received it."""
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    assert receive(ledger, DOCKET).outcome == Outcome.TAKEN
    return ledger


def test_a_docket_counts_once_its_key_is_accepted_and_as_long_as_it_is(ledger: Ledger) -> None:
    assert receive(ledger, DOCKET).outcome == Outcome.WAITING
    assert ledger.check(CODE, NOW).verdict == "sender-not-accepted"
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    assert verdict(ledger) == "ready"
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.WITHDRAWN, NOW)
    assert verdict(ledger) == "sender-not-accepted"
    (seen,) = ledger.received_dockets.list_keys()
    assert (seen.standing, seen.letters) == (KeyStanding.WITHDRAWN, len(DOCKET.letters))
    assert ledger.audit().faults == ()


def test_a_key_that_was_revoked_and_what_it_brought_in_never_counts_again(desk: Ledger) -> None:
    received = desk.received_dockets
    received.follow(DOCKET.key, OTHER_KEY, NOW)
    receive(desk, replace(DOCKET, key=OTHER_KEY, serial=18, letters=DOCKET.letters[1:]))
    others = DOCKET.letters[1].code
    assert (verdict(desk), verdict(desk, others)) == ("ready", "ready")
    assert [received.revoke(DOCKET.key, "Laptop stolen", NOW) for _ in range(2)] == [True, False]
    for _ in range(2):
        assert (verdict(desk), verdict(desk, others)) == ("sender-not-accepted",) * 2
        received.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    received.set_standing(OTHER_KEY, KeyStanding.ACCEPTED, NOW)
    assert (verdict(desk), verdict(desk, others)) == ("sender-not-accepted", "ready")
    assert desk.audit().faults == ()


def test_its_letters_are_good_once_and_said_to_be_whose_they_are(desk: Ledger) -> None:
    found = desk.check(CODE, NOW, "HMP Leeds", "A. Patel")
    entry = found.entry
    assert isinstance(entry, AnnouncedLetter)
    assert (found.verdict.value, entry.name) == ("ready", DOCKET.letters[0].name)
    assert (entry.docket.serial, entry.docket.key) == (DOCKET.serial, DOCKET.key)
    assert (entry.organisation, entry.prison) == (DOCKET.sender.organisation, DOCKET.prison)
    again = desk.check(CODE, NOW)
    assert again.verdict == "duplicate"
    assert again.entry
    assert again.entry.first_check
    assert (again.entry.first_check.location, again.entry.first_check.by) == (
        "HMP Leeds",
        "A. Patel",
    )
    assert desk.check(CODE, NOW, at_prison="HLI").verdict == "wrong-prison"
    assert {each.code for each in DOCKET.letters if each.barcode} == {
        desk.find_code(each.barcode) for each in DOCKET.letters if each.barcode
    }
    assert desk.audit().faults == ()


def test_the_same_bytes_again_change_nothing_and_other_bytes_are_kept_apart(desk: Ledger) -> None:
    head = desk.audit().head
    assert receive(desk, DOCKET).outcome == Outcome.REPEATED
    assert desk.audit().head == head
    other = replace(DOCKET, letters=DOCKET.letters[:1])
    assert receive(desk, other).outcome == Outcome.FORKED
    assert verdict(desk, DOCKET.letters[1].code) == "ready"
    assert desk.audit().faults == ()


def test_a_gap_is_named_and_a_late_docket_brings_no_cancelled_code_back(desk: Ledger) -> None:
    newer = replace(DOCKET, serial=DOCKET.serial + 3, letters=(), cancelled=(CODE,))
    receipt = receive(desk, newer)
    assert receipt.missing == (DOCKET.serial + 1, DOCKET.serial + 2)
    assert verdict(desk) == "cancelled"
    late = receive(desk, replace(DOCKET, serial=DOCKET.serial + 1))
    assert (late.outcome, late.missing, late.follows) == (Outcome.TAKEN, None, False)
    assert verdict(desk) == "cancelled"
    assert desk.check(CODE, NOW).verdict == "cancelled"


def test_a_code_that_was_only_ever_withdrawn_is_cancelled(desk: Ledger) -> None:
    found = desk.check(DOCKET.cancelled[0], NOW)
    assert (found.verdict.value, found.entry) == ("cancelled", None)


def test_nobody_speaks_for_another_senders_letter(desk: Ledger) -> None:
    """Neither while their key waits, nor, if they saw the letter on its way, once it is taken."""
    forged = replace(
        DOCKET,
        key=OTHER_KEY,
        letters=(replace(DOCKET.letters[0], name="Somebody Else"),),
        cancelled=(DOCKET.letters[1].code,),
    )
    receive(desk, forged)
    for _ in range(2):
        entry = desk.peek(CODE, NOW).entry
        assert entry
        assert (verdict(desk), entry.name) == ("ready", DOCKET.letters[0].name)
        assert verdict(desk, DOCKET.letters[1].code) == "ready"
        desk.received_dockets.set_standing(OTHER_KEY, KeyStanding.ACCEPTED, NOW)


def test_a_key_that_comes_after_another_speaks_for_its_letters(desk: Ledger) -> None:
    desk.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    assert verdict(desk) == "ready"
    new = replace(DOCKET, key=OTHER_KEY, serial=18, letters=(), cancelled=(CODE,))
    assert receive(desk, new).outcome == Outcome.TAKEN
    assert verdict(desk) == "cancelled"
    stale = replace(DOCKET, serial=19, letters=(DOCKET.letters[0],), cancelled=())
    receipt = receive(desk, stale)
    assert (receipt.outcome, receipt.standing) == (Outcome.WAITING, KeyStanding.FOLLOWED)


def test_what_was_received_is_copied_and_erased_with_the_rest(
    desk: Ledger, other_place: str
) -> None:
    with open_ledger(other_place, make=True) as copy:
        desk.copy_to(copy)
        assert (copy.audit().faults, verdict(copy)) == ((), "ready")
    with pytest.raises(WrongUsage, match=r"of a docket received on .* are still good"):
        desk.purge(clock.uk_date(NOW) + timedelta(days=1), NOW)
    desk.check(CODE, NOW)
    assert desk.purge(clock.uk_date(LATER), LATER).letters == len(DOCKET.letters)
    entry = desk.peek(CODE, NOW).entry
    assert entry
    assert (verdict(desk), entry.name, entry.prison_number) == ("duplicate", None, None)
    assert desk.audit().faults == ()


def test_a_docket_that_nobody_trusts_keeps_nobody_from_being_erased(ledger: Ledger) -> None:
    receive(ledger, DOCKET)
    assert ledger.purge(clock.uk_date(NOW) + timedelta(days=1), NOW).letters == len(DOCKET.letters)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE announced SET code = '12345678901244' WHERE place = 1", "the docket or one of"),
        ("UPDATE announced SET expires_at = '2036-01-01T00:00:00+00:00'", "the docket or one of"),
        ("UPDATE dockets SET prison = 'HLI'", "the docket or one of its letters was changed"),
        ("UPDATE dockets SET key = 'SHA256:x'", "the docket or one of its letters was changed"),
        ("DELETE FROM withdrawals", "the docket or one of its letters was changed"),
        ("UPDATE addressees SET name = 'Somebody Else' WHERE place = 2", "a recipient was"),
        ("DELETE FROM addressees WHERE place = 1", "a recipient was changed or removed"),
        ("UPDATE events SET detail = 'accepted SHA256:x' WHERE number = 1", "Event 1 was changed"),
    ],
)
def test_what_is_changed_by_hand_is_found(
    desk: Ledger, place: str, statement: str, said: str
) -> None:
    Attacker(place).run(statement)
    (fault,) = desk.audit().faults
    assert said in fault
    assert "Somebody" not in fault


def test_a_docket_put_there_by_hand_is_found(desk: Ledger, place: str) -> None:
    Attacker(place).run(
        "INSERT INTO dockets SELECT 1, key, prison, 99, prison_name, digest, previous, made_at, "
        "good_until, organisation, cjsm_address, sender FROM dockets",
        "INSERT INTO announced SELECT 1, place, '12345678901244', marking, issued_at, expires_at "
        "FROM announced WHERE place = 1",
    )
    assert desk.audit().faults == ("The docket of event 1 was added by hand.",)
