import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest

from prisonmail.codes import Code
from prisonmail.dockets.docket import Docket, DocketLetter, DocketProof, DocketSender
from prisonmail.dockets.docket_document import parse_docket
from prisonmail.errors import InputMissing
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.issued.docket_book import (
    DocketOrder,
    NothingToTellError,
    Notice,
    NoticeState,
    RecordedDocket,
)
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from tests.conftest import BORN, ISSUED_AT
from tests.ledger.attacker import Attacker
from tests.ledger.conftest import Issue

KEY = "SHA256:" + "A" * 43
UNKNOWN = Code("12345678901244")
BARCODE = Barcode("123456789012")
LASTING = ("good", "cancelled")
LATER = ISSUED_AT + timedelta(days=1)
Tell = Callable[..., RecordedDocket]


@pytest.fixture
def tell(ledger: Ledger, sender: Sender) -> Tell:
    def run(batch: Batch | None, prison: str = "LEI", **more: object) -> RecordedDocket:
        at = more.get("at", LATER)
        order = DocketOrder(prison, batch.id if batch else None, sender, KEY, at)  # type: ignore[arg-type]
        prepare = more.get("prepare", lambda docket: None)
        return ledger.docket_book.record(order, prepare)  # type: ignore[arg-type]

    return run


def test_a_prison_is_told_what_is_still_good(
    ledger: Ledger, sender: Sender, drafted: Callable[..., Draft], tell: Tell
) -> None:
    kai = drafted("Kai O’Brien", prison_number=None, date_of_birth=BORN, barcode=BARCODE)
    batch, letters = ledger.issue(
        Drafts([drafted(), drafted(), drafted("Łukasz Hart"), kai]), sender, "dl", ISSUED_AT, 28
    )
    used, cancelled, *good = letters
    ledger.check(used.code, ISSUED_AT)
    entry = ledger.find_letter(cancelled.code)
    assert entry
    ledger.cancel_letter(entry, "wrong enclosure", ISSUED_AT)
    head = ledger.audit().head
    made = tell(batch)
    expected = Docket(
        serial=1,
        previous=None,
        made_at=LATER,
        good_until=batch.expires_at,
        prison="LEI",
        sender=DocketSender(
            organisation=sender.organisation,
            sender=sender.name,
            role=sender.role,
            cjsm_address=sender.cjsm_address,
            telephone=sender.telephone,
            address=sender.address,
        ),
        key=KEY,
        ledger_head=str(head),
        proof=None,
        letters=tuple(_announce(each, batch) for each in good),
        cancelled=(cancelled.code,),
    )
    assert (made.docket, parse_docket(made.document)) == (expected, expected)
    assert made.digest == sha256(made.document).hexdigest()
    with ledger.snapshot():
        (event,) = ledger.read_log(Selection(kind=EventKind.DOCKET))
    assert (event.at, event.batch_id, event.code) == (LATER, batch.id, None)
    assert event.detail == f"LEI 1 {made.digest}"
    assert ledger.audit().faults == ()


def _announce(letter: Letter, batch: Batch) -> DocketLetter:
    """Return what a docket says of a letter."""
    draft = letter.draft
    return DocketLetter(
        code=letter.code,
        barcode=draft.barcode,
        marking=draft.marking,
        name=draft.name,
        prison_number=draft.prison_number,
        date_of_birth=draft.date_of_birth,
        issued_at=batch.issued_at,
        good_until=batch.expires_at,
    )


def test_a_letter_is_told_of_to_its_last_second(issue: Issue, tell: Tell) -> None:
    batch, (letter,) = issue()
    docket = tell(batch, at=batch.expires_at).docket
    assert [each.code for each in docket.letters] == [letter.code]
    with pytest.raises(NothingToTellError):
        tell(batch, at=batch.expires_at + timedelta(seconds=1))


