"""The calls: each does what the command of its name does, and returns what that would print."""

from datetime import date
from typing import Unpack

from prisonmail.api.results import (
    BatchResult,
    CancelResult,
    CodeAnswer,
    FoundLetters,
    ReprintResult,
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
from prisonmail.sheets.labels import USUAL_INNER_GRID
from prisonmail.system import clock
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.after_issue import cancel as cancelling
from prisonmail.use_cases.after_issue import reissue as reissuing
from prisonmail.use_cases.after_issue import reprint as reprinting
from prisonmail.use_cases.after_issue.access import Access, keep_permitted
from prisonmail.use_cases.after_issue.letter_search import find_letters
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.order import Order
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


def reprint(
    what: str,
    output: PathLike,
    *,
    split: int | None = None,
    summary: bool = False,
    start_at: int = 1,
    post_book: PathLike | None = None,
    inner_labels: PathLike | None = None,
    inner_grid: str = USUAL_INNER_GRID,
    force: bool = False,
    exceptional: str | None = None,
    by: str | None = None,
    ledger: PathLike | None = None,
) -> ReprintResult:
    """Print a batch, or the letter of a code, again: the same sheets with the same codes.

    Raises InputMissing, OutputRefused or WrongUsage.
    """
    done = reprinting.reprint(
        what,
        find_ledger(ledger),
        make_path(output),
        clock.now(),
        split=split,
        summary=summary,
        start=start_at,
        post_book=make_path(post_book),
        inner_labels=make_path(inner_labels),
        inner_grid=inner_grid,
        force=force,
        exceptional=exceptional,
        by=by,
    )
    printed = done.printed
    return ReprintResult(
        done.summary.batch.id, printed.files, printed.pages, done.letters, done.useless
    )


def reissue(
    code: str,
    output: PathLike,
    *,
    name: str | None = None,
    prison_number: str | None = None,
    date_of_birth: date | None = None,
    prison: str | None = None,
    reference: str | None = None,
    signatory: str | None = None,
    cancel_earlier: bool = False,
    force: bool = False,
    exceptional: str | None = None,
    by: str | None = None,
    profile: PathLike | None = None,
    ledger: PathLike | None = None,
) -> BatchResult:
    """Issue a letter again, with a new code, and cancel the old one in the same step.

    What is not given stays as it was. Raises WrongUsage if the letter has been reissued before,
    InputMissing if it was not issued or is erased, and else what `generate` raises.
    """
    born = f"{date_of_birth:%d/%m/%Y}" if date_of_birth else None
    changes = reissuing.Changes(name, prison_number, born, prison, reference)
    order = Order(
        recipients="",
        profile=make_path(profile) or find_profile_path(),
        ledger=find_ledger(ledger),
        by=by,
        signatory=signatory,
        output=make_path(output),
        cancel_earlier=cancel_earlier,
        force=force,
    )
    return tell_outcome(reissuing.reissue(code, changes, order, exceptional=exceptional).outcome)


def read_profile(path: PathLike | None = None) -> Profile:
    """Read and check a sender profile, the user's own if none is named.

    Raises InputMissing with every fault of it.
    """
    return store.load(make_path(path) or find_profile_path())
