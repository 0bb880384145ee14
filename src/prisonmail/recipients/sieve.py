"""The sieve: good rows on one side, bad rows on the other, and why."""

from dataclasses import dataclass, field, replace

from prisonmail.recipients.checked import Entry, cell_place
from prisonmail.recipients.findings import Finding
from prisonmail.recipients.headings import Field
from prisonmail.recipients.mapping import Columns
from prisonmail.recipients.problems import Fault, Problem, Severity
from prisonmail.recipients.records import Row


@dataclass(slots=True)
class Sieve:
    """Sorts the rows of one list as they come."""

    list_name: str
    header: Row
    columns: Columns
    entries: dict[int, Entry] = field(default_factory=dict, repr=False)
    """The rows that can be printed, by line."""
    bad: dict[int, Row] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list, repr=False)

    def take(self, row: Row, found: Finding) -> None:
        """Take in a row and all that is wrong with it."""
        for wanted, fault in found.faults:
            self._add(wanted, row, fault, found.reference)
        if found.recipient:
            self.entries[row.line] = Entry(row, found.recipient)
        else:
            self.bad[row.line] = row

    def report(self, line: int, wanted: Field, fault: Fault) -> None:
        """Report what came out later about a row; an error takes it off the good side."""
        row = self.entries[line].row if line in self.entries else self.bad[line]
        self._add(wanted, row, fault, self._reference(row))
        if fault.severity is Severity.ERROR:
            self.entries.pop(line, None)
            self.bad[line] = row

    def _reference(self, row: Row) -> str:
        parts = (Field.CLIENT_REFERENCE, Field.REFERENCE)
        places = (cell_place(self.list_name, self.header, self.columns, p, row) for p in parts)
        return "/".join(place.value for place in places if place.value)

    def _add(self, wanted: Field | None, row: Row, fault: Fault, reference: str) -> None:
        place = cell_place(self.list_name, self.header, self.columns, wanted, row)
        self.problems.append(replace(place, reference=reference or None).problem(fault))
