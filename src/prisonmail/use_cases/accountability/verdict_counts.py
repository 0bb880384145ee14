"""The use case: how often each verdict was given, by all who check codes in a ledger."""

import threading
from collections import Counter
from collections.abc import Mapping

from prisonmail.errors import LedgerMissing
from prisonmail.ledger.store import open_ledger


class VerdictCounts:
    """Counts that only go up: what was counted before is not read again."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._last = 0
        self._found: Counter[str] = Counter()

    def count(self) -> Mapping[str, int]:
        """Return how often each was given. Raises InputMissing, as `open_ledger`."""
        with self._lock:
            try:
                with open_ledger(self._ledger) as ledger:
                    last, found = ledger.figures.count_verdicts(self._last)
            except LedgerMissing:
                return {}
            self._last = last
            self._found.update(found)
            return dict(self._found)
