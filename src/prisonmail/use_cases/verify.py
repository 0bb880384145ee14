"""The use case: a code becomes a verdict."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.errors import InputMissing, LedgerWentBack
from prisonmail.ledger.records import Check, Entry, IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.hmpps_barcode import WHERE_CHECKED, is_barcode
from prisonmail.system.record import Record
from prisonmail.use_cases.desk.prison_named import find_exactly

_LIKE_HMPPS = (
    f"If it is a barcode that is checked {WHERE_CHECKED}, check it there: nothing here can answer "
    "for it"
)
__all__ = ["Answer", "Checker", "Desk", "Entry", "IssuedLetter", "Verdict", "open_desk", "verify"]


class Checker(Record, frozen=True):
    """Who asks, where, and whether the check is to be recorded."""

    location: str | None = None
    by: str | None = None
    peek: bool = False
    more_checks: bool = False
    """Whether staff ask for more checks, whatever the code would answer."""

    @property
    def at_prison(self) -> str | None:
        """The code of the prison that the location names exactly; None if it names none.

        Raises InputMissing if the register of prisons is damaged.
        """
        return find_exactly(self.location) if self.location else None


class Answer(Record, frozen=True):
    """What a mailroom is told."""

    code: str
    """The fourteen digits, or what was typed if that is no code."""
    verdict: Verdict
    entry: Entry | None
    """What the ledger holds of the code; None for a code that is not known here."""
    reason: str = ""
    """Why a code is mistyped, or how the ledger went back."""


class RecordedAnswer(Record, frozen=True):
    """An answer, and where its check is recorded."""

    answer: Answer
    event: int | None = None
    """The number of its event; None if it is not recorded."""


Prepare = Callable[[Answer], object]
"""Makes an answer ready to be told. It is called before a check is recorded: what cannot be told
uses no code up."""


def _need_nothing(answer: Answer) -> None:
    """Have an answer that needs no preparation."""


class Desk(Record, frozen=True):
    """A place where letters are checked, with the ledger open before it."""

    ledger: Ledger
    checker: Checker
    at_prison: str | None = None
    """The code of the prison that the checker names."""

    def answer(self, text: str, now: datetime, prepare: Prepare = _need_nothing) -> Answer:
        """Answer for a code as it is typed or scanned, and record the check.

        Nothing is recorded in a ledger that is behind what this machine saw of it.
        """
        return self.check(text, now, prepare).answer

    def check(self, text: str, now: datetime, prepare: Prepare = _need_nothing) -> RecordedAnswer:
        """Answer as `answer` does, and say as which event the check is recorded."""
        text = text.strip()
        try:
            return self._check(text, now, prepare)
        except LedgerWentBack as error:
            reason = f"{error.message} {error.remedy}"
            return RecordedAnswer(Answer(text, Verdict.LEDGER_WENT_BACK, None, reason))

    def _check(self, text: str, now: datetime, prepare: Prepare) -> RecordedAnswer:
        checker = self.checker
        try:
            code = codes.parse(text)
        except MistypedCodeError as error:
            answer, event = answer_mistyped(text, error), None
            prepare(answer)
            if not checker.peek:
                with suppress(LedgerWentBack):
                    event = self.ledger.record_mistyped(text, now, checker.location, checker.by)
            return RecordedAnswer(answer, event)
        if checker.peek:
            answer = _answer_for(code, self.ledger.peek(code, now, self.at_prison))
            prepare(answer)
            return RecordedAnswer(answer)
        found = self.ledger.check(
            code,
            now,
            checker.location,
            checker.by,
            at_prison=self.at_prison,
            more_checks=checker.more_checks,
            prepare=lambda check: prepare(_answer_for(code, check)),
        )
        return RecordedAnswer(_answer_for(code, found), found.event)


@contextmanager
def open_desk(ledger: str | Path, checker: Checker) -> Iterator[Desk]:
    """Open a ledger for checks. Raises InputMissing or OutputRefused."""
    at_prison = checker.at_prison
    with open_ledger(ledger, by=checker.by) as opened:
        yield Desk(opened, checker, at_prison)


def verify(
    text: str,
    ledger: str | Path,
    checker: Checker,
    now: datetime,
    prepare: Prepare = _need_nothing,
) -> Answer:
    """Answer for a code; the check digits answer for a mistyped one even without a ledger.

    Raises InputMissing if there is no ledger to ask, and OutputRefused if it cannot record.
    """
    try:
        with open_desk(ledger, checker) as desk:
            return desk.answer(text, now, prepare)
    except InputMissing:
        try:
            codes.parse(text.strip())
        except MistypedCodeError as error:
            answer = answer_mistyped(text.strip(), error)
            prepare(answer)
            return answer
        raise


def answer_mistyped(text: str, error: MistypedCodeError) -> Answer:
    """Answer for what is no code."""
    reason = f"{error}. {_LIKE_HMPPS}" if is_barcode(text) else str(error)
    return Answer(text, Verdict.MISTYPED, None, reason)


def _answer_for(code: Code, check: Check) -> Answer:
    return Answer(code, check.verdict, check.entry)
