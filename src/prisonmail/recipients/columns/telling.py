"""Which of the columns that are not read look as if they mattered, so that they are named first.

>>> from prisonmail.recipients.file.csv_rows import ListRow
>>> header = ListRow(1, ["Colour", "Name (solicitor)", "Held"], 1)
>>> [header.cells[index] for index in find_telling(header, [ListRow(2, ["", "", "HMP Leeds"], 2)])]
['Name (solicitor)', 'Held']
>>> quote_some(["a", "b", "c"], most=2)
'"a", "b" and 1 other'
"""

import re
from collections.abc import Collection, Sequence

from prisonmail.recipients.columns.wording import plain
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.file.csv_rows import ListRow
from prisonmail.system.late_pattern import compile_late

MOST_NAMED = 12
"""Columns that a message names; the others it counts."""
_SAMPLE = 20
_HEADING = compile_late(
    r"name|prison|hmp\b|yoi\b|establishment|location|custody|held|noms|nomis|inmate|detain"
    r"|\bd\.?o\.?b|birth|\bborn|status|deceased|died|death|released?\b|address"
    r"|client|defendant|accused|(?<!phone )(?<!fax )(?<!mobile )(?<!account )\bnumber\b"
)
_VALUE = compile_late(
    r"[A-Z]\d{4}[A-Z]{2}|(?:HM ?P|HM ?YOI|YOI)\b.*|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})"
    r"|\d{4}-\d{2}-\d{2}.*",
    re.IGNORECASE,
)


def find_telling(
    header: ListRow, sample: Sequence[ListRow] = (), used: Collection[int] = ()
) -> tuple[int, ...]:
    """Return the columns, from 0, that look like a name, a prison, a number, a birth or a status.

    Those whose headings say so come first, then those that hold such values.
    """
    unused = [i for i, cell in enumerate(header.cells) if clean(cell) and i not in used]
    by_heading = [i for i in unused if _HEADING.search(plain(header.cells[i]))]
    others = (i for i in unused if i not in by_heading)
    return (*by_heading, *(i for i in others if _holds_such_values(sample[:_SAMPLE], i)))


def _holds_such_values(sample: Sequence[ListRow], index: int) -> bool:
    cells = (clean(row.cells[index]) for row in sample if index < len(row.cells))
    filled = [cell for cell in cells if cell]
    return 2 * sum(bool(_VALUE.fullmatch(cell)) for cell in filled) > len(filled)


def quote_headings(header: ListRow, sample: Sequence[ListRow] = ()) -> str:
    """Return the headings of a list in quotes, for a message; of many the telling ones."""
    named = [index for index, cell in enumerate(header.cells) if clean(cell)]
    return quote_columns(header, named, find_telling(header, sample))


def quote_columns(header: ListRow, columns: Sequence[int], telling: Sequence[int]) -> str:
    """Return the headings of some columns in quotes; of many the telling ones come first."""
    if len(columns) > MOST_NAMED:
        first = [index for index in telling if index in columns]
        columns = [*first, *(index for index in columns if index not in first)]
    return quote_some([clean(header.cells[index]) for index in columns])


def quote_some(texts: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return texts in quotes, and count those that are too many."""
    shown = ", ".join(f'"{text}"' for text in texts[:most])
    rest = len(texts) - most
    return shown if rest < 1 else f"{shown} and {rest:,} other{'s' if rest > 1 else ''}"
