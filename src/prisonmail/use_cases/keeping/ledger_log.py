"""The use case: what happened in a ledger, event by event, and whether somebody guesses codes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, groupby, islice
from typing import ClassVar

from prisonmail.errors import InputMissing, LedgerMissing, PrisonmailError, WrongUsage
from prisonmail.ledger.chain.events import EventKind
from prisonmail.ledger.log import Selection
from prisonmail.ledger.records import Happening
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.verdicts import Verdict
from prisonmail.system import clock
from prisonmail.system.record import Record, replace
from prisonmail.system.standard_output import mention
from prisonmail.use_cases.find import find_issued, parse_reference

__all__ = [
    "EventKind",
    "Guesses",
    "Happening",
    "LogRequest",
    "gather_guesses",
    "is_guess",
    "open_log",
    "record_change",
]

MANY_GUESSES = 5
"""So many in a row are told together; fewer are usual typing errors, and told one by one."""


class LogRequest(Record, frozen=True):
    """Which events are asked for."""

    withheld: ClassVar[tuple[str, ...]] = ("by",)

    since: date | None = None
    """A UK day."""
    code: str | None = None
    batch: str | None = None
    by: str | None = None
    limit: int | None = None
    exceptional_first: bool = False
    """Whether who went to batches of another is told before the rest."""


class Guesses(Record, frozen=True):
    """Checks, one after another, of what is no code of this ledger."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by")

    number: int
    first: datetime
    last: datetime
    location: str | None = None
    """Where, and by whom, if all were made there and by the same."""
    by: str | None = None


@contextmanager
def open_log(place: str, asked: LogRequest) -> Iterator[Iterator[Happening]]:
    """Open a ledger and go through the events that are asked for, as they are now; record nothing.

    Raises WrongUsage, and InputMissing if there is no ledger, or no such code or batch in it.
    """
    with open_ledger(place) as ledger, ledger.snapshot():
        wanted = _select(ledger, asked)
        happenings = ledger.read_log(wanted, asked.limit)
        if asked.exceptional_first:
            first = ledger.read_log(replace(wanted, kind=EventKind.EXCEPTIONAL), asked.limit)
            happenings = chain(first, (each for each in happenings if not _is_exceptional(each)))
        if wanted.code and not wanted.batch_id:
            happenings = _refuse_unknown(asked.code, happenings)
        yield happenings


def record_change(
    place: str,
    kind: EventKind,
    what: str,
    now: datetime,
    *,
    detail: str = "",
    by: str | None = None,
) -> None:
    """Record what was done beside the letters, if there is a ledger.

    It is done by then: if it cannot be recorded, that is said and no more.
    """
    try:
        with open_ledger(place, by=by) as ledger:
            ledger.record_change(kind, what, now, detail)
    except LedgerMissing:
        return
    except PrisonmailError as error:
        mention(f"This could not be recorded in the ledger. {error.message}")


def gather_guesses(happenings: Iterable[Happening]) -> Iterator[Happening | Guesses]:
    """Go through events, with guesses counted if there are many in a row."""
    for guessed, some in groupby(happenings, is_guess):
        rest = iter(some)
        few = list(islice(rest, MANY_GUESSES)) if guessed else []
        if len(few) < MANY_GUESSES:
            yield from chain(few, rest)
        else:
            yield _count(chain(few, rest))


def _is_exceptional(happening: Happening) -> bool:
    return happening.kind is EventKind.EXCEPTIONAL


def is_guess(happening: Happening) -> bool:
    """Tell whether it is a check of what is no code of this ledger."""
    guessed = happening.detail in (Verdict.NOT_ISSUED, Verdict.MISTYPED)
    return happening.kind is EventKind.CHECKED and guessed


def _count(guesses: Iterator[Happening]) -> Guesses:
    first = last = next(guesses)
    number, location, by = 1, first.location, first.by
    for last in guesses:
        number += 1
        location = location if last.location == location else None
        by = by if last.by == by else None
    return Guesses(number, first.at, last.at, location, by)


def _select(ledger: Ledger, asked: LogRequest) -> Selection:
    """Find the code or batch that is meant; with a code, its batch if it was issued."""
    if asked.code and asked.batch:
        raise WrongUsage("A code and a batch cannot both be asked for.", "Name one of them.")
    since = clock.start_of_day(asked.since) if asked.since else None
    if asked.batch:
        if parse_reference(asked.batch).code:
            raise WrongUsage(f"{asked.batch} is a code.", "Name it with --code.")
        batch_id = find_issued(ledger, asked.batch).summary.batch.id
        return Selection(since, None, batch_id, by=asked.by)
    code = parse_reference(asked.code).code if asked.code else None
    if asked.code and not code:
        raise WrongUsage(f"{asked.code} is a batch.", "Name it with --batch.")
    return Selection(since, code, ledger.find_batch_of(code) if code else None, by=asked.by)


def _refuse_unknown(code: str | None, happenings: Iterator[Happening]) -> Iterator[Happening]:
    """Raise InputMissing for a code that was not issued, unless somebody has checked it."""
    first = next(happenings, None)
    if first is None:
        raise InputMissing(
            f"This ledger has not issued {code}, and has no check of it.",
            "See what it has issued with: prisonmail batches",
        )
    return chain([first], happenings)
