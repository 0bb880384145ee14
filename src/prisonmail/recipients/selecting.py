"""Selecting: the rows that the user wants of a list, by the values of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prisonmail.recipients.cells import clean
from prisonmail.recipients.choices import find_column, listed
from prisonmail.recipients.problems import Fault, ListUnusable, Place
from prisonmail.recipients.records import Row


@dataclass(frozen=True, slots=True)
class Selection:
    """For each column that matters, the values that count."""

    values: Mapping[int, frozenset[str]]

    def has(self, row: Row) -> bool:
        """Say whether a row is wanted."""
        return all(
            column < len(row.cells) and clean(row.cells[column]).casefold() in values
            for column, values in self.values.items()
        )


def selection(where: Sequence[tuple[str, str]], header: Row, list_name: str) -> Selection:
    """Find the columns that `--where` names. Raises ListUnusable."""
    values: dict[int, frozenset[str]] = {}
    for heading, value in where:
        found = find_column(header, heading)
        if len(found) != 1:
            number = "more than one" if found else "no"
            fault = Fault(
                "PM002",
                f'the list has {number} column "{heading}", which --where names',
                f"Right now it has columns called {listed(header)}.",
            )
            raise ListUnusable(Place(list_name, header.line, row=header.number).problem(fault))
        column = found[0]
        values[column] = values.get(column, frozenset()) | {clean(value).casefold()}
    return Selection(values)
