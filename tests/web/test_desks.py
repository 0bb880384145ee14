"""What waits at once is answered together, and nobody's fault becomes another's."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from prisonmail.errors import OutputRefused, WrongUsage
from prisonmail.ledger.database.sqlite import SqliteDatabase
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.use_cases.verify import Answer, Checker, RecordedAnswer
from prisonmail.web import desks as kept_open
from prisonmail.web.desks import Desks

HERE = Checker("HMP Leeds", "A. Patel")


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite3")


@pytest.fixture
def codes(place: str, drafted: Callable[..., Draft], sender: Sender) -> list[str]:
    with open_ledger(place, make=True) as ledger:
        drafts = Drafts(drafted(f"Kai Penhallow {letter}") for letter in "abcdefgh")
        _, letters = ledger.issue(drafts, sender, "dl", clock.now(), 28)
        return [each.code for each in letters]


@pytest.fixture
def desks(place: str) -> Iterator[Desks]:
    made = Desks(place)
    yield made
    made.close()


def check_at_once(desks: Desks, *texts: str, prepare: object = None) -> list[object]:
    def prepare_one(answer: Answer) -> None:
        if answer.code == prepare:
            raise ValueError(answer.verdict)

    async def check_all() -> list[object]:
        its = [desks.check(each, HERE, clock.now(), "patel", prepare_one) for each in texts]
        return list(await asyncio.gather(*its, return_exceptions=True))

    return asyncio.run(check_all())


def verdicts(found: list[object]) -> list[object]:
    return [each.answer.verdict if isinstance(each, RecordedAnswer) else each for each in found]


def test_what_waits_is_recorded_in_few_transactions(
    desks: Desks, codes: list[str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = list[str]()
    transaction = SqliteDatabase.transaction
    monkeypatch.setattr(
        SqliteDatabase,
        "transaction",
        lambda self: begun.append(self.name) or transaction(self),  # type: ignore[func-returns-value]
    )
    found = check_at_once(desks, *codes, *codes, "12")
    assert verdicts(found) == [Verdict.READY] * 8 + [Verdict.DUPLICATE] * 8 + [Verdict.MISTYPED]
    events = [each.event for each in found if isinstance(each, RecordedAnswer)]
    assert len(set(events)) == 17
    assert len(begun) < 8
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()


def test_one_answer_that_cannot_be_made_leaves_the_others(desks: Desks, codes: list[str]) -> None:
    found = verdicts(check_at_once(desks, *codes, "12", prepare=codes[3]))
    assert isinstance(found.pop(3), ValueError)
    assert found == [Verdict.READY] * 7 + [Verdict.MISTYPED]
    assert isinstance(check_at_once(desks, "12", codes[3], prepare="12")[0], ValueError)
    assert verdicts(check_at_once(desks, codes[3])) == [Verdict.DUPLICATE]


def test_a_piece_of_work_that_fails_leaves_what_waits_beside_it(
    desks: Desks, codes: list[str]
) -> None:
    def fail(ledger: Ledger) -> None:
        raise WrongUsage("no")

    async def ask() -> list[object]:
        asked = (
            desks.check(codes[0], HERE, clock.now(), "patel"),
            desks.ask(fail),
            desks.ask(lambda ledger: ledger.count_batches()),
            desks.check(codes[1], HERE, clock.now(), "patel"),
        )
        return list(await asyncio.gather(*asked, return_exceptions=True))

    first, failed, counted, last = asyncio.run(ask())
    assert (type(failed), counted) == (WrongUsage, 1)
    assert verdicts([first, last]) == [Verdict.READY, Verdict.READY]


def test_a_ledger_that_comes_back_is_opened_again(
    desks: Desks, codes: list[str], place: str
) -> None:
    assert verdicts(check_at_once(desks, codes[0])) == [Verdict.READY]
    away = Path(place).rename(Path(place).with_name("away"))
    assert {type(each).__name__ for each in check_at_once(desks, *codes[1:4])} == {"LedgerMissing"}
    away.rename(place)
    assert verdicts(check_at_once(desks, *codes[1:4])) == [Verdict.READY] * 3


def test_desks_begin_again_after_they_were_closed(desks: Desks, codes: list[str]) -> None:
    for code in codes[:3]:
        assert verdicts(check_at_once(desks, code)) == [Verdict.READY]
        desks.close()
        desks.close()


def test_who_waits_for_the_same_reading_is_told_what_was_read_once(
    desks: Desks, codes: list[str]
) -> None:
    times = list[str]()

    def read(ledger: Ledger) -> int:
        times.append("read")
        return ledger.count_batches()

    def fail(ledger: Ledger) -> None:
        times.append("failed")
        raise WrongUsage("no")

    async def ask() -> list[object]:
        waiting = Event()
        first = asyncio.ensure_future(desks.ask(lambda ledger: waiting.wait()))
        asked = [desks.read(each) for each in (read, fail, read, fail, read)] + [desks.ask(read)]
        several = asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0)
        waiting.set()
        assert await first
        return list(await several)

    found = asyncio.run(ask())
    assert [each if isinstance(each, int) else type(each) for each in found] == [
        *(1, WrongUsage, 1, WrongUsage, 1),
        1,
    ]
    assert sorted(times) == ["failed", "read", "read"]


def test_a_ledger_that_hangs_is_told_of_and_what_had_not_begun_is_not_done(
    desks: Desks, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, going_on = Event(), Event()

    def hang(ledger: Ledger) -> bool:
        begun.set()
        return going_on.wait(60)

    async def ask() -> list[object]:
        hanging = asyncio.ensure_future(desks.ask(hang))
        await asyncio.to_thread(begun.wait, 60)
        checking = desks.check(codes[0], HERE, clock.now(), "patel")
        return list(await asyncio.gather(hanging, checking, return_exceptions=True))

    monkeypatch.setattr(kept_open, "_PATIENCE_SECONDS", 0.2)
    refused = asyncio.run(ask())
    assert [type(each) for each in refused] == [OutputRefused, OutputRefused]
    assert str(refused[0]).startswith("The ledger ")
    monkeypatch.undo()
    going_on.set()
    assert verdicts(check_at_once(desks, codes[0])) == [Verdict.READY]


def test_work_that_waits_too_long_for_something_else_says_so_itself(
    desks: Desks, codes: list[str]
) -> None:
    def fail(ledger: Ledger) -> None:
        raise TimeoutError("elsewhere")

    with pytest.raises(TimeoutError, match="elsewhere"):
        asyncio.run(desks.ask(fail))
