"""The use case: a code becomes a verdict."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from prisonmail import codes
from prisonmail.codes import Code, MistypedCodeError
from prisonmail.errors import InputMissing, LedgerWentBack
from prisonmail.ledger.desk.checking import Question
from prisonmail.ledger.records import Check, Entry, IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.hmpps_barcode import WHERE_CHECKED, is_barcode
from prisonmail.system.operators import find_operator
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
            return _answer_went_back(text, error)

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


def read_code(text: str) -> Code | None:
    """Return the code that a text is; None if it is none."""
    with suppress(MistypedCodeError):
        return codes.parse(text)
    return None


class Asked(Record, frozen=True):
    """A code that is asked about where several ask at once."""

    code: Code
    checker: Checker
    now: datetime
    operator: str
    """Who is at work."""
    prepare: Prepare = _need_nothing

    @property
    def question(self) -> Question:
        """What the ledger is asked. Raises InputMissing if the register of prisons is damaged."""
        checker = self.checker
        return Question(
            self.code,
            self.now,
            checker.location,
            checker.by,
            checker.at_prison,
            checker.more_checks,
            find_operator(self.operator),
            prepare=lambda check: self.prepare(_answer_for(self.code, check)),
        )


def check_several(ledger: Ledger, asked: Sequence[Asked]) -> list[RecordedAnswer | Exception]:
    """Answer as if each were asked alone, and record all checks in one transaction.

    In the place of an answer stands why there is none, and then its check is not recorded. Raises
    InputMissing and OutputRefused.
    """
    try:
        found = ledger.check_all([each.question for each in asked])
    except LedgerWentBack as error:
        return [_answer_went_back(each.code, error) for each in asked]
    return [
        outcome
        if isinstance(outcome, Exception)
        else RecordedAnswer(_answer_for(each.code, outcome), outcome.event)
        for each, outcome in zip(asked, found, strict=True)
    ]


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


def _answer_went_back(text: str, error: LedgerWentBack) -> RecordedAnswer:
    reason = f"{error.message} {error.remedy}"
    return RecordedAnswer(Answer(text, Verdict.LEDGER_WENT_BACK, None, reason))
