"""Selecting: the rows that the user wants of a list, by the values of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prisonmail.recipients.cells import clean
from prisonmail.recipients.choices import find_column, quote_headings
from prisonmail.recipients.problems import CellPlace, Fault, ListUnusable
from prisonmail.recipients.records import ListRow


@dataclass(frozen=True, slots=True)
class RowFilter:
    """For each column that matters, the values that count."""

    values: Mapping[int, frozenset[str]]

    def has(self, row: ListRow) -> bool:
        """Say whether a row is wanted."""
        return all(
            column < len(row.cells) and clean(row.cells[column]).casefold() in values
            for column, values in self.values.items()
        )


def read_row_filter(where: Sequence[tuple[str, str]], header: ListRow, list_name: str) -> RowFilter:
    """Find the columns that `--where` names. Raises ListUnusable."""
    values: dict[int, frozenset[str]] = {}
    for heading, value in where:
        found = find_column(header, heading)
        if len(found) != 1:
            number = "more than one" if found else "no"
            fault = Fault(
                "PM002",
                f'the list has {number} column "{heading}", which --where names',
                f"Right now it has columns called {quote_headings(header)}.",
            )
            raise ListUnusable(CellPlace(list_name, header.line, row=header.number).problem(fault))
        column = found[0]
        values[column] = values.get(column, frozenset()) | {clean(value).casefold()}
    return RowFilter(values)
