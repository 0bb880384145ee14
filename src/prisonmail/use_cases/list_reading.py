r"""Reading a list: for all commands it is checked against the same prisons and the same day.

One letter without a list is a list of one row, and so are the checks that it goes through.

>>> write_row({"name": "Hart, Ann", "prison": "LEI"}).content
b'name,prison\r\n"Hart, Ann",LEI\r\n'
"""

import io
from collections.abc import Iterable, Mapping
from datetime import date

from prisonmail.prisons.store import load_directory
from prisonmail.recipients.check_list import check
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import Source
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.row.from_book import Book
from prisonmail.system import clock
from prisonmail.system.progress import Progress, no_progress

ONE_LETTER = "This letter"
"""What a list of one row is called in messages."""
ROW_OPTIONS = ListOptions(encoding="utf-8", delimiter=",")
"""How a list is read that was written here."""


def check_source(
    source: Source,
    options: ListOptions,
    progress: Progress = no_progress,
    book: Book | None = None,
) -> CheckedList:
    """Check every row of a list by the known prisons, today's date and perhaps an address book.

    Raises WrongUsage for options that name nothing known.
    """
    today = clock.uk_date(clock.now())
    return check(source, load_directory(), today, options, progress, book)


def write_row(cells: Mapping[str, str]) -> Source:
    """Write a list of one row, by its headings."""
    return write_rows([cells], ONE_LETTER)


def write_rows(records: Iterable[Mapping[str, object]], name: str) -> Source:
    r"""Write a list of records, a row for each; its headings are all of their keys.

    Raises TypeError for what is neither text nor a day, a whole number or None.

    >>> born = date(1991, 7, 2)
    >>> write_rows([{"name": "Ann Hart"}, {"dob": born, "name": None}], "A list").content
    b'name,dob\r\nAnn Hart,\r\n,1991-07-02\r\n'
    """
    import csv  # which a list that is a file does not need

    rows = list(records)
    headings = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(
        [_write_cell(heading, row.get(heading)) for heading in headings] for row in rows
    )
    return Source(name, text.getvalue().encode())


def _write_cell(heading: str, cell: object) -> str:
    """Write a cell; a day as ISO 8601 has it, which no order of dates reads otherwise."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, str | int) and not isinstance(cell, bool):
        return str(cell)
    kind = type(cell).__name__
    raise TypeError(f"{heading} is of type {kind}: give text, a day, a whole number or None.")
