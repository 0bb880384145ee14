"""The use case: letters are found by a name, number, reference, code or batch, or to be chased."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from prisonmail.errors import WrongUsage
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.system import clock
from prisonmail.use_cases.find import Reference, parse_reference
from prisonmail.use_cases.people.searched_text import SearchedText


def find_letters(place: str, text: str) -> list[IssuedLetter]:
    """Find all letters by what somebody types, the newest first.

    A code finds its letter and a batch all of its; any other text is a part of a name, a prison
    number or a reference. Raises WrongUsage if nothing is typed, and InputMissing.
    """
    if not text.strip():
        raise WrongUsage("There is nothing to look for.", "Give a name, number, reference or code.")
    with open_ledger(place) as ledger:
        named = _parse(text)
        if named is None:
            return _find_by_text(ledger, text)
        if named.batch_id:
            return list(ledger.read_issued(named.batch_id))
        return list(_look_up(ledger, named))


def find_unchecked(place: str, days: int, now: datetime) -> list[IssuedLetter]:
    """Find the letters issued so many days ago or more that nobody checked or cancelled.

    The oldest comes first. Those that arrived, as a desk has reported, are left out, and so are
    those whose people are erased: nobody can be asked about them. Raises InputMissing.
    """
    before = clock.start_of_day(clock.uk_date(now) - timedelta(days=days - 1))
    with open_ledger(place) as ledger:
        batches = ledger.correspondence.list_batches_to_chase(before)
        return [each for batch in batches for each in _read_unchecked(ledger, batch)]


def _parse(text: str) -> Reference | None:
    try:
        return parse_reference(text)
    except WrongUsage:
        return None


def _look_up(ledger: Ledger, named: Reference) -> Iterator[IssuedLetter]:
    entry = ledger.find_letter(named.code) if named.code else None
    if entry:
        yield entry


def _find_by_text(ledger: Ledger, text: str) -> list[IssuedLetter]:
    wanted = SearchedText(text)
    with ledger.snapshot():
        traces = ledger.correspondence.list_traces()
        codes = [trace.code for trace in traces if wanted.is_in(trace)]
        found = map(ledger.find_letter, reversed(codes))
        return [entry for entry in found if entry]


def _read_unchecked(ledger: Ledger, batch: str) -> Iterator[IssuedLetter]:
    arrived = ledger.arrivals.list_codes(batch)
    for each in ledger.read_issued(batch):
        is_open = each.first_check is None and each.cancellation is None
        if is_open and each.name is not None and each.code not in arrived:
            yield each
