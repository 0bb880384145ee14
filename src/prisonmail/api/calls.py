"""The calls: each does what the command of its name does, and returns what that would print."""

from typing import Unpack

from prisonmail.api.results import (
    BatchResult,
    CancelResult,
    CodeAnswer,
    FoundLetters,
    tell_answer,
    tell_letter,
    tell_outcome,
)
from prisonmail.api.run_options import (
    PathLike,
    Recipients,
    RunOptions,
    find_ledger,
    make_order,
    make_path,
)
from prisonmail.sender import store
from prisonmail.sender.profile import Profile
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.after_issue import cancel as cancelling
from prisonmail.use_cases.after_issue.access import Access, keep_permitted
from prisonmail.use_cases.after_issue.letter_search import find_letters
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.verify import Checker
from prisonmail.use_cases.verify import verify as answer_for


def generate(
    recipients: Recipients, output: PathLike, **options: Unpack[RunOptions]
) -> BatchResult:
    """Issue the letters of a list and print them to a PDF.

    If a row has an error, nothing is issued and nothing is written: then `batch` is None, and
    `problems` says what to correct. Raises PrisonmailError if the run cannot go on:
    InputMissing, OutputRefused, UnusableList (as AlreadyIssued and KeyUsed), SenderRefused or
    WrongUsage.
    """
    order = make_order(recipients, output, options, check=False)
    return tell_outcome(generate_once(order, options.get("idempotency_key")))


def check(recipients: Recipients, **options: Unpack[RunOptions]) -> BatchResult:
    """Check a list as `generate` does, and stop: no code is issued, and nothing is written.

    Raises InputMissing, UnusableList or WrongUsage.
    """
    order = make_order(recipients, "letters.pdf", options, check=True)
    return tell_outcome(generate_once(order, options.get("idempotency_key")))


def verify(
    code: str,
    *,
    peek: bool = False,
    more_checks: bool = False,
    location: str | None = None,
    by: str | None = None,
    ledger: PathLike | None = None,
) -> CodeAnswer:
    """Answer whether a letter may be delivered unopened, and record the check.

    The first check of a code uses it up; with `peek` nothing is recorded. Raises InputMissing and
    OutputRefused; then nothing is recorded.
    """
    now = clock.now()
    checker = Checker(location, by, peek, more_checks)
    return tell_answer(answer_for(code, find_ledger(ledger), checker, now), now)


def find(
    text: str,
    *,
    exceptional: str | None = None,
    by: str | None = None,
    ledger: PathLike | None = None,
) -> FoundLetters:
    """Find letters by a code, a batch, or a part of a name, number or reference.

    `exceptional` is the reason for which somebody goes to letters of somebody else. Raises
    InputMissing or WrongUsage.
    """
    now, place = clock.now(), find_ledger(ledger)
    found = find_letters(place, text)
    permitted = keep_permitted(place, found, Access("find", exceptional, by), now)
    letters = tuple(tell_letter(each, now) for each in permitted.letters)
    return FoundLetters(letters, permitted.left_out)


def cancel(
    what: str,
    reason: str,
    *,
    exceptional: str | None = None,
    by: str | None = None,
    ledger: PathLike | None = None,
) -> CancelResult:
    """Cancel a code, or all letters of a batch, without asking: it cannot be undone.

    A mailroom is told the reason. Raises InputMissing, OutputRefused or WrongUsage.
    """
    done = cancelling.cancel(what, find_ledger(ledger), reason, clock.now(), by, exceptional)
    return CancelResult(done.found.summary.batch.id, done.letters, done.checked)


def read_profile(path: PathLike | None = None) -> Profile:
    """Read and check a sender profile, the user's own if none is named.

    Raises InputMissing with every fault of it.
    """
    return store.load(make_path(path) or find_profile_path())
