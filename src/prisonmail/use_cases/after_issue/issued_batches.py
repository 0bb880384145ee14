"""The use case: what was issued is looked through, a page at a time."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar

from prisonmail.errors import LedgerMissing, WrongUsage
from prisonmail.ledger.issued.docket_book import Notice
from prisonmail.ledger.records import Happening, IssuedLetter, Summary
from prisonmail.ledger.store import open_ledger
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.find import find_issued

BATCHES_A_PAGE = 20
LETTERS_A_PAGE = 100


class ListedBatch(Record, frozen=True):
    """A batch, and who issued it."""

    withheld: ClassVar[tuple[str, ...]] = ("issuer",)

    summary: Summary
    issuer: str
    """Empty if that is not known, or erased."""


class BatchPage(Record, frozen=True):
    """Some batches, the newest first."""

    batches: tuple[ListedBatch, ...]
    total: int
    number: int
    """Of the page, from 1."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return count_pages(self.total, BATCHES_A_PAGE)


class ShownBatch(Record, frozen=True):
    """A batch, and a page of its letters."""

    withheld: ClassVar[tuple[str, ...]] = ("letters",)

    batch: ListedBatch
    letters: tuple[IssuedLetter, ...]
    prisons: Mapping[str, str]
    """The prisons of the batch, by code."""
    notices: Mapping[str, Notice]
    """What is known of the mail to each prison that was told of it, by the prison's code."""
    number: int
    """Of the page, from 1."""

    @property
    def pages(self) -> int:
        """How many pages its letters have, at least one."""
        return count_pages(self.batch.summary.batch.size, LETTERS_A_PAGE)


class ShownLetter(Record, frozen=True):
    """A letter, and all that happened to it."""

    withheld: ClassVar[tuple[str, ...]] = ("entry", "happened")

    entry: IssuedLetter
    happened: tuple[Happening, ...]


def count_pages(total: int, most: int) -> int:
    """Return how many pages a number of things has, at least one.

    >>> count_pages(0, 20), count_pages(20, 20), count_pages(21, 20)
    (1, 1, 2)
    """
    return max(1, -(-total // most))


def list_batches(place: str, number: int = 1) -> BatchPage:
    """Return a page of batches, counted from 1; of a ledger that is not there yet an empty one.

    Raises InputMissing.
    """
    try:
        with open_ledger(place) as ledger, ledger.snapshot():
            found = ledger.list_batches(BATCHES_A_PAGE, (number - 1) * BATCHES_A_PAGE)
            named = tuple(
                ListedBatch(each, ledger.ownership.name_issuer(each.batch.id)) for each in found
            )
            return BatchPage(named, ledger.count_batches(), number)
    except LedgerMissing:
        return BatchPage((), 0, 1)


def show_batch(
    place: str, batch: str, access: Access, now: datetime, number: int = 1
) -> ShownBatch:
    """Return a batch with a page of its letters, counted from 1, another's by way of exception.

    Raises OfAnother, WrongUsage if it is no batch, and InputMissing if it was not issued.
    """
    with open_ledger(place, by=access.by) as ledger:
        found = find_issued(ledger, batch)
        if found.entry:
            raise WrongUsage(f"{batch} is a code.", f"Show it with: prisonmail codes show {batch}")
        batch_id = found.summary.batch.id
        enter(ledger, access, now, batch_id)
        skipped = (number - 1) * LETTERS_A_PAGE
        letters = islice(ledger.read_issued(batch_id), skipped, skipped + LETTERS_A_PAGE)
        return ShownBatch(
            ListedBatch(found.summary, ledger.ownership.name_issuer(batch_id)),
            tuple(letters),
            ledger.docket_book.list_prisons(batch_id, now),
            ledger.docket_book.find_notices(batch_id),
            number,
        )


def show_letter(place: str, code: str, access: Access, now: datetime) -> ShownLetter:
    """Return a letter with all that happened to it, another's by way of exception.

    Raises OfAnother, WrongUsage if it is no code, and InputMissing if it was not issued.
    """
    with open_ledger(place, by=access.by) as ledger:
        entry = find_issued(ledger, code).entry
        if entry is None:
            raise WrongUsage(f"{code} is a batch.", f"Show it with: prisonmail batches show {code}")
        enter(ledger, access, now, entry.batch_id, entry)
        return ShownLetter(entry, tuple(ledger.list_happenings(entry.batch_id, entry.code)))
