"""What the user says about a list: how to read it and whom to take."""

from dataclasses import dataclass
from enum import StrEnum

from prisonmail.recipients.recipient import Field

MOST_ROWS = 1_000_000
"""Of a text file, unless `--max-rows` says otherwise."""
MOST_WORKBOOK_ROWS = 10_000
"""Of a workbook: reading one takes a hundred times as long, and ten times the memory."""
MOST_COLUMNS = 1_000
"""No list of people has so many; one stray cell far to the right gives a sheet thousands."""


class DateOrder(StrEnum):
    """In which order dates in figures are written."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """The options of one list. All have a sensible default."""

    encoding: str | None = None
    """None finds out: a byte order mark, else UTF-8, else Windows-1252."""
    delimiter: str | None = None
    """None tries comma, tab, semicolon and pipe."""
    sheet: str | None = None
    """None takes the first visible sheet of a workbook."""
    include_hidden: bool = False
    mapping: tuple[tuple[Field, str], ...] = ()
    """Which heading (or column letter) holds a field, if it cannot be told."""
    where: tuple[tuple[str, str], ...] = ()
    """Only rows with this value under this heading; values of one heading are alternatives."""
    date_order: DateOrder | None = None
    """None reads day first unless the column speaks against it."""
    skip_not_in_custody: bool = False
    max_rows: int | None = None
    """None takes MOST_ROWS, or MOST_WORKBOOK_ROWS for a workbook."""

    def limit(self, usual: int) -> int:
        """Return the number of rows that may be read."""
        return usual if self.max_rows is None else self.max_rows