@pytest.mark.parametrize("longest", LASTING)
def test_a_docket_is_good_until_the_last_of_its_codes_ends(
    ledger: Ledger, issue: Issue, tell: Tell, longest: str
) -> None:
    batches = {each: issue(at=LATER if each == longest else ISSUED_AT)[0] for each in LASTING}
    ledger.cancel_batch(batches["cancelled"].id, "wrong enclosure", LATER)
    docket = tell(batches["good"]).docket
    assert (len(docket.letters), len(docket.cancelled)) == (1, 1)
    assert docket.good_until == batches[longest].expires_at > batches["good"].issued_at


def test_each_docket_names_the_one_before_it_for_its_prison(
    ledger: Ledger, drafted: Callable[..., Draft], sender: Sender, tell: Tell
) -> None:
    drafts = Drafts(drafted(prison=prison) for prison in ("LEI", "WWI", "LEI"))
    batch, _ = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28)
    assert dict(ledger.docket_book.list_prisons(batch.id, LATER)) == {
        "LEI": "HMP Leeds",
        "WWI": "HMP & YOI Wandsworth",
    }
    first, other = tell(batch), tell(batch, "WWI")
    second = tell(batch)
    assert [len(each.docket.letters) for each in (first, other, second)] == [2, 1, 2]
    assert (other.docket.serial, other.docket.previous) == (1, None)
    assert (second.docket.serial, second.docket.previous) == (2, first.digest)


def test_cancellations_are_told_alone_and_whole_each_time(
    ledger: Ledger, issue: Issue, tell: Tell
) -> None:
    issue(1)
    batch, letters = issue(2)
    with pytest.raises(NothingToTellError):
        tell(None)
    assert not ledger.docket_book.list_prisons(None, LATER)
    ledger.cancel_batch(batch.id, "wrong enclosure", ISSUED_AT)
    assert ledger.docket_book.list_prisons(None, LATER) == {"LEI": "HMP Leeds"}
    assert not ledger.docket_book.list_prisons(None, batch.expires_at + timedelta(days=1))
    for serial in (1, 2):
        docket = tell(None).docket
        assert (docket.serial, docket.letters) == (serial, ())
        assert docket.cancelled == tuple(each.code for each in letters)
    with pytest.raises(NothingToTellError):
        tell(None, "WWI")
    assert ledger.audit().faults == ()


def test_it_says_how_the_sender_was_proved(
    ledger: Ledger, issue: Issue, tell: Tell, sender: Sender
) -> None:
    batch, _ = issue(1)
    assert tell(batch).docket.proof is None
    ledger.proofs.attest(sender, "B. New", ISSUED_AT)
    assert tell(batch).docket.proof == DocketProof("attested", ISSUED_AT)


def test_no_serial_is_used_twice_by_a_ledger_that_went_back(
    place: str, ledger: Ledger, issue: Issue, tell: Tell
) -> None:
    batch, _ = issue(1)
    first = tell(batch)
    backup = Attacker(place).copy()
    lost = [tell(batch).docket.serial for _ in range(3)]
    Attacker(place).put_back(backup)
    ledger.accept_head("after a fire", ISSUED_AT)
    docket = tell(batch).docket
    assert docket.serial == max(lost) + 1
    assert docket.previous == first.digest
    assert tell(batch).docket.serial == docket.serial + 1


def test_a_ledger_begun_anew_counts_from_what_was_lost(
    place: str, ledger: Ledger, issue: Issue, tell: Tell
) -> None:
    empty = Attacker(place).copy()
    lost, _ = issue(1)
    for _ in range(2):
        tell(lost)
    Attacker(place).put_back(empty)
    ledger.accept_head("after a fire", ISSUED_AT)
    batch, _ = issue(1)
    docket = tell(batch).docket
    assert (docket.serial, docket.previous) == (4, None)


