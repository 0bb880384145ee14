"""An answer told once more, without another check."""

from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.use_cases.after_issue.past_checks import find_past_check, list_past_checks
from prisonmail.use_cases.verify import Checker, Desk
from tests.conftest import ISSUED_AT as NOW
from tests.use_cases.conftest import Issued


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("{code}", Verdict.READY),
        ("12345678901244", Verdict.NOT_ISSUED),
        ("12", Verdict.MISTYPED),
    ],
)
def test_an_answer_is_told_again_as_it_was(issued: Issued, text: str, verdict: Verdict) -> None:
    path, _, letters = issued
    with open_ledger(path, by="A. Patel") as ledger:
        desk = Desk(ledger, Checker("HMP Leeds", "B. Khan"))
        done = desk.check(text.format(code=letters[0].code), NOW)
        assert done.event
        past = find_past_check(ledger, done.event)
        assert past
        assert (past.at, past.location, past.by, past.event) == (
            NOW,
            "HMP Leeds",
            "B. Khan",
            done.event,
        )
        told = past.answer
        assert (told.verdict, told.code, told.reason) == (
            verdict,
            done.answer.code,
            done.answer.reason,
        )
        assert (told.entry is None) == (done.answer.entry is None)
        assert list_past_checks(ledger, NOW, "HMP Leeds", 5) == [past]


def test_what_was_typed_and_is_erased_is_not_made_up(issued: Issued, tmp_path: Path) -> None:
    path, _, _ = issued
    with open_ledger(path, by="A. Patel") as ledger:
        typed = "\x1b12345-67890-1244"  # what commands a terminal is not kept
        done = Desk(ledger, Checker()).check(typed, NOW)
        assert done.event
        past = find_past_check(ledger, done.event)
        assert past
        assert past.answer.verdict == Verdict.MISTYPED
        assert past.answer.reason == "it was not kept as it was typed"
