"""A mailbox is proved once by the right code, in time, and for those four particulars alone."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from prisonmail.ledger.log import Selection
from prisonmail.ledger.senders.proofs import Proof, ProofKind, SentTooOftenError, Trial
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.sender.mailbox_codes import (
    LETTERS,
    LIFE,
    MOST_SENDS,
    MOST_TRIES,
    draw_mailbox_code,
    keep_code,
    name_mailbox,
    name_sender,
)
from prisonmail.sender.sender import Sender
from prisonmail.system.record import replace
from tests.conftest import ISSUED_AT, SENDER

MINUTE = timedelta(minutes=1)
WRONG = "AAAA-AAAA"


def ask(ledger: Ledger, sender: Sender = SENDER, at: timedelta = timedelta()) -> str:
    code = draw_mailbox_code()
    ledger.proofs.ask(sender, keep_code(code, sender), ProofKind.PROVED, ISSUED_AT + at)
    return code


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert not set(LETTERS) & set("B8G6I1LO0QS5UZ2")
    assert len({draw_mailbox_code() for _ in range(100)}) == 100


def test_the_right_code_proves_once(ledger: Ledger) -> None:
    proofs = ledger.proofs
    assert (proofs.find(SENDER), proofs.count_tries_left(SENDER)) == (None, 0)
    code = ask(ledger)
    assert proofs.try_code(SENDER, WRONG, ISSUED_AT) == Trial.WRONG
    assert proofs.count_tries_left(SENDER) == MOST_TRIES - 1
    typed = f" {code[:4].lower()}-{code[4:]}"
    assert proofs.try_code(SENDER, typed, ISSUED_AT + MINUTE) == Trial.PROVED
    assert proofs.find(SENDER) == Proof(ProofKind.PROVED, ISSUED_AT + MINUTE)
    assert proofs.try_code(SENDER, code, ISSUED_AT + MINUTE) == Trial.NONE_SENT
    assert ledger.audit().faults == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": "Bluestone Chambers"},
        {"name": "Erica Brown"},
        {"cjsm_address": "erica.brown@greenstonechambers.co.uk.cjsm.net"},
        {"role": "clerk"},
    ],
)
def test_a_change_of_who_sends_ends_it(ledger: Ledger, changed: dict[str, str]) -> None:
    other = replace(SENDER, **changed)
    code = ask(ledger)
    assert ledger.proofs.try_code(other, code, ISSUED_AT) == Trial.NONE_SENT
    assert ledger.proofs.try_code(SENDER, code, ISSUED_AT) == Trial.PROVED
    assert ledger.proofs.find(other) is None
    assert ledger.proofs.find(replace(SENDER, telephone="0113 496 0001")) is not None


def test_a_code_is_good_for_half_an_hour_whichever_way_a_clock_is_wrong(ledger: Ledger) -> None:
    code = ask(ledger)
    for at in (ISSUED_AT + LIFE + MINUTE, ISSUED_AT - LIFE - MINUTE):
        assert ledger.proofs.try_code(SENDER, code, at) == Trial.TOO_OLD
    assert ledger.proofs.try_code(SENDER, code, ISSUED_AT + LIFE) == Trial.PROVED


def test_after_six_wrong_tries_the_right_one_is_no_good(ledger: Ledger) -> None:
    code = ask(ledger)
    typed = [WRONG, "", "Z" * 99, "ﬁﬁ", *[WRONG] * MOST_TRIES][:MOST_TRIES]
    assert {ledger.proofs.try_code(SENDER, each, ISSUED_AT) for each in typed} == {Trial.WRONG}
    assert ledger.proofs.try_code(SENDER, code, ISSUED_AT) == Trial.TOO_MANY
    assert ledger.proofs.find(SENDER) is None
    assert ledger.audit().faults == ()


def test_a_later_code_takes_the_place_of_an_earlier_one(ledger: Ledger) -> None:
    first, second = ask(ledger), ask(ledger)
    assert ledger.proofs.try_code(SENDER, first, ISSUED_AT) == Trial.WRONG
    assert ledger.proofs.try_code(SENDER, second, ISSUED_AT) == Trial.PROVED


def test_three_codes_an_hour_are_sent_to_a_mailbox(ledger: Ledger) -> None:
    other = replace(SENDER, organisation="Another", cjsm_address=SENDER.cjsm_address.upper())
    for sender in (SENDER, other, SENDER):
        ask(ledger, sender)
    with pytest.raises(SentTooOftenError):
        ask(ledger, other, at=timedelta(minutes=59))
    ask(ledger, replace(SENDER, cjsm_address="clerks@greenstonechambers.co.uk.cjsm.net"))
    ask(ledger, at=timedelta(minutes=60))
    assert ledger.audit().faults == ()


def test_of_many_tries_at_once_one_proves(place: str, ledger: Ledger) -> None:
    code, found = ask(ledger), list[Trial]()
    begin = Barrier(4)

    def attempt() -> None:
        with open_ledger(place) as opened:
            begin.wait()
            found.append(opened.proofs.try_code(SENDER, code, ISSUED_AT))

    threads = [Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [Trial.NONE_SENT] * 3 + [Trial.PROVED]


def test_a_second_person_can_vouch(ledger: Ledger) -> None:
    ledger.proofs.attest(SENDER, "B. New", ISSUED_AT)
    proof = ledger.proofs.find(SENDER)
    assert proof == Proof(ProofKind.ATTESTED, ISSUED_AT)
    assert proof.is_good(ISSUED_AT + timedelta(days=90) - MINUTE, 90)
    assert not proof.is_good(ISSUED_AT + timedelta(days=90), 90)


def test_the_ledger_does_not_hold_the_code(ledger: Ledger) -> None:
    code = ask(ledger)
    rows = ledger._database.fetch_all("SELECT detail FROM events")
    assert [row for row in rows if code in row["detail"].upper()] == []
    assert MOST_SENDS == 3


def test_proofs_are_kept_in_words_that_every_version_reads(ledger: Ledger) -> None:
    kept = keep_code("ACDEFHJK", SENDER)
    for kind in ProofKind:
        ledger.proofs.ask(SENDER, kept, kind, ISSUED_AT)
    assert ledger.proofs.try_code(SENDER, WRONG, ISSUED_AT) == "wrong"
    assert ledger.proofs.try_code(SENDER, "ACDEFHJK", ISSUED_AT + MINUTE) == "proved"
    ledger.proofs.attest(SENDER, "B. \x1bNew", ISSUED_AT)
    with ledger.snapshot():
        happened = list(ledger.read_log(Selection()))
    who, mailbox = name_sender(SENDER), name_mailbox(SENDER.cjsm_address)
    assert [(each.kind, each.detail) for each in happened] == [
        *(
            ("asked", f"{who} {mailbox} {kind} {kept.salt} {kept.digest}")
            for kind in ("proved", "by-file", "attested")
        ),
        ("tried", f"{who} 3"),
        ("proved", f"{who} attested 3"),
        ("proved", f"{who} attested 0"),
    ]
    assert [each.by for each in happened] == [None] * 5 + ["B. New"]
    assert [each.at - ISSUED_AT for each in happened] == [timedelta()] * 4 + [MINUTE, timedelta()]
