"""A batch is issued once where that is asked for, under a name and with codes of its own."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from prisonmail import codes
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.issued import issuing
from prisonmail.ledger.issued.correspondence import Ordered
from prisonmail.ledger.issued.issuing import (
    AlreadyIssuedError,
    AlreadyOrderedError,
    Replacement,
    draw_batch_id,
)
from prisonmail.ledger.log import Selection
from prisonmail.ledger.people.writing import Learnt
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import Ledger
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.letters.person import Person
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from tests.conftest import BORN, ISSUED_AT
from tests.ledger.conftest import Issue

T = TypeVar("T")
LATER = ISSUED_AT + timedelta(hours=1)
TODAY = clock.uk_date(ISSUED_AT)
DIGEST = "ab" * 32


def test_a_batch_is_named_after_its_day_in_the_uk_and_letters_that_look_like_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[str] = []

    def choose_last(letters: str) -> str:
        offered.append(letters)
        return letters[-1]

    monkeypatch.setattr(secrets, "choice", choose_last)
    assert draw_batch_id(datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == "20260701-ZZZZ"
    assert offered == ["23456789ABCDEFGHJKMNPQRSTVWXYZ"] * 4


def test_a_list_is_issued_once_on_a_day_if_that_is_asked_for(ledger: Ledger, issue: Issue) -> None:
    batch, _ = issue(list_digest=DIGEST, once_on=TODAY)
    with pytest.raises(AlreadyIssuedError) as refused:
        issue(list_digest=DIGEST, once_on=TODAY, at=LATER)
    assert refused.value.batch_id == str(refused.value) == batch.id
    issue(list_digest="cd" * 32, once_on=TODAY)
    issue(list_digest=DIGEST)
    issue(list_digest=DIGEST, once_on=TODAY + timedelta(days=1), at=ISSUED_AT + timedelta(days=1))
    assert ledger.count_batches() == 4
    assert ledger.audit().faults == ()


def test_an_order_is_carried_out_once_and_found_by_its_key(ledger: Ledger, issue: Issue) -> None:
    batch, _ = issue(order_key="order 7", list_digest=DIGEST)
    with pytest.raises(AlreadyOrderedError, match=re.escape(batch.id)):
        issue(order_key="order 7", list_digest="cd" * 32)
    other, _ = issue(order_key="order 8")
    issue()
    issue()
    find = ledger.correspondence.find_order
    assert find("order 7") == Ordered(batch.id, DIGEST)
    assert find("order 8") == Ordered(other.id, "")
    assert find("order 9") is None
    assert ledger.audit().faults == ()


def test_who_issues_what_must_not_be_issued_twice_waits_for_others_that_do(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed: list[str] = []
    monkeypatch.setattr(ledger._database, "claim", claimed.append)
    issue(list_digest=DIGEST)
    assert claimed == []
    issue(list_digest=DIGEST, once_on=TODAY + timedelta(days=9), order_key="order 7")
    assert sorted(claimed) == sorted([DIGEST, "order 7"])


def test_its_people_are_put_into_the_address_book_and_counted_if_that_is_wanted(
    ledger: Ledger, sender: Sender, drafted: Callable[..., Draft]
) -> None:
    def issue(*drafts: Draft) -> Learnt:
        learnt = Learnt()
        ledger.issue(Drafts(drafts), sender, "dl", ISSUED_AT, 28, remembered=learnt)
        return learnt

    def count(learnt: Learnt) -> tuple[int, int, int]:
        return learnt.added, learnt.changed, learnt.unchanged

    ann = drafted("Ann Hart", "HLI", prison_number=None, date_of_birth=BORN, reference="C/7")
    ben = drafted("Ben Hart", prison_number="A1002XY", reference="")
    assert count(issue(ann, ben)) == (2, 0, 0)
    moved = drafted("Ben Hart", "WWI", prison_number="A1002XY", reference="")
    assert count(issue(moved, ann)) == (0, 1, 1)
    entries = list(ledger.address_book.list_entries())
    assert sorted((each.person for each in entries), key=lambda each: each.name) == [
        Person("Ann Hart", "HLI", None, BORN, "C/7"),
        Person("Ben Hart", "WWI", "A1002XY", None, ""),
    ]
    assert ledger.audit().faults == ()


def test_letters_are_recorded_in_parts_one_event_for_all_and_numbered_through(
    ledger: Ledger, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "_CHUNK", 2)
    told: list[tuple[str, int]] = []

    def tell(what: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        told.append((what, total or 0))
        yield from items

    batch, letters = issue(5, progress=tell)
    assert told == [("Recording codes", 5)]
    assert [each.sheet for each in letters] == [1, 2, 3, 4, 5]
    assert tuple(ledger.read_letters(batch.id)) == letters
    assert [_strip(each) for each in _list_events(ledger)] == [
        (EventKind.ISSUED, ISSUED_AT, None, batch.id, None)
    ]
    assert ledger.audit().faults == ()


def test_each_cancelled_letter_says_why_in_the_words_of_its_replacement(
    ledger: Ledger, issue: Issue
) -> None:
    old, (one, two) = issue(2)
    replaced = Replacement((one.code, codes.add_check_digits(77), two.code), "see {batch}")
    new, _ = issue(at=LATER, replaced=replaced)
    assert replaced.done == (one.code, two.code)
    assert [_strip(each) for each in _list_events(ledger)[2:]] == [
        (EventKind.CANCELLED, LATER, code, old.id, f"see {new.id}") for code in replaced.done
    ]
    assert {(each.operator, each.machine) for each in _list_events(ledger)} == {
        (find_operator().name, find_operator().machine)
    }
    assert ledger.audit().faults == ()


def _list_events(ledger: Ledger) -> list[Happening]:
    with ledger.snapshot():
        return list(ledger.read_log(Selection()))


def _strip(each: Happening) -> tuple[Any, ...]:
    return each.kind, each.at, each.code, each.batch_id, each.remark


@pytest.mark.parametrize(
    ("place_of", "drawn", "said"),
    [
        (codes, "mint", "no unused codes were found"),
        (issuing, "draw_batch_id", "no unused name for the batch was found"),
    ],
)
def test_what_is_taken_is_drawn_twenty_times_and_then_nothing_is_issued(
    ledger: Ledger,
    issue: Issue,
    monkeypatch: pytest.MonkeyPatch,
    place_of: object,
    drawn: str,
    said: str,
) -> None:
    batch, (letter,) = issue()
    draws: list[object] = []

    def draw(what: object) -> object:
        draws.append(what)
        return [letter.code] if drawn == "mint" else batch.id

    monkeypatch.setattr(place_of, drawn, draw)
    with pytest.raises(RuntimeError, match=said):
        issue()
    assert draws == ([1] if drawn == "mint" else [ISSUED_AT]) * 20
    assert ledger.count_batches() == 1
    assert ledger.audit().faults == ()
