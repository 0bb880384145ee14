"""The use case: letters are found by a name, number, reference, code or batch, or to be chased.

>>> fold_for_search("ŁUKASZ Søren O’Dowd-Hart")
'lukasz soren odowd hart'
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from prisonmail.errors import WrongUsage
from prisonmail.ledger.issued.correspondence import Trace
from prisonmail.ledger.records import IssuedLetter
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.letters.folded_name import fold_name
from prisonmail.letters.person import Person
from prisonmail.system import clock
from prisonmail.use_cases.find import Reference, parse_reference

_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Letters that are no others with an accent, and are typed as these."""


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

    The oldest comes first. Those whose people are erased are left out: nobody can be asked about
    them. Raises InputMissing.
    """
    before = clock.start_of_day(clock.uk_date(now) - timedelta(days=days - 1))
    with open_ledger(place) as ledger:
        batches = ledger.correspondence.list_batches_to_chase(before)
        return [each for batch in batches for each in _keep_unchecked(ledger.read_issued(batch))]


def fold_for_search(text: str) -> str:
    """Return a name as it is looked for: in small letters that any keyboard has."""
    return " ".join(fold_name(text)).translate(_STROKES)


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


def _keep_unchecked(entries: Iterable[IssuedLetter]) -> Iterator[IssuedLetter]:
    for each in entries:
        if each.name is not None and each.first_check is None and each.cancellation is None:
            yield each


class SearchedText:
    """A text that is looked for, in the forms in which it may stand in a letter or an entry."""

    def __init__(self, text: str) -> None:
        has_digits = any(letter.isdigit() for letter in text)
        self._words = () if has_digits else tuple(fold_for_search(text).split())
        self._number = "".join(text.split()).upper() if has_digits else ""
        self._reference = " ".join(text.split()).casefold()

    def is_in(self, trace: Trace | Person) -> bool:
        """Check whether one has it: all words in the name, or the rest as it is typed."""
        if self._number and self._number in (trace.prison_number or ""):
            return True
        if self._reference in trace.reference.casefold():
            return True
        name = fold_for_search(trace.name) if self._words else ""
        return bool(self._words) and all(word in name for word in self._words)
