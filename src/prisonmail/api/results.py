"""What the calls return: records that stay as they are; `repr` names nobody."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from prisonmail.errors import AlreadyIssued
from prisonmail.ledger.records import Entry, IssuedLetter
from prisonmail.ledger.verdicts import Verdict
from prisonmail.letters.letter import Draft
from prisonmail.problems.problem import Problem
from prisonmail.reports import runs, verdicts
from prisonmail.reports.letters import state
from prisonmail.system.record import Record
from prisonmail.use_cases.order import Checked, Issued, Outcome
from prisonmail.use_cases.verify import Answer


class ListedLetter(Record, frozen=True):
    """A letter of a run."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "prison_number", "date_of_birth", "reference")

    line: int
    """The line of the list that it comes from; of records, the first is on line 2."""
    code: str | None
    """Fourteen digits; None if the list was only checked, or nothing was issued."""
    output: Path | None
    """The PDF that it is in."""
    page: int | None
    """The page of that PDF on which it begins, from 1."""
    prison: str
    """The prison's code."""
    marking: str
    name: str
    prison_number: str | None
    date_of_birth: date | None
    reference: str


class BatchResult(Record, frozen=True):
    """What came of a list: its letters if nothing was wrong with it, and every problem."""

    withheld: ClassVar[tuple[str, ...]] = ("outcome",)

    batch: str | None
    """The batch that was issued; None if nothing was."""
    output: Path | None
    """The PDF, or the first of its volumes."""
    files: tuple[Path, ...]
    """All volumes of it."""
    pages: int
    rows_read: int
    rows_bad: int
    """Rows that have an error: nothing is issued, unless they are left out by `skip_bad`."""
    repeated: bool
    """Whether the order was carried out before, so that nothing was issued now."""
    cancelled_earlier: tuple[str, ...]
    """The codes of earlier letters that were cancelled."""
    warnings: tuple[str, ...]
    """What was warned of: places of files, and what of a letter's look is not kept."""
    refusal: AlreadyIssued | None
    """Of a check: why the list would not be issued although nothing is wrong with it."""
    outcome: Outcome
    """Not for use outside of prisonmail: it may change."""

    @property
    def is_issued(self) -> bool:
        """Whether there are letters to post, of this order or of the same one before."""
        return self.batch is not None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the list, in its order; a warning keeps nothing from being printed."""
        return tuple(self.outcome.checked.problems)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were issued, in the order of the letters."""
        issued = self.outcome.letters if isinstance(self.outcome, Issued) else ()
        return tuple(each.code for each in issued)

    @property
    def letters(self) -> Iterator[ListedLetter]:
        """The letters that were issued, or would be: one after another, as there may be many."""
        if not isinstance(self.outcome, Issued):
            return (_list_draft(draft) for draft in self.outcome.drafts)
        printed = self.outcome.printed
        return (
            _list_draft(each.draft, each.code, printed.find_file(each), printed.find_page(each))
            for each in self.outcome.letters
        )

    def document(self, *, redact: bool = False) -> dict[str, object]:
        """Return what `--json` prints; without what the list says of people, to redact it."""
        found = runs.document(self.outcome, redact=redact)
        return {
            key: list(value) if isinstance(value, Iterator) else value
            for key, value in found.items()
        }


class FoundLetter(Record, frozen=True):
    """What the ledger holds of a letter."""

    withheld: ClassVar[tuple[str, ...]] = (
        *("name", "prison_number", "date_of_birth", "reference"),
        *("checked_at_location", "cancel_reason"),
    )

    code: str
    batch: str | None
    """None if another firm issued it, and a docket announced it to this desk."""
    prison: str
    """The prison's code."""
    prison_name: str
    marking: str
    organisation: str
    cjsm_address: str
    telephone: str
    """The sender's."""
    issued_at: datetime
    expires_at: datetime
    checked_at: datetime | None
    """When the check was made that used the code up."""
    checked_at_location: str | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    name: str | None
    """None if a purge has erased it, as are the others."""
    prison_number: str | None
    date_of_birth: date | None
    reference: str | None
    """The sender's reference."""
    state: str | None
    """In a word, as `prisonmail find` says it; None of a letter that another firm issued."""


