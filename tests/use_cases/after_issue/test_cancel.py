from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.log import Selection
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Cancellation
from prisonmail.letters.letter import Letter
from prisonmail.system.record import replace
from prisonmail.use_cases.after_issue.cancel import Cancelled, cancel
from prisonmail.use_cases.find import FoundBatch
from tests.conftest import ISSUED_AT
from tests.use_cases.conftest import Issued

LATER = ISSUED_AT + timedelta(days=1)


def test_a_letter_is_cancelled_once(issued: Issued) -> None:
    path, _, letters = issued
    first = cancel(letters[0].code, path, "sent by mistake", LATER)
    again = cancel(letters[0].code, path, "sent twice", LATER)
    assert (first.letters, again.letters) == (1, 0)
    _expect(path, 2, letters, "sent by mistake", None, None)


def test_a_batch_is_cancelled_but_for_what_was_cancelled_before(issued: Issued) -> None:
    path, batch, letters = issued
    cancel(letters[0].code, path, "sent by mistake", LATER)
    whole = cancel(batch.id, path, "wrong list", LATER)
    again = cancel(batch.id, path, "wrong again", LATER)
    assert (whole.letters, again.letters) == (2, 0)
    _expect(path, 3, letters, "sent by mistake", "wrong list", "wrong list")


def _expect(path: Path, events: int, letters: Sequence[Letter], *reasons: str | None) -> None:
    """Check how many events there are, and why each letter is cancelled, if it is."""
    with open_ledger(path) as ledger:
        found = [ledger.find_letter(letter.code) for letter in letters]
        assert ledger.audit().head.number == events
    assert [each and each.cancellation for each in found] == [
        reason and Cancellation(LATER, reason) for reason in reasons
    ]


def test_what_a_mailroom_checked_before_is_counted(issued: Issued) -> None:
    path, batch, letters = issued
    with open_ledger(path) as ledger:
        ledger.check(letters[2].code, LATER, "HMP Leeds", None)
    assert cancel(letters[0].code, path, "wrong list", LATER).checked == 0
    assert cancel(letters[2].code, path, "wrong list", LATER).checked == 1
    assert cancel(batch.id, path, "wrong list", LATER).checked == 1


def test_who_cancels_is_named_and_says_why_it_is_the_letter_of_another(issued: Issued) -> None:
    path, batch, (letter, *_) = issued
    done = cancel(letter.code, path, "lost", LATER, "B. New", "A. Patel is ill")
    with open_ledger(path) as ledger, ledger.snapshot():
        _, *happened = ledger.read_log(Selection())
        summary = ledger.find_batch(batch.id)
    assert summary
    entry = done.found.entry
    assert entry
    before = replace(summary, cancelled=0)
    assert done == Cancelled(FoundBatch(before, entry), 1)
    assert (entry.letter, entry.cancellation) == (letter, None)
    assert _tell(happened) == [
        (EventKind.EXCEPTIONAL, "cancel", "A. Patel is ill", batch.id, letter.code),
        (EventKind.CANCELLED, "", "lost", batch.id, letter.code),
    ]
    cancel(batch.id, path, "wrong list", LATER, "B. New", "A. Patel is away")
    with open_ledger(path) as ledger, ledger.snapshot():
        *_, access, cancelled = ledger.read_log(Selection())
    assert _tell([access, cancelled]) == [
        (EventKind.EXCEPTIONAL, "cancel", "A. Patel is away", batch.id, None),
        (EventKind.CANCELLED, "", "wrong list", batch.id, None),
    ]


def _tell(happened: Sequence[Happening]) -> list[tuple[object, ...]]:
    assert {(each.at, each.operator) for each in happened} == {(LATER, "B. New")}
    return [(each.kind, each.detail, each.remark, each.batch_id, each.code) for each in happened]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(issued: Issued, reason: str) -> None:
    with pytest.raises(WrongUsage, match="needs a reason"):
        cancel(issued[1].id, issued[0], reason, LATER)


def test_what_is_not_recorded_cannot_be_cancelled(issued: Issued) -> None:
    with pytest.raises(InputMissing):
        cancel("12345-67890-1244", issued[0], "wrong list", LATER)
