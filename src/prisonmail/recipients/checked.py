"""A checked list: the recipients that it gave and everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from prisonmail.recipients.cells import clean
from prisonmail.recipients.entries import Entries
from prisonmail.recipients.headings import Field
from prisonmail.recipients.mapping import Columns
from prisonmail.recipients.problems import Place, Problem, Severity
from prisonmail.recipients.records import Row
from prisonmail.recipients.tables import Layout


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A whole list, looked at from end to end."""

    name: str
    header: Row | None
    """The row of headings; None where the list could not be read so far."""
    columns: Columns
    entries: Entries = field(repr=False)
    problems: tuple[Problem, ...]
    rows_read: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    """How many rows hold no person, or were not wanted, by reason."""
    layout: Layout = field(default_factory=Layout)
    bad_rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep a row, or the whole list, from being printed."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def is_unusable(self) -> bool:
        """Whether the list as a whole is at fault, so that leaving rows out does not help."""
        return any(problem.of_the_list for problem in self.errors) or not self.entries

    @property
    def rows_bad(self) -> int:
        """How many rows cannot be printed."""
        return self.rows_read - len(self.entries)

    def place(self, wanted: Field | None, row: Row) -> Place:
        """Point at a row's cell for a field, or at the row where the list has no such column."""
        header = self.header or row
        return cell_place(self.name, header, self.columns, wanted, row)

    def refusing(self, refused: Mapping[int, Problem]) -> "CheckedList":
        """Give the list without the entries on some lines that proved unusable, and say why."""
        if not refused:
            return self
        kept = Entries(entry for entry in self.entries if entry.row.line not in refused)
        gone = (entry.row for entry in self.entries if entry.row.line in refused)
        return replace(
            self,
            entries=kept,
            problems=in_order([*self.problems, *refused.values()]),
            bad_rows=tuple(sorted((*self.bad_rows, *gone), key=lambda row: row.line)),
        )


def cell_place(
    list_name: str, header: Row, columns: Columns, wanted: Field | None, row: Row
) -> Place:
    """Point at a row's cell for a field; None points at the first cell beyond the headings."""
    index = len(header.cells) if wanted is None else _column(columns, wanted)
    if index is None:
        return Place(list_name, row.line, row=row.number)
    heading = clean(header.cells[index]) if index < len(header.cells) else None
    value = clean(row.cells[index]) if index < len(row.cells) else ""
    return Place(list_name, row.line, index + 1, heading, value, row.number)


def _column(columns: Columns, wanted: Field) -> int | None:
    if wanted is Field.ADDRESS:
        return columns.address[0] if columns.address else None
    found = columns.of.get(wanted)
    if found is None and wanted is Field.NAME:
        return columns.of.get(Field.SURNAME, columns.of.get(Field.FORENAME))
    return found


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems: those of the whole list first, then by line and column."""
    return tuple(sorted(problems, key=lambda p: (not p.of_the_list, p.line or 0, p.column or 0)))