def test_no_serial_is_left_out_for_what_was_lost_before_the_last_docket(
    place: str, ledger: Ledger, issue: Issue, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, _ = issue(1)
    tell(batch)
    backup = Attacker(place).copy()
    ledger.check(UNKNOWN, LATER)
    Attacker(place).put_back(backup)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("PRISONMAIL_HOME", f"{os.environ['PRISONMAIL_HOME']}-elsewhere")
        last = [tell(batch) for _ in range(2)][-1]
    ledger.accept_head("two desks, one backup", LATER)
    docket = tell(batch).docket
    assert (docket.serial, docket.previous) == (4, last.digest)


def test_desks_that_tell_one_prison_at_once_take_turns(
    place: str, ledger: Ledger, issue: Issue, sender: Sender
) -> None:
    batch, _ = issue(3)
    order = DocketOrder("LEI", batch.id, sender, KEY, LATER)
    ready = Barrier(3)

    def tell_some(_: int) -> list[RecordedDocket]:
        with open_ledger(place) as own:
            ready.wait(30)
            return [own.docket_book.record(order, lambda docket: None) for _ in range(4)]

    with ThreadPoolExecutor(3) as desks:
        made = [each for some in desks.map(tell_some, range(3)) for each in some]
    in_order = sorted(made, key=lambda each: each.docket.serial)
    assert [each.docket.serial for each in in_order] == list(range(1, 13))
    digests = [None, *(each.digest for each in in_order)]
    assert [each.docket.previous for each in in_order] == digests[:-1]
    assert ledger.audit().faults == ()


def test_what_is_not_ready_to_be_written_is_not_recorded(
    ledger: Ledger, issue: Issue, tell: Tell
) -> None:
    def refuse(docket: Docket) -> None:
        raise InputMissing("The disk is full.")

    batch, _ = issue(1)
    with pytest.raises(InputMissing):
        tell(batch, prepare=refuse)
    assert tell(batch).docket.serial == 1
    assert ledger.audit().faults == ()


def test_erased_people_are_told_of_to_nobody(ledger: Ledger, issue: Issue, tell: Tell) -> None:
    batch, _ = issue(1, ISSUED_AT - timedelta(days=60))
    ledger.purge(ISSUED_AT.date() - timedelta(days=30), ISSUED_AT)
    with pytest.raises(NothingToTellError):
        tell(batch)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_code_set_back_by_hand_is_told_to_nobody(
    ledger: Ledger, issue: Issue, tell: Tell
) -> None:
    batch, _ = issue(1)
    ledger.cancel_batch(batch.id, "wrong enclosure", ISSUED_AT)
    ledger._database.execute("UPDATE letters SET cancelled = NULL")
    with pytest.raises(InputMissing, match="changed by hand"):
        tell(batch)
    assert len(tell(None).docket.cancelled) == 1


def test_the_last_notice_to_a_prison_counts(ledger: Ledger, issue: Issue) -> None:
    batch, _ = issue(1)
    book = ledger.docket_book
    unsure = Notice("LEI", "<1@example>", "a" * 64, NoticeState.UNSURE)
    sent = Notice("LEI", "<2@example>", "b" * 64)
    other = Notice("WWI", "<3@example>", "c" * 64, NoticeState.FAILED)
    for each in (unsure, sent, other):
        book.record_notice(batch.id, each, LATER)
    assert book.find_notices(batch.id) == {"LEI": sent, "WWI": other}
    assert not book.find_notices("20261121-AAAA")
    with ledger.snapshot():
        happened = list(ledger.read_log(Selection(kind=EventKind.NOTIFIED)))
    assert [(each.at, each.batch_id, each.detail) for each in happened] == [
        (LATER, batch.id, f"LEI <1@example> {'a' * 64} unsure"),
        (LATER, batch.id, f"LEI <2@example> {'b' * 64} sent"),
        (LATER, batch.id, f"WWI <3@example> {'c' * 64} failed"),
    ]
    assert ledger.audit().faults == ()
