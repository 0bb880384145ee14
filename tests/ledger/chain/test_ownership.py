"""Whose a batch is, and who goes to that of another: on each database."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import WrongUsage
from prisonmail.ledger.accountability.policies import YES, Policy
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.system.record import replace
from prisonmail.use_cases.after_issue.access import Access, enter, keep_permitted
from prisonmail.use_cases.after_issue.cancel import cancel
from prisonmail.use_cases.after_issue.reprint import reprint
from tests.conftest import ISSUED_AT, SENDER
from tests.ledger.conftest import Issue

NOW = ISSUED_AT + timedelta(minutes=1)
LONG_AFTER = ISSUED_AT + timedelta(days=90)


@pytest.fixture
def batch(issue: Issue) -> str:
    """A batch that whoever runs this has issued, and the sender signs."""
    return issue(2)[0].id


def go(place: str, batch: str, by: str | None, reason: str | None = None) -> bool:
    with open_ledger(place, by=by) as ledger:
        return enter(ledger, Access("reprint", reason, by), NOW, batch)


def set_rule(ledger: Ledger) -> None:
    ledger.policies.set(Policy.OWN_BATCHES_ONLY, YES, NOW)


def test_a_batch_is_its_issuers_and_its_signatorys(place: str, batch: str) -> None:
    signatory = f" {SENDER.name.upper()}  "
    own = {}
    for who in (None, signatory, "A. Patel", ""):
        with open_ledger(place, by=who) as ledger:
            own[who] = ledger.ownership.is_own(batch)
            assert not ledger.ownership.is_own("20261121-2222")
    assert own == {None: True, signatory: True, "A. Patel": False, "": True}


def test_of_several_who_sign_each_has_their_own(
    place: str, ledger: Ledger, drafted: Callable[..., Draft]
) -> None:
    drafts = Drafts([drafted("Ann Hart"), replace(drafted("Ben Hart"), signatory="ab")])
    others = {"ab": replace(SENDER, name="Ann Bell")}
    batch, _ = ledger.issue(drafts, SENDER, "dl", ISSUED_AT, 28, signatories=others)
    found = list(ledger.read_issued(batch.id))
    own = {}
    for who in (None, SENDER.name, "ann bell"):
        with open_ledger(place, by=who) as opened:
            own[who] = [opened.ownership.is_own(batch.id, each) for each in (None, "", "ab")]
    assert own == {
        None: [True, True, True],
        SENDER.name: [False, True, False],
        "ann bell": [False, False, True],
    }
    set_rule(ledger)
    kept = keep_permitted(place, found, Access("find", None, "Ann Bell"), NOW)
    assert ([each.name for each in kept.letters], kept.left_out) == (["Ben Hart"], 1)


def test_nothing_is_refused_and_nothing_recorded_without_the_rule(
    place: str, ledger: Ledger, batch: str
) -> None:
    before = ledger.audit().head
    assert not go(place, batch, "A. Patel")
    assert ledger.audit().head == before


def test_each_keeps_to_their_own_by_the_rule(place: str, ledger: Ledger, batch: str) -> None:
    set_rule(ledger)
    assert not go(place, batch, None, "not needed")
    assert not go(place, batch, SENDER.name)
    with pytest.raises(WrongUsage, match="somebody else’s") as refused:
        go(place, batch, "A. Patel")
    assert "--exceptional REASON" in refused.value.remedy
    with pytest.raises(WrongUsage, match="needs a reason"):
        go(place, batch, "A. Patel", " ")
    ledger.policies.set(Policy.OWN_BATCHES_ONLY, "", NOW)
    assert not go(place, batch, "A. Patel")


def test_who_goes_to_the_batch_of_another_is_recorded(
    place: str, ledger: Ledger, batch: str
) -> None:
    assert go(place, batch, "A. Patel", "Eric is ill")
    with ledger.snapshot():
        (event,) = ledger.read_log(Selection(kind=EventKind.EXCEPTIONAL))
    assert (event.batch_id, event.detail, event.remark) == (batch, "reprint", "Eric is ill")
    assert event.operator == "A. Patel"
    counts = [ledger.ownership.count_accesses(each) for each in (ISSUED_AT, LONG_AFTER)]
    assert counts == [1, 0]
    assert ledger.audit().faults == ()
    ledger._database.execute("UPDATE remarks SET remark = 'a joke' WHERE operator = 'A. Patel'")
    (fault,) = ledger.audit().faults
    assert "exceptional access" in fault


def test_who_goes_to_one_letter_of_another_is_recorded_with_its_code(
    place: str, ledger: Ledger, batch: str
) -> None:
    letter = next(iter(ledger.read_issued(batch)))
    with open_ledger(place, by="A. Patel") as other:
        assert enter(other, Access("reprint", "Eric is ill"), NOW, batch, letter)
    with ledger.snapshot():
        (event,) = ledger.read_log(Selection(kind=EventKind.EXCEPTIONAL))
    assert (event.batch_id, event.code) == (batch, letter.code)


def test_a_batch_names_its_issuer_until_that_is_erased(ledger: Ledger, batch: str) -> None:
    name = ledger.ownership.name_issuer
    assert (name(batch), name("20261121-2222")) == (find_operator().name, "")
    ledger.purge(clock.uk_date(LONG_AFTER), LONG_AFTER)
    assert name(batch) == ""


def test_after_a_purge_a_batch_is_the_signatorys_alone(
    place: str, ledger: Ledger, batch: str
) -> None:
    set_rule(ledger)
    ledger.purge(clock.uk_date(LONG_AFTER), LONG_AFTER)
    assert not go(place, batch, SENDER.name)
    with pytest.raises(WrongUsage):
        go(place, batch, None)
    with open_ledger(place, by="\0") as nobody:
        assert not nobody.ownership.is_own(batch)


def test_letters_of_others_are_left_out_or_seen_by_way_of_exception(
    place: str, ledger: Ledger, batch: str
) -> None:
    found = list(ledger.read_issued(batch))

    def keep(by: str | None, reason: str | None) -> tuple[int, int, bool]:
        kept = keep_permitted(place, found, Access("find", reason, by), NOW)
        return len(kept.letters), kept.left_out, kept.exceptional

    assert keep("A. Patel", None) == (2, 0, False)
    set_rule(ledger)
    assert keep("A. Patel", None) == (0, 2, False)
    assert keep(None, None) == (2, 0, False)
    assert keep(None, "not needed") == (2, 0, False)
    assert ledger.ownership.count_accesses(ISSUED_AT) == 0
    assert keep("A. Patel", "Eric is ill") == (2, 0, True)
    assert ledger.ownership.count_accesses(ISSUED_AT) == 1


def test_what_is_refused_does_nothing(
    place: str, ledger: Ledger, batch: str, tmp_path: Path
) -> None:
    set_rule(ledger)
    before = ledger.audit().head
    with pytest.raises(WrongUsage):
        cancel(batch, place, "wrong", NOW, "A. Patel")
    with pytest.raises(WrongUsage):
        reprint(batch, place, tmp_path / "again.pdf", NOW, by="A. Patel")
    assert ledger.audit().head == before
    assert not (tmp_path / "again.pdf").exists()
    assert cancel(batch, place, "wrong", NOW, "A. Patel", "Eric is ill").letters == 2
