"""What happened in a ledger, on each database in turn, and guesses told together."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from prisonmail.codes import Code
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Batch, Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.use_cases.keeping.ledger_log import (
    MANY_GUESSES,
    Guesses,
    Happening,
    LogRequest,
    gather_guesses,
    open_log,
)
from tests.conftest import ISSUED_AT

UNKNOWN = Code("12345678901244")
NEVER_SEEN = Code("26212881802779")
NEXT_DAY = ISSUED_AT + timedelta(days=1)
MONTHS_LATER = ISSUED_AT + timedelta(days=60)


class Desk:
    """A ledger with two batches, checks by two people, and a code that is not of it."""

    def __init__(self, place: str, drafted: Callable[..., Draft], sender: Sender) -> None:
        self.place = place
        with open_ledger(place, make=True) as ledger:
            batches: list[tuple[Batch, list[Letter]]] = []
            for _ in range(2):
                drafts = Drafts([drafted("Łukasz One"), drafted("Łukasz Two")])
                batch, issued = ledger.issue(drafts, sender, "dl", ISSUED_AT, 28)
                batches.append((batch, list(issued)))
            (self.one, letters), (self.two, others) = batches
            self.code, self.sibling, self.other = letters[0].code, letters[1].code, others[0].code
            ledger.record_print(self.one.id, ISSUED_AT)  # 3
            ledger.check(self.code, ISSUED_AT, "HMP Leeds", "Ł. Patel", draw=lambda: 99)
            ledger.check(self.other, NEXT_DAY, "HMP Hull", "B. New", draw=lambda: 99)
            ledger.check(UNKNOWN, NEXT_DAY, None, "B. New")
            ledger.record_mistyped("12", NEXT_DAY, None, "ł. patel ")
            ledger.cancel_batch(self.one.id, "wrong list", NEXT_DAY)  # 8

    def numbers(self, **asked: object) -> list[int]:
        with open_log(self.place, LogRequest(**asked)) as found:  # type: ignore[arg-type]
            return [each.number for each in found]


@pytest.fixture
def desk(place: str, drafted: Callable[..., Draft], sender: Sender) -> Desk:
    return Desk(place, drafted, sender)


def test_events_are_shown_in_their_order_and_by_what_is_asked_for(desk: Desk) -> None:
    assert desk.numbers() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert desk.numbers(limit=3) == [6, 7, 8]
    assert desk.numbers(limit=99) == desk.numbers()
    assert desk.numbers(since=NEXT_DAY.date()) == [5, 6, 7, 8]
    assert desk.numbers(since=date(2036, 1, 1)) == []
    assert desk.numbers(code=desk.code) == [1, 3, 4, 8]
    assert desk.numbers(code=UNKNOWN) == [6]
    assert desk.numbers(batch=desk.one.id.lower()) == [1, 3, 4, 8]
    assert desk.numbers(batch=desk.two.id) == [2, 5]
    assert desk.numbers(by="Ł. PATEL") == [4, 7]
    assert desk.numbers(by="Patel") == []
    assert desk.numbers(by="B. New", limit=1) == [6]
    assert desk.numbers(by="b. new", batch=desk.two.id, since=NEXT_DAY.date()) == [5]


def test_of_a_code_is_shown_what_happened_to_it_and_its_whole_batch(desk: Desk) -> None:
    with open_ledger(desk.place) as ledger:
        ledger.check(desk.sibling, NEXT_DAY)
    assert desk.numbers(code=desk.code) == [1, 3, 4, 8]
    assert desk.numbers(code=desk.sibling) == [1, 3, 8, 9]
    assert desk.numbers(batch=desk.one.id) == [1, 3, 4, 8, 9]


def test_a_check_names_its_batch_and_nothing_is_recorded(desk: Desk) -> None:
    with open_log(desk.place, LogRequest()) as found:
        happenings = list(found)
    assert [each.batch_id for each in happenings] == [
        *(desk.one.id, desk.two.id, desk.one.id, desk.one.id, desk.two.id, None, None, desk.one.id)
    ]
    assert (happenings[6].remark, happenings[6].by) == ("12", "ł. patel ")
    assert not any(each.erased for each in happenings)
    assert desk.numbers() == [each.number for each in happenings]


def test_pages_and_events_recorded_meanwhile_change_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("log", "database.database"):
        monkeypatch.setattr(f"prisonmail.ledger.{name}.PAGE", 2)
    with open_log(desk.place, LogRequest()) as found, open_ledger(desk.place) as other:
        assert next(found).number == 1
        other.record_mistyped("34", NEXT_DAY, None, None)
        assert [each.number for each in found] == [2, 3, 4, 5, 6, 7, 8]
    assert desk.numbers(limit=5) == [5, 6, 7, 8, 9]
    assert desk.numbers(by="Ł. Patel") == [4, 7]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_newest_is_shown_however_many_there_were(desk: Desk) -> None:
    with open_ledger(desk.place) as ledger:
        ledger._database.execute("DELETE FROM remarks WHERE event = 3")  # which points to it
        ledger._database.execute(f"UPDATE events SET number = {2**63 - 2} WHERE number = 3")  # noqa: S608
    assert desk.numbers(limit=2) == [8, 2**63 - 2]


def test_what_a_purge_erased_is_not_shown(desk: Desk) -> None:
    with open_ledger(desk.place) as ledger:
        ledger.purge(MONTHS_LATER.date(), MONTHS_LATER)
    assert desk.numbers(by="Ł. Patel") == []
    with open_log(desk.place, LogRequest()) as found:
        happenings = list(found)
    assert {(each.location, each.by, each.remark) for each in happenings} == {(None, None, None)}
    assert [each.number for each in happenings if each.erased] == list(range(1, len(happenings)))


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"code": NEVER_SEEN}, InputMissing, "has not issued 26212881802779, and has no check"),
        ({"code": "123"}, WrongUsage, "is not a code"),
        ({"code": "20261121-7F3K"}, WrongUsage, "is a batch"),
        ({"batch": "20261121-7F3K"}, InputMissing, "has not issued 20261121-7F3K"),
        ({"batch": UNKNOWN}, WrongUsage, "is a code"),
        ({"batch": "20261121-7F3K", "code": UNKNOWN}, WrongUsage, "cannot both"),
    ],
)
def test_what_is_not_there_gets_a_clear_line(
    desk: Desk, asked: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        desk.numbers(**asked)


def happening(number: int, verdict: str | None, by: str | None = None) -> Happening:
    kind = EventKind.CHECKED if verdict else EventKind.PRINTED
    at = ISSUED_AT + timedelta(minutes=number)
    return Happening(number, kind, at, None, verdict or "", None, by, None)


def test_many_guesses_in_a_row_are_told_together_and_few_one_by_one() -> None:
    few = [happening(number, Verdict.MISTYPED) for number in range(MANY_GUESSES - 1)]
    ready, paper = happening(10, Verdict.READY), happening(11, None)
    many = [
        happening(20 + number, (Verdict.MISTYPED, Verdict.NOT_ISSUED)[number % 2], "B. New")
        for number in range(37)
    ]
    told = list(gather_guesses([*few, ready, *many, paper]))
    assert told[: MANY_GUESSES - 1] == few
    assert told[MANY_GUESSES - 1 :] == [
        ready,
        Guesses(37, many[0].at, many[-1].at, None, "B. New"),
        paper,
    ]
    many[3] = happening(23, Verdict.MISTYPED, "A. Patel")
    assert list(gather_guesses(many)) == [Guesses(37, many[0].at, many[-1].at)]
