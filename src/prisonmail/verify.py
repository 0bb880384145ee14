"""The use case: a code becomes a verdict."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.errors import InputMissing
from prisonmail.ledger.store import Check, Entry, open_ledger
from prisonmail.ledger.verdicts import Verdict

__all__ = ["Answer", "Checker", "Entry", "Verdict", "verify"]


@dataclass(frozen=True, slots=True)
class Checker:
    """Who asks, where, and whether the check is to be recorded."""

    location: str | None = None
    by: str | None = None
    peek: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mailroom is told."""

    code: str
    """The fourteen digits, or what was typed where that is no code."""
    verdict: Verdict
    entry: Entry | None
    """What the ledger holds of the code; None for a code it has not issued."""
    reason: str = ""
    """Why a code is mistyped."""


def verify(text: str, ledger: Path, checker: Checker, now: datetime) -> Answer:
    """Answer for a code. Raises InputMissing where there is no ledger to ask."""
    try:
        code = codes.parse(text)
    except MistypedCodeError as error:
        _record_mistyped(text, ledger, checker, now)
        return Answer(text.strip(), Verdict.MISTYPED, None, str(error))
    found = _look_up(code, ledger, checker, now)
    return Answer(code, found.verdict, found.entry)


def _look_up(code: Code, path: Path, checker: Checker, now: datetime) -> Check:
    with open_ledger(path) as ledger:
        if checker.peek:
            return ledger.peek(code, now)
        return ledger.check(code, now, checker.location, checker.by)


def _record_mistyped(text: str, path: Path, checker: Checker, now: datetime) -> None:
    if checker.peek:
        return
    try:
        with open_ledger(path) as ledger:
            ledger.record_mistyped(text, now, checker.location, checker.by)
    except InputMissing:
        return  # the check digits answer without a ledger
