r"""Reading a list: for all commands it is checked against the same prisons and the same day.

One letter without a list is a list of one row, and so are the checks that it goes through.

>>> write_row({"name": "Hart, Ann", "prison": "LEI"}).content
b'name,prison\r\n"Hart, Ann",LEI\r\n'
"""

import io
from collections.abc import Mapping

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
"""How a list of one row is read, as it was written."""


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
    import csv  # which a list that is a file does not need

    text = io.StringIO()
    csv.writer(text).writerows((cells.keys(), cells.values()))
    return Source(ONE_LETTER, text.getvalue().encode())
