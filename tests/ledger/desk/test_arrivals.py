"""What a ledger takes from the reports of desks: each check once, and of its own codes alone."""

from datetime import timedelta

from prisonmail.codes import Code
from prisonmail.dockets.desk_report import DeskReport, ReportedCheck
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.log import Selection
from prisonmail.ledger.store import Ledger
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

LATER = ISSUED_AT + timedelta(days=2)
DESK = "SHA256:" + "D" * 43
ANOTHERS = Code("12345678901244")
Events = list[tuple[EventKind, str | None, str | None, str]]


def report(*checks: tuple[Code, str], at: int = 0, key: str = DESK) -> DeskReport:
    when = ISSUED_AT + timedelta(hours=at)
    told = tuple(ReportedCheck(code, when, verdict) for code, verdict in checks)
    return DeskReport(made_at=LATER, prison="LEI", key=key, sender="SHA256:a", checks=told)


def list_new(ledger: Ledger, after: int = 1) -> Events:
    with ledger.snapshot():
        found = [each for each in ledger.read_log(Selection()) if each.number > after]
    assert {each.at for each in found} <= {LATER}
    return [(each.kind, each.batch_id, each.code, each.detail) for each in found]


def test_a_report_is_an_event_and_so_is_each_check_that_was_not_told_before(
    ledger: Ledger, issue: Issue
) -> None:
    batch, letters = issue(3)
    one, two, three = (each.code for each in letters)
    learn, at = ledger.arrivals.learn, ISSUED_AT.isoformat()
    first = report((one, "ready"), (ANOTHERS, "ready"), (one, "ready"), (two, "wrong-prison"))
    assert learn(first, "a" * 64, LATER) == 2
    expected: Events = [
        (EventKind.LEARNED, None, None, f"{DESK} {'a' * 64}"),
        (EventKind.ARRIVED, batch.id, one, f"ready {at}"),
        (EventKind.ARRIVED, batch.id, two, f"wrong-prison {at}"),
    ]
    assert list_new(ledger) == expected
    assert learn(first, "b" * 64, LATER) == 0
    assert list_new(ledger) == expected
    more = report((one, "ready"), (three, "expired"))
    assert learn(more, "c" * 64, LATER) == 1
    assert list_new(ledger, 4) == [
        (EventKind.LEARNED, None, None, f"{DESK} {'c' * 64}"),
        (EventKind.ARRIVED, batch.id, three, f"expired {at}"),
    ]
    assert learn(report((one, "duplicate")), "d" * 64, LATER) == 1
    assert learn(report((one, "ready"), at=1), "e" * 64, LATER) == 1
    assert ledger.arrivals.list_codes(batch.id) == {one, three}
    assert ledger.audit().faults == ()


def test_a_desk_is_known_once_a_report_was_taken_from_it_whatever_that_told(
    ledger: Ledger, issue: Issue
) -> None:
    arrivals, other = ledger.arrivals, "SHA256:" + "E" * 43
    assert not arrivals.knows(DESK)
    assert arrivals.learn(report((ANOTHERS, "ready")), "a" * 64, LATER) == 0
    assert list_new(ledger, 0) == [(EventKind.LEARNED, None, None, f"{DESK} {'a' * 64}")]
    assert [arrivals.knows(each) for each in (DESK, other, DESK[:-1])] == [True, False, False]
    batch, (letter,) = issue()
    assert arrivals.learn(report((letter.code, "ready"), key=other), "b" * 64, LATER) == 1
    assert arrivals.knows(other)
    assert arrivals.list_codes("20261121-AAAA") == frozenset()
    assert arrivals.list_codes(batch.id) == {letter.code}