class FoundLetters(Record, frozen=True):
    """The letters that were found, the newest first."""

    letters: tuple[FoundLetter, ...]
    left_out: int
    """How many are somebody else's, which the rule of the ledger keeps from whoever asks."""


class CodeAnswer(Record, frozen=True):
    """What a mailroom is told of a code."""

    withheld: ClassVar[tuple[str, ...]] = ("code", "message", "outcome")

    code: str
    """The fourteen digits, or what was given if that is no code."""
    verdict: Verdict
    """Also a text: `answer.verdict == "ready"`."""
    message: str
    """What it means and what to do."""
    letter: FoundLetter | None
    """The letter as it was before this check; None if the code is not known here."""
    outcome: Answer
    """Not for use outside of prisonmail: it may change."""

    @property
    def deliver(self) -> bool:
        """Whether the letter may be delivered unopened."""
        return self.verdict.deliver

    def document(self) -> dict[str, object]:
        """Return what `prisonmail verify --json` prints."""
        return verdicts.document(self.outcome)


class CancelResult(Record, frozen=True):
    """What was cancelled."""

    batch: str
    letters: int
    """How many were not cancelled before."""
    checked_before: int
    """How many a mailroom had checked already: for these it is too late."""


class ReprintResult(Record, frozen=True):
    """What was printed again."""

    batch: str
    files: tuple[Path, ...]
    """The PDF, or all volumes of it."""
    pages: int
    letters: int
    useless: int
    """How many have a code that is used up, cancelled or expired: a mailroom refuses them."""


def tell_outcome(outcome: Outcome) -> BatchResult:
    """Return what came of a list."""
    issued = outcome if isinstance(outcome, Issued) else None
    return BatchResult(
        batch=issued.batch.id if issued else None,
        output=issued.printed.files[0] if issued else None,
        files=issued.printed.files if issued else (),
        pages=issued.printed.pages if issued else 0,
        rows_read=outcome.checked.rows_read,
        rows_bad=outcome.checked.rows_bad,
        repeated=bool(issued and issued.repeated),
        cancelled_earlier=issued.cancelled if issued else (),
        warnings=tuple(f"{each.message} {each.remedy}" for each in outcome.concerns),
        refusal=outcome.refusal if isinstance(outcome, Checked) else None,
        outcome=outcome,
    )


def tell_answer(answer: Answer, now: datetime) -> CodeAnswer:
    """Return what is told of a code."""
    letter = tell_letter(answer.entry, now) if answer.entry else None
    return CodeAnswer(answer.code, answer.verdict, verdicts.message(answer), letter, answer)


def tell_letter(entry: Entry, now: datetime) -> FoundLetter:
    """Return what is told of a letter."""
    first, cancelled = entry.first_check, entry.cancellation
    own = entry if isinstance(entry, IssuedLetter) else None
    return FoundLetter(
        code=entry.code,
        batch=own.batch_id if own else None,
        prison=entry.prison,
        prison_name=entry.prison_name,
        marking=entry.marking,
        organisation=entry.organisation,
        cjsm_address=entry.cjsm_address,
        telephone=entry.telephone,
        issued_at=entry.issued_at,
        expires_at=entry.expires_at,
        checked_at=first.at if first else None,
        checked_at_location=first.location if first else None,
        cancelled_at=cancelled.at if cancelled else None,
        cancel_reason=cancelled.reason if cancelled else None,
        name=entry.name,
        prison_number=entry.prison_number,
        date_of_birth=entry.date_of_birth,
        reference=own.reference if own else None,
        state=state(own, now) if own else None,
    )


def _list_draft(
    draft: Draft, code: str | None = None, output: Path | None = None, page: int | None = None
) -> ListedLetter:
    return ListedLetter(
        line=draft.line,
        code=code,
        output=output,
        page=page,
        prison=draft.prison,
        marking=draft.marking.value,
        name=draft.name,
        prison_number=draft.prison_number,
        date_of_birth=draft.date_of_birth,
        reference=draft.reference,
    )
