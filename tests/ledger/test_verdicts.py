from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.verdicts import (
    Cancellation,
    CodeState,
    FirstCheck,
    SenderStanding,
    Verdict,
    judge,
)

END = datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC)
LATER = END + timedelta(seconds=1)
ELSEWHERE = ("HLI",)
FIRST = FirstCheck(END, None, None)
CANCELLED = Cancellation(END, None)
NOT, OUT = SenderStanding.NOT_ACCEPTED, SenderStanding.SUSPENDED
NOT_ACCEPTED = "sender-not-accepted"


@pytest.mark.parametrize(
    ("state", "now", "more_checks", "at_prisons", "verdict"),
    [
        (CodeState(END, FIRST, CANCELLED, 100, "LEI", NOT), LATER, True, ELSEWHERE, NOT_ACCEPTED),
        (CodeState(END, FIRST, CANCELLED, 100, "LEI", OUT), LATER, True, ELSEWHERE, "cancelled"),
        (CodeState(END, FIRST, None, 100, "LEI", OUT), LATER, True, ELSEWHERE, "sender-suspended"),
        (CodeState(END, FIRST, None, 100, "LEI"), LATER, True, ELSEWHERE, "more-checks"),
        (CodeState(END, FIRST, None, 100, "LEI"), LATER, False, ELSEWHERE, "wrong-prison"),
        (CodeState(END, FIRST, None, 100, "LEI"), LATER, False, (), "duplicate"),
        (CodeState(END, None, None, 100, "LEI"), LATER, False, (), "expired"),
        (CodeState(END, None, None, 100, "LEI"), END, False, (), "random-check"),
        (CodeState(END, None, None, 0, "LEI"), END, False, (), "ready"),
        (CodeState(END, None, None, 0, "LEI"), END, False, ("LEI", "LEI"), "ready"),
        (CodeState(END, None, None, 0, "LEI"), END, False, ("LEI", "HLI"), "wrong-prison"),
        (None, LATER, True, ELSEWHERE, "not-issued"),
    ],
)
def test_the_gravest_of_several_answers_is_given(
    state: CodeState | None,
    now: datetime,
    more_checks: bool,
    at_prisons: tuple[str, ...],
    verdict: str,
) -> None:
    assert judge(state, now, 0, more_checks=more_checks, at_prisons=at_prisons) == verdict


def test_a_check_that_proves_nothing_leaves_the_code_as_it_was() -> None:
    kept = [verdict.value for verdict in Verdict if not verdict.uses_up]
    assert " ".join(kept) == (
        "mistyped ledger-went-back not-issued sender-not-accepted cancelled sender-suspended "
        "wrong-prison"
    )


@given(st.integers(0, 100))
def test_so_many_of_a_hundred_draws_are_random_checks(percent: int) -> None:
    state = CodeState(END, random_check=percent)
    drawn = [judge(state, END, draw) for draw in range(100)]
    assert drawn.count(Verdict.RANDOM_CHECK) == percent
    assert judge(state, END) == Verdict.READY


def test_only_ready_may_be_delivered_unopened() -> None:
    assert [verdict for verdict in Verdict if verdict.deliver] == [Verdict.READY]


def test_the_words_that_ledgers_hold_never_change() -> None:
    assert " ".join(Verdict) == (
        "mistyped ledger-went-back not-issued sender-not-accepted cancelled sender-suspended "
        "more-checks wrong-prison duplicate expired random-check ready"
    )
    assert " ".join(SenderStanding) == "accepted not-accepted suspended"
    assert " ".join(EventKind) == (
        "issued printed reprint checked cancelled purged accepted exported backed-up profile "
        "prisons key policy person erased docket notified signing-key home-saved exceptional "
        "received refused trust learned arrived asked tried proved sender access"
    )
