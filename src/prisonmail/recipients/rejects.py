"""Rejects: the rows that were left out, each with its problem, to be mended and read again."""

from collections import defaultdict

from prisonmail.recipients.checked import CheckedList
from prisonmail.recipients.writing import as_csv

HEADING = "Problem"
"""Of the first column. A list that has it is read as if it had not."""


def rejects_csv(checked: CheckedList) -> bytes:
    """Write the bad rows of a list as CSV: the problem, then the cells as they stood."""
    wrong: dict[int | None, list[str]] = defaultdict(list)
    for problem in checked.errors:
        wrong[problem.line].append(f"{problem.code} {problem.message}. {problem.help}".strip())
    headings = checked.header.cells if checked.header else ()
    rows = [("; ".join(wrong[row.line]), *row.cells) for row in checked.bad_rows]
    return as_csv([(HEADING, *headings), *rows], for_excel=True)
