"""The summary of a batch: for each prison how many letters, on which pages, from code to code.

>>> page_ranges([(1, 2), (3, 4), (7, 7)])
'1–4, 7'
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prisonmail import clock, codes
from prisonmail.codes import Code
from prisonmail.letters import Batch
from prisonmail.sheets.drawing import Box, Drawing, Sheet, TextRun
from prisonmail.sheets.measures import BODY, HAIRLINE, MARGIN, RIGHT, RULE_GREY, SMALL
from prisonmail.sheets.typeface import Typeface

_TITLE_Y = 28.0
_TITLE = 13.0
_HEADINGS_Y = 46.0
_ROW = 6.0
_LAST_Y = 276.0
_COLUMNS = (MARGIN, 84.0, 102.0, 134.0, 164.0)
_HEADINGS = ("Prison", "Letters", "Pages", "First code", "Last code")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a letter lies in a volume."""

    code: Code
    prison_name: str
    first_page: int
    last_page: int


def summary(batch: Batch, entries: Sequence[Entry], typeface: Typeface) -> Iterator[Sheet]:
    """Draw the summary of some letters of a batch, on as many pages as it takes."""
    rows = list(_rows(entries))
    most = int((_LAST_Y - _HEADINGS_Y) / _ROW)
    total, prisons = _counted(len(entries), "letter"), _counted(len(rows), "prison")
    issued = clock.long_date(clock.uk_date(batch.issued_at))
    title = (
        TextRun(MARGIN, _TITLE_Y, f"Batch {batch.id}", _TITLE, bold=True),
        TextRun(MARGIN, _TITLE_Y + 7.0, f"{total} to {prisons}, issued {issued}", BODY),
    )
    for start in range(0, len(rows), most):
        yield Sheet(own=Drawing(title) + _table(rows[start : start + most], typeface))


def page_ranges(pages: Iterable[tuple[int, int]]) -> str:
    """Write first and last pages in short, neighbouring ones joined."""
    joined: list[tuple[int, int]] = []
    for first, last in pages:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return ", ".join(f"{a}–{b}" if b > a else str(a) for a, b in joined)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _rows(entries: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    by_prison: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_prison[entry.prison_name].append(entry)
    for name, letters in by_prison.items():
        ranges = page_ranges((each.first_page, each.last_page) for each in letters)
        first, last = codes.printed(letters[0].code), codes.printed(letters[-1].code)
        yield name, str(len(letters)), ranges, first, last


def _table(rows: Sequence[tuple[str, ...]], typeface: Typeface) -> Drawing:
    texts = [
        TextRun(x, _HEADINGS_Y, heading, SMALL, bold=True)
        for x, heading in zip(_COLUMNS, _HEADINGS, strict=True)
    ]
    rules = [Box(MARGIN, _HEADINGS_Y + 2.0, RIGHT - MARGIN, HAIRLINE, RULE_GREY)]
    for number, row in enumerate(rows, start=1):
        y = _HEADINGS_Y + _ROW * number
        rules.append(Box(MARGIN, y + 2.0, RIGHT - MARGIN, HAIRLINE, RULE_GREY))
        for x, end, cell in zip(_COLUMNS, (*_COLUMNS[1:], RIGHT), row, strict=True):
            texts.append(TextRun(x, y, _shortened(cell, end - x - 2.0, typeface), SMALL))
    return Drawing(tuple(texts), tuple(rules))


def _shortened(cell: str, width: float, typeface: Typeface) -> str:
    if typeface.regular.width(cell, SMALL) <= width + 2.0:
        return cell
    parts = cell.split(", ")
    for kept in range(len(parts) - 1, 0, -1):
        short = f"{', '.join(parts[:kept])} + {len(parts) - kept}"
        if typeface.regular.width(short, SMALL) <= width:
            return short
    return cell
