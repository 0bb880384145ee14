"""Verdicts: the answers that a mailroom gets about a code.

>>> from datetime import UTC
>>> judge(None, datetime(2026, 12, 1, tzinfo=UTC)).value
'not-issued'
>>> good = CodeState(datetime(2026, 12, 19, 23, 59, 59, tzinfo=UTC))
>>> judge(good, datetime(2026, 12, 1, tzinfo=UTC)).deliver
True
"""

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
    CANCELLED = "cancelled"
    MORE_CHECKS = "more-checks"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    RANDOM_CHECK = "random-check"
    READY = "ready"

    @property
    def deliver(self) -> bool:
        """Whether the letter may be delivered unopened."""
        return self is Verdict.READY


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


def judge(
    state: CodeState | None, now: datetime, draw: int = NO_DRAW, *, more_checks: bool = False
) -> Verdict:
    """Return the verdict on a well-formed code; its state is None if the ledger has not issued it.

    Any first check uses a code up, whatever its verdict, so that a second one is a duplicate.
    `draw` is a random number from 0 to 99; `more_checks` is true if staff ask for them.
    """
    if state is None:
        return Verdict.NOT_ISSUED
    if state.cancellation:
        return Verdict.CANCELLED
    if more_checks:
        return Verdict.MORE_CHECKS
    if state.first_check:
        return Verdict.DUPLICATE
    if now > state.expires_at:
        return Verdict.EXPIRED
    return Verdict.RANDOM_CHECK if draw < state.random_check else Verdict.READY
