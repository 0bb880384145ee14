"""The use case: a letter, or a whole batch, is cancelled and must not be delivered."""

from datetime import datetime
from pathlib import Path

from prisonmail.errors import WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.find import FoundBatch, find_issued


class Cancelled(Record, frozen=True):
    """What was cancelled."""

    found: FoundBatch
    letters: int
    """How many were not cancelled before."""

    @property
    def checked(self) -> int:
        """How many of them a mailroom has checked already, which cannot be undone."""
        if self.found.entry:
            return int(self.found.entry.first_check is not None)
        return self.found.summary.checked


def cancel(
    text: str,
    ledger: str | Path,
    reason: str,
    now: datetime,
    by: str | None = None,
    exceptional: str | None = None,
) -> Cancelled:
    """Cancel a code or batch, another's by way of exception.

    Raises WrongUsage, InputMissing if it is not recorded, or OutputRefused.
    """
    if not reason.strip():
        raise WrongUsage("A cancellation needs a reason.", "Give one with --reason.")
    with open_ledger(ledger, by=by) as opened:
        found = find_issued(opened, text)
        entry, summary = found.entry, found.summary
        access = Access("cancel", exceptional)
        enter(opened, access, now, summary.batch.id, entry)
        if entry:
            done = entry.cancellation is not None
            letters = 0 if done else opened.cancel_letter(entry, reason, now)
        else:
            done = summary.cancelled == summary.batch.size
            letters = 0 if done else opened.cancel_batch(summary.batch.id, reason, now)
    return Cancelled(found, letters)
