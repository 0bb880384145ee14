from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.verdicts import Cancellation, CodeState, FirstCheck, Verdict, judge

END = datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC)
LATER = END + timedelta(seconds=1)
FIRST = FirstCheck(END, None, None)
CANCELLED = Cancellation(END, None)


@pytest.mark.parametrize(
    ("state", "now", "more_checks", "verdict"),
    [
        (CodeState(END, FIRST, CANCELLED, 100), LATER, True, Verdict.CANCELLED),
        (CodeState(END, FIRST, None, 100), LATER, True, Verdict.MORE_CHECKS),
        (CodeState(END, FIRST, None, 100), LATER, False, Verdict.DUPLICATE),
        (CodeState(END, None, None, 100), LATER, False, Verdict.EXPIRED),
        (CodeState(END, None, None, 100), END, False, Verdict.RANDOM_CHECK),
        (CodeState(END, None, None, 0), END, False, Verdict.READY),
        (None, LATER, True, Verdict.NOT_ISSUED),
    ],
)
def test_the_gravest_of_several_answers_is_given(
    state: CodeState | None, now: datetime, more_checks: bool, verdict: Verdict
) -> None:
    assert judge(state, now, 0, more_checks=more_checks) is verdict


@given(st.integers(0, 100))
def test_so_many_of_a_hundred_draws_are_random_checks(percent: int) -> None:
    state = CodeState(END, random_check=percent)
    drawn = [judge(state, END, draw) for draw in range(100)]
    assert drawn.count(Verdict.RANDOM_CHECK) == percent
    assert judge(state, END) is Verdict.READY


def test_only_ready_may_be_delivered_unopened() -> None:
    assert [verdict for verdict in Verdict if verdict.deliver] == [Verdict.READY]


def test_the_words_that_ledgers_hold_never_change() -> None:
    assert " ".join(Verdict) == (
        "mistyped ledger-went-back not-issued cancelled more-checks duplicate expired "
        "random-check ready"
    )
    assert " ".join(EventKind) == (
        "issued printed reprint checked cancelled purged accepted exported backed-up profile "
        "prisons key policy asked tried proved sender"
    )
