"""Verdicts: the answers that a mailroom gets about a code.

>>> from datetime import UTC
>>> judge(None, datetime(2026, 12, 1, tzinfo=UTC)).value
'not-issued'
>>> good = CodeState(datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC))
>>> judge(good, datetime(2026, 12, 1, tzinfo=UTC)).deliver
True
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from prisonmail.system.record import Record

NO_DRAW = 100
"""A draw that no percentage reaches, so that no random check comes of it."""


class Verdict(StrEnum):
    """The answers, in the order in which they are considered."""

    MISTYPED = "mistyped"
    LEDGER_WENT_BACK = "ledger-went-back"
    """Not of the code: the ledger cannot be relied on, and nothing is recorded."""
    NOT_ISSUED = "not-issued"
    SENDER_NOT_ACCEPTED = "sender-not-accepted"
    """Whoever signed the docket is not, or no longer, accepted at this desk."""
    CANCELLED = "cancelled"
    SENDER_SUSPENDED = "sender-suspended"
    MORE_CHECKS = "more-checks"
    WRONG_PRISON = "wrong-prison"
    """The letter is to another prison than the one where it is checked."""
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    RANDOM_CHECK = "random-check"
    READY = "ready"

    @property
    def deliver(self) -> bool:
        """Whether the letter may be delivered unopened."""
        return self is Verdict.READY

    @property
    def uses_up(self) -> bool:
        """Whether a first check with this answer uses a code up."""
        return self not in USE_NOTHING_UP


USE_NOTHING_UP = (
    Verdict.MISTYPED,
    Verdict.LEDGER_WENT_BACK,
    Verdict.NOT_ISSUED,
    Verdict.SENDER_NOT_ACCEPTED,
    Verdict.CANCELLED,
    Verdict.SENDER_SUSPENDED,
    Verdict.WRONG_PRISON,
)
"""The answers that leave a code as it was: it may still be checked once."""


class SenderStanding(StrEnum):
    """Whether a desk takes a sender's word."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    SUSPENDED = "suspended"


class FirstCheck(Record, frozen=True):
    """The check that used up a code."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by")

    at: datetime
    location: str | None
    by: str | None
    verdict: Verdict = Verdict.READY


class Cancellation(Record, frozen=True):
    """When and why a letter was cancelled."""

    withheld: ClassVar[tuple[str, ...]] = ("reason",)

    at: datetime
    reason: str | None
    """None if it has been erased."""


class CodeState(Record, frozen=True):
    """The state of an issued code before it is checked."""

    expires_at: datetime
    first_check: FirstCheck | None = None
    cancellation: Cancellation | None = None
    random_check: int = 0
    """How many of a hundred good letters are picked for further checks."""
    prison: str = ""
    """The code of the prison that the letter is to."""
    standing: SenderStanding = SenderStanding.ACCEPTED
    """That of its sender."""


def judge(
    state: CodeState | None,
    now: datetime,
    draw: int = NO_DRAW,
    *,
    more_checks: bool = False,
    at_prisons: Collection[str] = (),
) -> Verdict:
    """Return the verdict on a well-formed code; its state is None if it is not known here.

    A first check uses a code up whether it is delivered or not, so that a second one is a
    duplicate; but not in answers that `USE_NOTHING_UP`. `draw` is a random number from 0 to 99;
    `more_checks` is true if staff ask for them; `at_prisons` are the prisons where the check is
    made, as far as they are known: each has to be the letter's.
    """
    if state is None:
        return Verdict.NOT_ISSUED
    if state.standing is SenderStanding.NOT_ACCEPTED:
        return Verdict.SENDER_NOT_ACCEPTED
    if state.cancellation:
        return Verdict.CANCELLED
    if state.standing == SenderStanding.SUSPENDED:
        return Verdict.SENDER_SUSPENDED
    if more_checks:
        return Verdict.MORE_CHECKS
    if any(prison != state.prison for prison in at_prisons):
        return Verdict.WRONG_PRISON
    return _judge_by_time(state, now, draw)


def _judge_by_time(state: CodeState, now: datetime, draw: int) -> Verdict:
    if state.first_check:
        return Verdict.DUPLICATE
    if now > state.expires_at:
        return Verdict.EXPIRED
    return Verdict.RANDOM_CHECK if draw < state.random_check else Verdict.READY
