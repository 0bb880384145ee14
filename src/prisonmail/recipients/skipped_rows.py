"""The rows of a list that hold no person, or were not chosen: how many, why, and on which lines.

>>> skipped = SkippedRows()
>>> for line, reason in ((1, "title"), (2, "blank"), (7, "footer"), (8, "footer")):
...     skipped.add(reason, line)
>>> dict(skipped.counts), list(skipped)
({'title': 1, 'blank': 1, 'footer': 2}, [(1, 'title'), (7, 'footer'), (8, 'footer')])
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from prisonmail.recipients.loose_notes import is_note
from prisonmail.system.record import Workpiece, field

_BLANK = "blank"
"""The one reason whose lines are not kept: there is nothing on them to look at."""


def _make_lines() -> "array[int]":
    return array("L")


class SkippedRows(Workpiece):
    """Counts skipped rows by reason, and keeps their lines as runs, in little memory."""

    withheld: ClassVar[tuple[str, ...]] = ("_firsts", "_lasts", "_reasons", "_headings", "notes")

    counts: Counter[str] = field(default_factory=Counter)
    _firsts: "array[int]" = field(default_factory=_make_lines)
    _lasts: "array[int]" = field(default_factory=_make_lines)
    _reasons: list[str] = field(default_factory=list)
    _headings: "array[int]" = field(default_factory=_make_lines)
    notes: list[tuple[int, str]] = field(default_factory=list)
    """Lines and texts of skipped rows that may speak against a letter."""

    def add(self, reason: str, line: int) -> None:
        """Add the row on a line."""
        self.counts[reason] += 1
        if reason == _BLANK:
            return
        if reason == "heading":
            self._headings.append(line)
        if self._reasons and self._reasons[-1] == reason and self._lasts[-1] == line - 1:
            self._lasts[-1] = line
        else:
            self._firsts.append(line)
            self._lasts.append(line)
            self._reasons.append(reason)

    def add_line(self, reason: str, line: int, filled: Sequence[str]) -> None:
        """Add a title or an end of a report; its words count if they are a note."""
        self.add(reason, line)
        if is_note(filled):
            self.notes.append((line, " ".join(filled)))

    def has_headings_between(self, after: int, before: int) -> bool:
        """Return whether the headings were repeated between two lines."""
        at = bisect_right(self._headings, after)
        return at < len(self._headings) and self._headings[at] < before

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Return line and reason of each row but the blank ones, in the order of the list."""
        for first, last, reason in sorted(
            zip(self._firsts, self._lasts, self._reasons, strict=True)
        ):
            for line in range(first, last + 1):
                yield line, reason
