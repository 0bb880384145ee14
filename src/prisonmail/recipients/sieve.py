"""The sieve: good rows on one side, bad rows on the other, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from prisonmail.recipients.checked import cell_place
from prisonmail.recipients.entries import Entries, Entry
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
    entries: Entries = field(default_factory=Entries, repr=False)
    """The rows that can be printed."""
    bad: dict[int, Row] = field(default_factory=dict, repr=False)
    """The others, by line."""
    problems: list[Problem] = field(default_factory=list, repr=False)

    def take(self, row: Row, found: Finding) -> None:
        """Take in a row and all that is wrong with it."""
        for wanted, fault in found.faults:
            self._add(wanted, row, fault, found.reference)
        if found.recipient:
            self.entries.append(Entry(row, found.recipient))
        else:
            self.bad[row.line] = row

    def report(self, late: Mapping[int, Sequence[tuple[Field, Fault]]]) -> None:
        """Report what came out later, by line; an error takes its row off the good side."""
        if not late:
            return
        for row in filter(lambda row: row.line in late, self._rows()):
            for wanted, fault in late[row.line]:
                self._add(wanted, row, fault, self._reference(row))
                if fault.severity is Severity.ERROR:
                    self.bad[row.line] = row
        self.entries = Entries(each for each in self.entries if each.row.line not in self.bad)

    def _rows(self) -> Iterator[Row]:
        return chain((entry.row for entry in self.entries), list(self.bad.values()))

    def _reference(self, row: Row) -> str:
        parts = (Field.CLIENT_REFERENCE, Field.REFERENCE)
        places = (cell_place(self.list_name, self.header, self.columns, p, row) for p in parts)
        return "/".join(place.value for place in places if place.value)

    def _add(self, wanted: Field | None, row: Row, fault: Fault, reference: str) -> None:
        place = cell_place(self.list_name, self.header, self.columns, wanted, row)
        self.problems.append(replace(place, reference=reference or None).problem(fault))
