"""Verdicts: what a mailroom is told about a code.

>>> from datetime import UTC
>>> verdict(None, datetime(2026, 12, 1, tzinfo=UTC)).value
'not-issued'
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The answers, in the order in which they are asked."""

    MISTYPED = "mistyped"
    NOT_ISSUED = "not-issued"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    RANDOM_CHECK = "random-check"
    READY = "ready"

    @property
    def deliver(self) -> bool:
        """Whether the letter may be delivered unopened."""
        return self is Verdict.READY


@dataclass(frozen=True, slots=True)
class FirstCheck:
    """The check that used up a code."""

    at: datetime
    location: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an issued code stands before it is checked."""

    expires_at: datetime
    first_check: FirstCheck | None


def verdict(standing: Standing | None, now: datetime) -> Verdict:
    """Judge a well-formed code; standing is None where no ledger entry has it.

    Any first check uses a code up, whatever its verdict, so that a second one is a duplicate.
    """
    if standing is None:
        return Verdict.NOT_ISSUED
    if standing.first_check:
        return Verdict.DUPLICATE
    if now > standing.expires_at:
        return Verdict.EXPIRED
    return Verdict.READY
