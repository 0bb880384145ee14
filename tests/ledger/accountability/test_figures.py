"""Letters and checks are counted by the database, and nobody is left out who was erased."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from prisonmail.ledger.accountability.figures import LetterFigures, LetterGroup
from prisonmail.ledger.store import Ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Draft
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system.record import replace
from tests.conftest import ISSUED_AT
from tests.ledger.conftest import Issue

LATER = ISSUED_AT + timedelta(days=60)
WHILE_GOOD = ISSUED_AT + timedelta(days=1)


def test_letters_are_counted_by_where_they_stand_and_add_up(
    ledger: Ledger, issue: Issue, drafted: Callable[..., Draft], sender: Sender
) -> None:
    _, (one, two, _, _) = issue(4)
    ledger.check(one.code, WHILE_GOOD)
    ledger.check(one.code, WHILE_GOOD)
    found = ledger.find_letter(two.code)
    assert found
    ledger.cancel_letter(found, "lost", WHILE_GOOD)
    blake, signed = replace(sender, name="Jo Blake"), Drafts([drafted("Ann Hart", signatory="jb")])
    ledger.issue(signed, sender, "dl", ISSUED_AT, 28, signatories={"jb": blake})
    issue(1, LATER)
    for now, expected in (
        (WHILE_GOOD, LetterFigures(4, checked=1, unchecked=2, cancelled=1)),
        (LATER, LetterFigures(4, checked=1, expired=2, cancelled=1)),
    ):
        groups = list(ledger.figures.count_letters(ISSUED_AT, WHILE_GOOD, now))
        blakes = LetterFigures(1, unchecked=now is WHILE_GOOD, expired=now is LATER)
        assert sorted(groups, key=lambda each: each.signatory) == [
            LetterGroup(name, "LEI", "HMP Leeds", "Prison Rule 39", figures)
            for name, figures in ((sender.name, expected), ("Jo Blake", blakes))
        ]
    ledger.purge(LATER.date(), LATER)
    assert (
        sum(each.figures.letters for each in ledger.figures.count_letters(ISSUED_AT, LATER, LATER))
        == 6
    )


def test_checks_are_counted_by_day_in_the_uk_prison_and_verdict(
    ledger: Ledger, issue: Issue
) -> None:
    before_midnight = datetime(2026, 7, 1, 22, 59, tzinfo=UTC)
    _, (letter,) = issue(1, before_midnight)
    ledger.check(letter.code, before_midnight, draw=lambda: 99)
    ledger.check(letter.code, before_midnight + timedelta(minutes=2))
    ledger.record_mistyped("12", before_midnight, None, None)
    ledger.check(letter.code, LATER)
    counted = {
        (each.day, each.prison_name, each.verdict): each.checks
        for each in ledger.figures.count_checks(before_midnight, ISSUED_AT)
    }
    name = letter.draft.prison_name
    assert counted == {
        (date(2026, 7, 1), name, Verdict.READY): 1,
        (date(2026, 7, 2), name, Verdict.DUPLICATE): 1,
        (date(2026, 7, 1), None, Verdict.MISTYPED): 1,
    }


def test_figures_are_added_one_by_one() -> None:
    total = LetterFigures(1, 20, 300, 4000, 50000)
    assert total.plus(LetterFigures(2, 30, 400, 5000, 60000)) == LetterFigures(
        3, 50, 700, 9000, 110_000
    )
    assert LetterFigures().plus(total) == total


def test_verdicts_are_counted_from_an_event_on(ledger: Ledger, issue: Issue) -> None:
    assert ledger.figures.count_verdicts(0) == (0, {})
    _, (letter,) = issue(1)
    for _ in range(3):
        ledger.check(letter.code, WHILE_GOOD, draw=lambda: 99)
    for after, expected in (
        (0, {"ready": 1, "duplicate": 2}),
        (2, {"duplicate": 2}),
        (3, {"duplicate": 1}),
        (4, {}),
    ):
        assert ledger.figures.count_verdicts(after) == (4, expected)
