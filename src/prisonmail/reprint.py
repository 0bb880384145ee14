"""The use case: the sheets of a batch, or one of them, are printed once more.

The codes stay the same, so of a letter that goes out twice only the first to be checked is ready.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prisonmail import publishing
from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.ledger.records import Entry, Summary
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters import Batch
from prisonmail.printing import STANDARD_OUTPUT, print_letters
from prisonmail.sheets.enclosures import is_unchanged
from prisonmail.sheets.paper import Paper
from prisonmail.wanted import Found, find


@dataclass(frozen=True, slots=True)
class Reprinted:
    """What was printed once more."""

    summary: Summary
    sheets: int
    useless: int
    """How many of them have a code that is used up, cancelled or expired."""
    output: Path


def reprint(
    text: str, ledger: str | Path, output: Path | None, now: datetime, *, force: bool
) -> Reprinted:
    """Print a code's sheet or a batch's sheets again, as they were.

    Raises WrongUsage, InputMissing (unknown, or erased) or OutputRefused.
    """
    with open_ledger(ledger) as opened:
        found = find(opened, text)
        batch = found.summary.batch
        target = output or Path(f"{found.entry.code if found.entry else batch.id}.pdf")
        if target != STANDARD_OUTPUT:
            publishing.refuse_if_taken(target, force=force, kept=[ledger])
        useless = _useless(opened, found, now)
        _refuse_changed_enclosures(_entries(opened, found))
        code = found.entry.code if found.entry else None
        opened.record_reprint(batch.id, now, code)
        letters = [found.entry.letter] if found.entry else opened.letters_of(batch.id)
        print_letters(batch, letters, _paper(batch), target)
        opened.record_print(batch.id, now, code)
    return Reprinted(found.summary, 1 if code else batch.size, useless, target)


def _entries(ledger: Ledger, found: Found) -> Iterable[Entry]:
    return [found.entry] if found.entry else ledger.entries_of(found.summary.batch.id)


def _refuse_changed_enclosures(entries: Iterable[Entry]) -> None:
    for entry in entries:
        enclosed = entry.enclosure
        if enclosed and not is_unchanged(enclosed):
            raise InputMissing(
                f"The enclosure {enclosed.path} is missing, or is not the file that was enclosed.",
                "Put the file back as it was, or issue a new letter from the list.",
            )


def _useless(ledger: Ledger, found: Found, now: datetime) -> int:
    """Count the sheets that no mailroom can deliver; refuse where all of them are cancelled."""
    cancelled = _count(_entries(ledger, found), lambda each: each.cancellation is not None)
    sheets = 1 if found.entry else found.summary.batch.size
    if cancelled == sheets:
        what = "This letter is" if found.entry else "All letters of this batch are"
        raise WrongUsage(f"{what} cancelled.", "Issue new letters from the list.")
    next(iter(_entries(ledger, found))).letter  # noqa: B018 - refuses what has been erased
    return _count(_entries(ledger, found), lambda each: _is_useless(each, now))


def _is_useless(entry: Entry, now: datetime) -> bool:
    return bool(entry.cancellation or entry.first_check or now > entry.expires_at)


def _count(entries: Iterable[Entry], wanted: Callable[[Entry], bool]) -> int:
    return sum(1 for entry in entries if wanted(entry))


def _paper(batch: Batch) -> Paper:
    return Paper.read(json.loads(batch.printing)) if batch.printing else Paper()
