"""The sieve: good rows on one side, bad rows on the other, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from prisonmail.recipients.checked import locate_cell
from prisonmail.recipients.collected import Problems, rank
from prisonmail.recipients.entries import GoodRow, GoodRows, ListRows, merge_by_line, set_aside
from prisonmail.recipients.findings import RowReading
from prisonmail.recipients.mapping import Columns
from prisonmail.recipients.problems import Fault, Problem, Severity
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.records import ListRow


@dataclass(slots=True)
class RowCollector:
    """Sorts the rows of one list as they come, line by line."""

    list_name: str
    header: ListRow
    columns: Columns
    entries: GoodRows = field(default_factory=GoodRows, repr=False)
    """The rows that can be printed."""
    bad: ListRows = field(default_factory=ListRows, repr=False)
    """The others."""
    problems: Problems = field(default_factory=Problems, repr=False)
    """What was wrong with rows as they came, in order."""
    late: list[Problems] = field(default_factory=list, repr=False)
    """What came out later, each time in order."""

    def take(self, row: ListRow, found: RowReading) -> None:
        """Take in a row and all that is wrong with it."""
        if found.faults:
            self._report(row, found.faults, found.reference, self.problems)
        if found.recipient:
            self.entries.append(GoodRow(row, found.recipient))
        else:
            self.bad.append(row)

    def report(self, late: Mapping[int, Sequence[tuple[Field, Fault]]]) -> None:
        """Report what came out later, by line; an error takes its row off the good side."""
        if not late:
            return
        problems = Problems()
        for row in merge_by_line(self.entries, self.bad):
            if row.line in late:
                self._report(row, late[row.line], self._reference(row), problems)
        self.late.append(problems)
        wrong = {line for line, faults in late.items() if any(map(_is_error, faults))}
        self.entries, self.bad = set_aside(self.entries, self.bad, wrong)

    def _reference(self, row: ListRow) -> str:
        parts = (Field.CLIENT_REFERENCE, Field.REFERENCE)
        places = (locate_cell(self.list_name, self.header, self.columns, p, row) for p in parts)
        return "/".join(place.value for place in places if place.value)

    def _report(
        self,
        row: ListRow,
        faults: Sequence[tuple[Field | None, Fault]],
        reference: str,
        problems: Problems,
    ) -> None:
        found = (self._problem(row, *fault, reference) for fault in faults)
        for problem in sorted(found, key=rank):
            problems.append(problem)

    def _problem(self, row: ListRow, wanted: Field | None, fault: Fault, reference: str) -> Problem:
        place = locate_cell(self.list_name, self.header, self.columns, wanted, row)
        return replace(place, reference=reference or None).problem(fault)


def _is_error(found: tuple[Field, Fault]) -> bool:
    return found[1].severity is Severity.ERROR
