"""Furniture: the rows of a report that hold no person, such as page marks and totals.

>>> is_footer(["Page 2 of 3"]), is_footer(["Total", "£1,204.50"]), is_footer(["Page Turner"])
(True, True, False)
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from prisonmail.recipients.cells import clean
from prisonmail.recipients.records import ListRow

_SHORTEST_PERSON = 12
"""Characters in all cells of a row: a number, a prison's code and two letters of a name."""
_FOOTER = re.compile(
    r"page \d+(?: ?(?:of|/) ?\d+)?|(?:grand |sub)?-?total\b[^a-z]*"
    r"(?:(?:number of |no\.? of )?(?:clients|matters|records|rows|cases|prisoners)\b[^a-z]*)?|"
    r"count ?:? ?\d*|end of (?:report|list|file|data)\W*|\d+ (?:records?|rows?|clients?|matters?)|"
    r"(?:number|no\.?) of (?:clients|matters|records|rows)\W*\d*|"
    r"(?:printed|generated|run) (?:by|on|at)\b.*|report (?:run|printed|generated|date)\b.*",
    re.IGNORECASE,
)


def drop_report_rows(
    rows: Iterable[ListRow], header: ListRow, titles: Sequence[ListRow], skipped: Counter[str]
) -> Iterator[ListRow]:
    """Leave out blank rows, headings and titles that come again, page marks and totals."""
    width = len(header.cells)
    again = {_filled(row.cells) for row in titles}
    headings = _filled(header.cells)
    for row in rows:
        cells = row.cells
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            row = ListRow(row.line, cells[:width], row.number)
        reason = _reason(row.cells, headings, again)
        if reason:
            skipped[reason] += 1
        else:
            yield row


def _reason(
    cells: Sequence[str], headings: tuple[str, ...], again: set[tuple[str, ...]]
) -> str | None:
    mostly_empty = len(cells) < 3 or cells.count("") >= len(cells) // 2
    short = mostly_empty or len("".join(cells)) < _SHORTEST_PERSON
    if not short and clean(cells[0]) != headings[0]:
        return None
    filled = _filled(cells)
    if not filled:
        return "blank"
    if filled == headings:
        return "heading"
    if filled in again or is_footer(filled):
        return "footer"
    return None


def _filled(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in map(clean, cells) if text)


def is_footer(filled: Sequence[str]) -> bool:
    """Say whether the filled cells of a row are a page mark, a total or the end of a report."""
    marks = [text for text in filled if _FOOTER.fullmatch(text)]
    if not marks:
        return False
    others = (text for text in filled if text not in marks and not text.startswith("="))
    return not any(letter.isalpha() for text in others for letter in text)
