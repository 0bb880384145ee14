"""What a desk makes of dockets, on each database: which letters count, and what binds them."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from prisonmail.codes import Code
from prisonmail.dockets.desk_report import ReportedCheck
from prisonmail.dockets.docket import Docket
from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.desk.received_dockets import SeenKey
from prisonmail.ledger.desk.receiving import Outcome, Receipt
from prisonmail.ledger.desk.trust import KeyStanding
from prisonmail.ledger.log import Selection
from prisonmail.ledger.records import AnnouncedLetter, ReceivedDocket, SenderProof
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, SenderStanding, Verdict
from prisonmail.system import clock
from prisonmail.system.record import replace, to_builtins
from tests.dockets.samples import DOCKET, GOOD_UNTIL, MADE_AT, make_letter
from tests.ledger.attacker import Attacker

NOW = MADE_AT + timedelta(hours=1)
CODE = DOCKET.letters[0].code
UNKNOWN = Code("12345678901244")
OTHER_KEY, THIRD_KEY = (f"SHA256:{each * 43}" for each in "BC")
LATER = NOW + timedelta(days=60)


def receive(ledger: Ledger, docket: Docket, digest: str = "", at: datetime = NOW) -> Receipt:
    known = digest or sha256(repr(docket).encode()).hexdigest()
    return ledger.received_dockets.receive(docket, known, "HMP Leeds", at)


def list_last(ledger: Ledger, number: int) -> list[tuple[EventKind, str, str | None]]:
    with ledger.snapshot():
        found = list(ledger.read_log(Selection(), number))
    assert {each.at for each in found} == {NOW}
    return [(each.kind, each.detail, each.remark) for each in found]


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
    new = make_letter(6)  # of which the revoked key has said nothing itself
    receive(desk, replace(DOCKET, key=OTHER_KEY, serial=18, letters=(new,)))
    others = new.code
    assert (verdict(desk), verdict(desk, others)) == ("ready", "ready")
    assert [received.revoke(DOCKET.key, "Laptop stolen", NOW) for _ in range(2)] == [True, False]
    for _ in range(2):
        assert (verdict(desk), verdict(desk, others)) == ("sender-not-accepted",) * 2
        received.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    received.set_standing(OTHER_KEY, KeyStanding.ACCEPTED, NOW)
    assert (verdict(desk), verdict(desk, others)) == ("sender-not-accepted", "ready")
    assert desk.audit().faults == ()


def test_of_two_letters_with_a_barcode_the_one_received_before_its_key_was_followed_counts(
    ledger: Ledger,
) -> None:
    *_, letter = DOCKET.letters
    assert letter.barcode
    false = make_letter(7, barcode=letter.barcode)
    receive(ledger, replace(DOCKET, key=THIRD_KEY, letters=(false,)))
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    receive(ledger, DOCKET)
    ledger.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    assert ledger.find_code(letter.barcode) == letter.code


def test_its_letters_are_good_once_and_said_to_be_whose_they_are(desk: Ledger) -> None:
    first, *_ = announced = [_announce(place) for place in range(len(DOCKET.letters))]
    assert [desk.peek(each.code, NOW).entry for each in announced] == announced
    assert desk.received_dockets.find(CODE) == first
    assert desk.received_dockets.find(DOCKET.cancelled[0]) is None
    found = desk.check(CODE, NOW, "HMP Leeds", "A. Patel")
    assert (found.verdict.value, found.entry) == ("ready", first)
    again = desk.check(CODE, NOW)
    checked = FirstCheck(NOW, "HMP Leeds", "A. Patel", Verdict.READY)
    assert (again.verdict.value, again.entry) == ("duplicate", replace(first, first_check=checked))
    assert desk.check(CODE, NOW, at_prison="HLI").verdict == "wrong-prison"
    assert {each.code for each in DOCKET.letters if each.barcode} == {
        desk.find_code(each.barcode) for each in DOCKET.letters if each.barcode
    }
    assert desk.audit().faults == ()


def _announce(place: int) -> AnnouncedLetter:
    """Return what a desk holds of a letter of the sample."""
    letter, sender, proof = DOCKET.letters[place], DOCKET.sender, DOCKET.proof
    assert proof
    return AnnouncedLetter(
        code=letter.code,
        docket=ReceivedDocket(DOCKET.serial, DOCKET.key, NOW),
        marking=letter.marking.value,
        prison=DOCKET.prison,
        prison_name="HMP Leeds",
        organisation=sender.organisation,
        cjsm_address=sender.cjsm_address,
        telephone=sender.telephone,
        proof=SenderProof(proof.standing, proof.at),
        issued_at=letter.issued_at,
        expires_at=letter.good_until,
        first_check=None,
        cancellation=None,
        standing=SenderStanding.ACCEPTED,
        name=letter.name,
        prison_number=letter.prison_number,
        date_of_birth=letter.date_of_birth,
        barcode=letter.barcode,
    )


def test_the_same_bytes_again_change_nothing_and_other_bytes_are_kept_apart(desk: Ledger) -> None:
    head = desk.audit().head
    assert receive(desk, DOCKET) == Receipt(Outcome.REPEATED)
    assert desk.audit().head == head
    other = replace(DOCKET, letters=DOCKET.letters[:1])
    assert receive(desk, other, "0" * 64) == Receipt(Outcome.FORKED)
    assert list_last(desk, 1) == [(EventKind.REFUSED, f"serial-twice {'0' * 64}", None)]
    assert verdict(desk, DOCKET.letters[1].code) == "ready"
    assert receive(desk, replace(other, prison="HLI")) == Receipt(Outcome.TAKEN)
    assert desk.audit().faults == ()


def test_serials_go_on_from_key_to_key_of_a_sender_and_each_docket_names_the_one_before(
    desk: Ledger,
) -> None:
    serial, brief = DOCKET.serial, replace(DOCKET, key=OTHER_KEY, letters=(), cancelled=())
    desk.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    assert receive(desk, brief) == Receipt(Outcome.FORKED)
    last = replace(brief, serial=serial + 4)
    assert receive(desk, last, "d" * 64) == Receipt(Outcome.TAKEN, (serial + 1, serial + 3))
    for previous, number, follows in (("d" * 64, 5, True), ("0" * 64, 6, False)):
        next_one = replace(brief, serial=serial + number, previous=previous)
        assert receive(desk, next_one) == Receipt(Outcome.TAKEN, follows=follows)
    late = replace(brief, serial=serial + 3)
    assert receive(desk, late) == Receipt(Outcome.TAKEN, (serial + 1, serial + 2))
    for number, missing in ((1, None), (serial + 8, (serial + 7, serial + 7))):
        another = replace(brief, serial=number)
        assert receive(desk, another) == Receipt(Outcome.TAKEN, missing)


def test_all_of_a_docket_is_kept_but_no_withdrawal_twice(desk: Ledger) -> None:
    sender = replace(DOCKET.sender, sender="Łucja O’Brien")
    withdrawn = (CODE, *DOCKET.cancelled)
    newer = replace(DOCKET, serial=18, sender=sender, proof=None, letters=(), cancelled=withdrawn)
    receive(desk, newer, "e" * 64)
    with desk.snapshot():
        tables = {
            table: [dict(row) for row in desk.read_table(table)]
            for table in ("dockets", "withdrawals")
        }
    first, second = sorted(row["event"] for row in tables["dockets"])
    row = {
        "event": first,
        "key": DOCKET.key,
        "prison": "LEI",
        "serial": 17,
        "prison_name": "HMP Leeds",
        "digest": sha256(repr(DOCKET).encode()).hexdigest(),
        "previous": DOCKET.previous,
        "made_at": MADE_AT.isoformat(),
        "good_until": GOOD_UNTIL.isoformat(),
        "organisation": DOCKET.sender.organisation,
        "cjsm_address": DOCKET.sender.cjsm_address,
        "sender": _write(DOCKET),
    }
    other = {"event": second, "serial": 18, "digest": "e" * 64, "sender": _write(newer)}
    assert tables["dockets"] == [row, row | other]
    assert sorted((each["docket"], each["code"]) for each in tables["withdrawals"]) == [
        *((first, code) for code in sorted(DOCKET.cancelled)),
        (second, CODE),
    ]


def _write(docket: Docket) -> str:
    said = {"sender": to_builtins(docket.sender), "proof": to_builtins(docket.proof)}
    return json.dumps(said, ensure_ascii=False)


def test_a_gap_is_named_and_a_late_docket_brings_no_cancelled_code_back(desk: Ledger) -> None:
    newer = replace(DOCKET, serial=DOCKET.serial + 3, letters=(), cancelled=(CODE,))
    receipt = receive(desk, newer)
    assert receipt == Receipt(Outcome.TAKEN, (DOCKET.serial + 1, DOCKET.serial + 2))
    assert verdict(desk) == "cancelled"
    entry = desk.peek(CODE, NOW).entry
    assert entry == replace(_announce(0), cancellation=Cancellation(MADE_AT, None))
    late = receive(desk, replace(DOCKET, serial=DOCKET.serial + 1))
    assert (late.outcome, late.missing, late.follows) == (Outcome.TAKEN, None, False)
    assert verdict(desk) == "cancelled"
    assert desk.check(CODE, NOW).verdict == "cancelled"


def test_a_code_that_was_only_ever_withdrawn_is_cancelled(desk: Ledger) -> None:
    found = desk.check(DOCKET.cancelled[0], NOW)
    assert (found.verdict.value, found.entry) == ("cancelled", None)
    find = desk.received_dockets.find_withdrawn
    withdrawn = CodeState(MADE_AT, cancellation=Cancellation(MADE_AT, None))
    assert find(DOCKET.cancelled[1]) == withdrawn
    assert find(CODE) is None
    desk.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    receive(desk, replace(DOCKET, serial=18, letters=(), cancelled=(UNKNOWN,)))
    assert find(DOCKET.cancelled[1]) == withdrawn
    assert find(UNKNOWN) is None


def test_a_code_is_cancelled_by_whoever_is_accepted_and_not_by_who_told_it_first(
    ledger: Ledger,
) -> None:
    receive(ledger, replace(DOCKET, key=OTHER_KEY, letters=()))
    find = ledger.received_dockets.find_withdrawn
    later = MADE_AT + timedelta(minutes=1)
    receive(ledger, replace(DOCKET, letters=(), made_at=later))
    assert find(DOCKET.cancelled[0]) is None
    ledger.received_dockets.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    assert find(DOCKET.cancelled[0]) == CodeState(later, cancellation=Cancellation(later, None))


def test_keys_are_listed_with_what_their_last_dockets_say_and_the_checks_of_their_codes(
    desk: Ledger,
) -> None:
    received, sender = desk.received_dockets, DOCKET.sender
    receive(desk, replace(DOCKET, key=OTHER_KEY, letters=DOCKET.letters[1:]), at=LATER)
    renamed = replace(sender, organisation="Greenstone", cjsm_address="e.brown@green.cjsm.net")
    receive(desk, replace(DOCKET, serial=18, sender=renamed, letters=DOCKET.letters[:1]), at=LATER)
    waiting = SeenKey(
        OTHER_KEY, KeyStanding.WAITING, sender.organisation, sender.cjsm_address, 1, 2, LATER
    )
    accepted = SeenKey(
        DOCKET.key, KeyStanding.ACCEPTED, "Greenstone", renamed.cjsm_address, 2, 4, LATER
    )
    assert received.list_keys() == [accepted, waiting]
    one, two, _ = (each.code for each in DOCKET.letters)
    for code, at in ((two, LATER), (UNKNOWN, NOW), (one, NOW), (two, NOW)):
        desk.check(code, at)
    checks = [
        ReportedCheck(two, LATER, "expired"),
        ReportedCheck(one, NOW, "ready"),
        ReportedCheck(two, NOW, "duplicate"),
    ]
    assert received.list_checks(DOCKET.key) == checks
    assert received.list_checks(OTHER_KEY) == [checks[0], checks[2]]
    received.follow(OTHER_KEY, THIRD_KEY, NOW)
    receive(desk, replace(DOCKET, serial=18, key=THIRD_KEY, letters=DOCKET.letters[:1]))
    assert received.list_checks(THIRD_KEY) == received.list_checks(OTHER_KEY) == checks


def test_what_is_refused_and_whom_a_desk_trusts_are_events(ledger: Ledger) -> None:
    received = ledger.received_dockets
    received.record_refusal("signature", "0" * 64, NOW)
    received.set_standing(DOCKET.key, KeyStanding.ACCEPTED, NOW)
    received.follow(DOCKET.key, OTHER_KEY, NOW)
    received.revoke(OTHER_KEY, "Lap\ntop stolen", NOW)
    received.revoke(DOCKET.key, "", NOW)
    received.set_standing(THIRD_KEY, KeyStanding.WITHDRAWN, NOW)
    trust = EventKind.TRUST
    assert list_last(ledger, 6) == [
        (EventKind.REFUSED, f"signature {'0' * 64}", None),
        (trust, f"accepted {DOCKET.key}", None),
        (trust, f"followed {DOCKET.key} {OTHER_KEY}", None),
        (trust, f"revoked {OTHER_KEY}", "Laptop stolen"),
        (trust, f"revoked {DOCKET.key}", None),
        (trust, f"withdrawn {THIRD_KEY}", None),
    ]
    assert " ".join(KeyStanding) == "waiting accepted withdrawn followed revoked"
    assert " ".join(Outcome) == "taken waiting repeated serial-twice"


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
    others = DOCKET.letters[1].code
    stale = replace(DOCKET, serial=19, letters=(DOCKET.letters[0],), cancelled=(others,))
    receipt = receive(desk, stale)
    assert receipt == Receipt(Outcome.WAITING, None, KeyStanding.FOLLOWED, follows=False)
    assert verdict(desk, others) == "ready"


def test_what_a_key_withdrew_before_another_came_after_it_stays_so(desk: Ledger) -> None:
    receive(desk, replace(DOCKET, serial=18, letters=(), cancelled=(CODE,)))
    desk.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    assert verdict(desk) == "cancelled"


def test_what_was_received_is_copied_and_erased_with_the_rest(
    desk: Ledger, other_place: str
) -> None:
    with open_ledger(other_place, make=True) as copy:
        desk.copy_to(copy)
        assert (copy.audit().faults, verdict(copy)) == ((), "ready")
    day = clock.uk_date(NOW)
    with pytest.raises(WrongUsage) as refused:
        desk.purge(day + timedelta(days=1), GOOD_UNTIL)
    assert (refused.value.message, refused.value.remedy) == (
        "Letters of a docket received on 21 November 2026 are still good.",
        "Give that day, or an earlier one: --before 2026-11-21",
    )
    assert desk.purge(day, NOW).letters == 0
    desk.received_dockets.follow(DOCKET.key, OTHER_KEY, NOW)
    with pytest.raises(WrongUsage):
        desk.purge(day + timedelta(days=1), GOOD_UNTIL)
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
