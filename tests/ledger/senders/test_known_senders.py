"""The last that was entered of a sender holds, and an import is taken whole or not at all."""

from datetime import timedelta

import pytest

from prisonmail.ledger.log import Selection
from prisonmail.ledger.senders.known_senders import KnownSender, SenderStatus, StatusChange
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Verdict
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

ERIC = "eric.brown@greenstonechambers.co.uk.cjsm.net"
ANN = "ann.other@bluestone.co.uk.cjsm.net"


def test_the_last_that_was_entered_holds(ledger: Ledger) -> None:
    senders = ledger.name_operator("A. Patel").senders
    assert senders.find(ERIC) is None
    change = StatusChange(ERIC, SenderStatus.SUSPENDED, "left the firm")
    assert senders.enter([change, StatusChange(ANN, SenderStatus.ACTIVE)], ISSUED_AT) == 2
    assert senders.find(ERIC.upper()) == SenderStatus.SUSPENDED
    assert senders.find(ANN) == SenderStatus.ACTIVE
    may_send = [senders.may_send(each) for each in (ERIC, ANN, f"new-{ANN}")]
    assert may_send == [False, True, True]
    assert senders.list_all() == [
        KnownSender(ANN, SenderStatus.ACTIVE, ISSUED_AT, by="A. Patel"),
        KnownSender(ERIC, SenderStatus.SUSPENDED, ISSUED_AT, "left the firm", "A. Patel"),
    ]
    assert senders.enter([change], ISSUED_AT) == 0
    later = ISSUED_AT - timedelta(days=1)  # a clock that went back
    assert senders.enter([StatusChange(ERIC, SenderStatus.ACTIVE)], later) == 1
    assert senders.find(ERIC) == SenderStatus.ACTIVE
    assert senders.list_all()[1] == KnownSender(ERIC, SenderStatus.ACTIVE, later, by="A. Patel")
    assert ledger.audit().faults == ()


def test_what_is_entered_is_kept_in_words_that_every_version_reads(ledger: Ledger) -> None:
    for each in SenderStatus:
        ledger.senders.enter([StatusChange(ERIC.upper(), each)], ISSUED_AT)
    with ledger.snapshot():
        details = [each.detail for each in ledger.read_log(Selection())]
    words = ("active", "suspended", "locked", "deleted")
    assert details == [f"{word} {ERIC}" for word in words]


def test_who_entered_it_and_why_is_purged_and_shown_by_accident_to_nobody(ledger: Ledger) -> None:
    change = StatusChange(ERIC, SenderStatus.LOCKED, "left the firm")
    ledger.name_operator("A. Patel").senders.enter([change], ISSUED_AT)
    (known,) = ledger.senders.list_all()
    assert [word for word in ("firm", "Patel") if word in repr(known)] == []
    later = ISSUED_AT + timedelta(days=1)
    ledger.purge(later.date(), later)
    assert ledger.senders.list_all() == [KnownSender(ERIC, SenderStatus.LOCKED, ISSUED_AT)]


def test_a_letter_is_good_only_while_its_sender_may_send(ledger: Ledger, issue: Issue) -> None:
    _, (letter,) = issue()
    verdicts = {
        SenderStatus.SUSPENDED: Verdict.SENDER_SUSPENDED,
        SenderStatus.ACTIVE: Verdict.READY,
    }
    for status, verdict in verdicts.items():
        ledger.senders.enter([StatusChange(ERIC, status)], ISSUED_AT)
        assert ledger.peek(letter.code, ISSUED_AT).verdict == verdict
    assert ledger.check(letter.code, ISSUED_AT).verdict == Verdict.READY


def test_many_are_entered_at_once_or_not_at_all(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [StatusChange(f"a{n}@b.cjsm.net", SenderStatus.LOCKED) for n in range(200)]
    real = ledger._database.change
    calls = iter(range(10_000))

    def failing(*of: object) -> None:
        if next(calls) == 300:
            raise RuntimeError
        real(*of)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(ledger._database, "change", failing)
        ledger.senders.enter(many, ISSUED_AT)
    assert ledger.senders.list_all() == []
    assert ledger.senders.enter(many, ISSUED_AT) == 200
    assert ledger.audit().faults == ()


def test_only_an_active_sender_may_send() -> None:
    assert [each for each in SenderStatus if each.may_send] == [SenderStatus.ACTIVE]


def test_a_status_that_was_changed_by_hand_is_found(ledger: Ledger) -> None:
    ledger.senders.enter([StatusChange(ERIC, SenderStatus.SUSPENDED)], ISSUED_AT)
    its = {"detail": f"active {ERIC}"}
    ledger._database.execute("UPDATE events SET detail = :detail WHERE number = 1", its)
    (fault,) = ledger.audit().faults
    assert fault == "Event 1 was changed or moved, or one before it."
