"""The problems of a list, in order, and very many of them in little memory.

>>> from prisonmail.problems.problem import CellPlace, Fault
>>> fault = Fault("PM204", "`X1` is not a prison number", "Correct the cell.")
>>> late, early = ([CellPlace("clients.csv", line).join_fault(fault)] for line in (9, 5))
>>> found = Problems(merge_in_order(late, early))
>>> [problem.line for problem in found], found.errors
([5, 9], 2)
"""

from collections.abc import Iterable, Iterator
from heapq import merge

from prisonmail.problems.problem import Mark, Problem, Severity
from prisonmail.system.packed_sequence import Packed, PackedSequence


class Problems(PackedSequence[Problem]):
    """Problems of a list, and how many are errors or concern the whole list."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.errors = 0
        self.of_the_list = 0
        super().__init__(problems)

    def append(self, value: Problem) -> None:
        """Add a problem at the end."""
        super().append(value)
        self.errors += value.severity is Severity.ERROR
        self.of_the_list += value.of_the_list

    def _pack(self, value: Problem) -> Packed:
        return (
            value.code,
            value.severity.value,
            (value.message, value.help, value.list_name),
            (value.line, value.column, value.heading, value.value),
            (value.suggestion, value.row, value.reference),
            (value.mark.offset, value.mark.label) if value.mark else None,
            value.char,
        )

    def _unpack(self, packed: Packed) -> Problem:
        code, severity, said, place, more, mark, char = packed
        message, advice, list_name = said
        line, column, heading, value = place
        suggestion, row, reference = more
        return Problem(
            code,
            Severity(severity),
            message,
            advice,
            list_name,
            line,
            column,
            heading,
            value,
            suggestion,
            row,
            reference,
            Mark(*mark) if mark else None,
            char,
        )


def rank(problem: Problem) -> tuple[bool, int, int]:
    """Return the sort key of a problem: those of the whole list first, then by line and column."""
    return (not problem.of_the_list, problem.line or 0, problem.column or 0)


def merge_in_order(*runs: Iterable[Problem]) -> Iterator[Problem]:
    """Merge runs of problems, each of which is already in order."""
    # heapq.merge holds one problem of each run at a time, and keeps the earlier run first.
    return merge(*runs, key=rank)
