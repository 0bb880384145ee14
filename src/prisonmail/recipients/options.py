"""What the user says about a list: how to read it and which rows to take."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from prisonmail.errors import WrongUsage
from prisonmail.recipients.recipient import Field
from prisonmail.sender.signatories import Signatories
from prisonmail.system.record import Record, field

MOST_ROWS = 1_000_000
"""Of a text file, unless `--max-rows` says otherwise."""
MOST_WORKBOOK_ROWS = 100_000
"""Of a workbook, which takes some twenty times as long to read as text."""
MOST_COLUMNS = 1_000
"""No list of people has so many; with one stray cell far to the right a sheet has thousands."""


MOST_TITLES = 29
"""Rows that may stand above the headings: an export may have titles and filters there."""


def read_condition(text: str) -> tuple[str, str]:
    """Read `COLUMN=VALUE`, a heading and the value that wanted rows have under it.

    Raises WrongUsage.

    >>> read_condition("Office = Leeds")
    ('Office', 'Leeds')
    """
    column, equals, value = text.partition("=")
    if not equals or not column.strip():
        raise WrongUsage(
            f"`{text}` does not say which column and value.",
            "Write it like: --where Office=Leeds",
        )
    return column.strip(), value.strip()


class DateOrder(StrEnum):
    """In which order dates in figures are written."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


def read_date_order(text: str) -> DateOrder:
    """Read an order of dates. Raises WrongUsage.

    >>> read_date_order("DMY").name
    'DAY_FIRST'
    """
    try:
        return DateOrder(text.casefold())
    except ValueError:
        raise WrongUsage(f"`{text}` is not an order of dates.", "Give dmy, mdy or ymd.") from None


class Corrections(Record, frozen=True):
    """What the user puts right in a list without a change to its file."""

    withheld: ClassVar[tuple[str, ...]] = ("cells",)

    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    """What cells are to say, by the line that their row starts on and by their column, from 1."""
    left_out: frozenset[int] = frozenset()
    """The lines of rows that are not to be read."""


class ListOptions(Record, frozen=True):
    """The options of one list. All have a sensible default."""

    encoding: str | None = None
    """None detects it: by a byte order mark, else UTF-8, else Windows-1252."""
    delimiter: str | None = None
    """None detects it: comma, tab, semicolon or pipe."""
    sheet: str | None = None
    """None takes the first visible sheet of a workbook."""
    include_hidden: bool = False
    mapping: tuple[tuple[Field, str], ...] = ()
    """Which heading (or column letter) holds a field, if prisonmail does not find it."""
    where: tuple[tuple[str, str], ...] = ()
    """Only rows with this value under this heading; values of one heading are alternatives."""
    date_order: DateOrder | None = None
    """None reads dates day first; a column with only the month first is refused."""
    skip_not_in_custody: bool = False
    max_rows: int | None = None
    """None takes MOST_ROWS, or MOST_WORKBOOK_ROWS for a workbook."""
    signatories: Signatories = field(default_factory=Signatories)
    """Who may sign the letters."""
    corrections: Corrections = field(default_factory=Corrections)

    def choose_limit(self, usual: int) -> int:
        """Return how many rows may be read: the user's limit, else the usual one."""
        return usual if self.max_rows is None else self.max_rows
