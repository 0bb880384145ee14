"""The use case: the sheets of a batch, or one of them, are printed once more.

The codes stay the same, so of a letter that goes out twice only the first to be checked is ready.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.records import IssuedLetter, Summary
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.letter import Draft, Letter, list_paths
from prisonmail.printing.letterheads.letterhead_file import is_unchanged_letterhead
from prisonmail.printing.other_pdfs import is_unchanged
from prisonmail.printing.run import Printed, print_inner_labels, print_letters
from prisonmail.sheets.labels import check_start, find_inner_grid
from prisonmail.sheets.paper import Paper
from prisonmail.system.places.storage import Concern
from prisonmail.system.progress import Progress, no_progress
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.before_issue.paper_choice import refuse_narrow_labels
from prisonmail.use_cases.find import FoundBatch, find_issued
from prisonmail.use_cases.outputs import (
    check_post_book,
    naming_the_reprint,
    refuse_what_cannot_be_written,
    saying_paper_is_good,
    write_post_book,
)
from prisonmail.use_cases.storage_care import StorageCare


class Reprinted(Record, frozen=True):
    """What was printed once more."""

    summary: Summary
    letters: int
    useless: int
    """How many of them have a code that is used up, cancelled or expired."""
    printed: Printed
    concerns: tuple[Concern, ...] = ()
    """What was warned of, of the places of its files."""
    post_book: Path | None = None
    """Where a line for each letter was written to."""
    inner_labels: Path | None = None
    """Where labels for inner envelopes were written to."""


def reprint(
    text: str,
    ledger: str | Path,
    output: Path | None,
    now: datetime,
    *,
    force: bool = False,
    split: int | None = None,
    summary: bool = False,
    start: int = 1,
    post_book: Path | None = None,
    inner_labels: Path | None = None,
    inner_grid: str = "",
    care: StorageCare | None = None,
    progress: Progress = no_progress,
    by: str | None = None,
    exceptional: str | None = None,
) -> Reprinted:
    """Print a code's sheet or a batch's sheets again, as they were, another's by way of exception.

    Raises InputMissing (unknown, or erased), Interrupted, OutputRefused or WrongUsage.
    """
    check_post_book(post_book)
    with open_ledger(ledger, by=by) as opened:
        found = _find(opened, text, Access("reprint", exceptional, by), now)
        batch, code = found.summary.batch, found.entry.code if found.entry else None
        if code and (split or summary):
            raise WrongUsage("One letter has neither volumes nor a summary.", _ONE_LETTER)
        paper, target = Paper.of_batch(batch), output or Path(f"{code or batch.id}.pdf")
        check_start(paper.labels, start)
        useless = _count_useless(opened, found, now)
        enclosed = list_paths(each.enclosures for each in _read_entries(opened, found))
        read = (*filter(None, [paper.letterhead]), *(enclosed if paper.encloses else ()))
        kept, size = (ledger, *read), _count(_read_entries(opened, found))
        lists = list(filter(None, (post_book, inner_labels)))
        care = care or StorageCare()
        concerns = care.look_at(read=read, written=[target, *lists], ledger=str(ledger))
        refuse_what_cannot_be_written(target, size, split, lists, kept=kept, force=force)
        refuse_changed_files(paper, _read_entries(opened, found))
        if inner_labels:
            refuse_narrow_labels(inner_grid, _read_drafts(opened, found), batch.senders)
        opened.record_reprint(batch.id, now, code)
        letters = progress("Printing letters", _read_letters(opened, found), size)
        with naming_the_reprint(
            code or batch.id,
            _NOT_AGAIN,
            split=split,
            summary=summary,
            start=start,
            post_book=post_book,
        ):
            volumes = partial(print_letters, split=split, summary=summary, start=start)
            printed = volumes(batch, letters, paper, target, replace=force)
        opened.record_print(batch.id, now, code)
        run = (found.summary, size, useless, printed, concerns, post_book, inner_labels)
        done = Reprinted(*run)
        _write_lists(opened, found, done, inner_grid, target, replace=force)
    return done


_SAME_FILES = 256
"""Enclosures that are remembered as unchanged."""
_ONE_LETTER = "Leave --split and --summary out, or name its batch."
_NOT_AGAIN = "The letters are not printed again, or not all of them."


def _write_lists(
    ledger: Ledger, found: FoundBatch, done: Reprinted, grid: str, target: Path, *, replace: bool
) -> None:
    """Write what is wanted beside the PDF. Raises OutputRefused, and the PDF is good."""
    batch, read = found.summary.batch, partial(_read_letters, ledger, found)
    if done.post_book:
        with saying_paper_is_good(batch, target, "Only the post book is not written"):
            write_post_book(done.post_book, batch, read, replace=replace)
    if done.inner_labels:
        labels = (find_inner_grid(grid), done.inner_labels)
        with saying_paper_is_good(batch, target, "Only the inner labels are not written"):
            print_inner_labels(batch, read(), Paper.of_batch(batch), *labels, replace=replace)


def _find(ledger: Ledger, text: str, access: Access, now: datetime) -> FoundBatch:
    found = find_issued(ledger, text)
    enter(ledger, access, now, found.summary.batch.id, found.entry)
    return found


def _read_letters(ledger: Ledger, found: FoundBatch) -> Iterable[Letter]:
    return (each.letter for each in _read_entries(ledger, found))


def _read_drafts(ledger: Ledger, found: FoundBatch) -> Iterable[Draft]:
    return (each.draft for each in _read_letters(ledger, found))


def _read_entries(ledger: Ledger, found: FoundBatch) -> Iterable[IssuedLetter]:
    """Go through the letters, those of a batch without what has been erased."""
    return (each for each in _read_all(ledger, found) if found.entry or each.name is not None)


def _read_all(ledger: Ledger, found: FoundBatch) -> Iterable[IssuedLetter]:
    return [found.entry] if found.entry else ledger.read_issued(found.summary.batch.id)


def refuse_changed_files(paper: Paper, entries: Iterable[IssuedLetter]) -> None:
    """Raise InputMissing if a letterhead or an enclosure is not as it was when it was printed."""
    remedy = "Put the file back as it was, or issue new letters from the list."
    if not is_unchanged_letterhead(paper):
        raise InputMissing(
            f"The letterhead {paper.letterhead} is missing, or is not the file that the batch was "
            "printed with.",
            remedy,
        )
    unchanged = lru_cache(_SAME_FILES)(is_unchanged)  # many letters may enclose one file
    for enclosed in (each for entry in entries for each in entry.enclosures):
        if not unchanged(enclosed):
            raise InputMissing(
                f"The enclosure {enclosed.path} is missing, or is not the file that was enclosed.",
                remedy,
            )


def _count_useless(ledger: Ledger, found: FoundBatch, now: datetime) -> int:
    """Count the sheets that no mailroom can deliver; refuse if all of them are cancelled."""
    size = _count(_read_entries(ledger, found))
    left = _read_entries(ledger, found) if size else _read_all(ledger, found)
    if all(each.cancellation for each in left):
        what = "This letter is" if found.entry else "All letters of this batch are"
        raise WrongUsage(f"{what} cancelled.", "Issue new letters from the list.")
    if found.entry or not size:
        next(iter(_read_all(ledger, found))).letter  # noqa: B018 - refuses what has been erased
    return _count(_read_entries(ledger, found), lambda each: _is_useless(each, now))


def _is_useless(entry: IssuedLetter, now: datetime) -> bool:
    return bool(entry.cancellation or entry.first_check or now > entry.expires_at)


def _count(
    entries: Iterable[IssuedLetter], holds: Callable[[IssuedLetter], bool] = lambda entry: True
) -> int:
    return sum(1 for entry in entries if holds(entry))
