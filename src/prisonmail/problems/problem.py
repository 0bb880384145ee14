"""What is wrong with a list: a fault of one value, and with its place a problem.

Text that a problem repeats from the list can be masked, so that anybody may see the problem.

>>> fault = Fault("PM204", "`X1` is not a prison number", "Correct the cell.")
>>> problem = CellPlace("clients.csv", line=5, column=3, heading="Prison Number").join_fault(fault)
>>> problem.code, problem.line, problem.column_letter
('PM204', 5, 'C')
>>> mask("A1O10XY")
'A****XY'
>>> mask_text("`A1O10XY` is not a prison number")
'`A****XY` is not a prison number'
"""

from enum import Enum, StrEnum, auto
from typing import ClassVar

from prisonmail.system.late_pattern import compile_late
from prisonmail.system.record import Record, replace

_QUOTED = compile_late(r"`([^`]*)`")


class Severity(StrEnum):
    """A row with an error cannot be printed; a row with a warning can."""

    ERROR = "error"
    WARNING = "warning"


class Stops(Enum):
    """What cannot be printed because of a fault."""

    NOTHING = auto()
    ROW = auto()
    LIST = auto()
    """Leaving rows out does not help."""


_STOPS = {
    code: stops
    for stops, codes in {
        Stops.LIST: "PM001 PM002 PM003 PM101 PM102 PM103 PM104 PM105 PM106 PM107 PM108 PM109 "
        "PM110 PM111 PM113 PM116 PM117 PM118 PM120 PM121 PM125 PM126",
        Stops.ROW: "PM201 PM202 PM203 PM204 PM205 PM206 PM207 PM208 PM209 PM210 PM211 PM212 "
        "PM213 PM214 PM215 PM216 PM217 PM218 PM219 PM221 PM231 PM232 PM301 PM302 PM303 PM304 PM305 "
        "PM306 PM307 PM308 PM310 PM316 PM317 PM401 PM402 PM403 PM404 PM405 PM406 PM407 PM408 "
        "PM411 PM412 "
        "PM501 PM502 PM503 PM504",
        Stops.NOTHING: "PW601 PW602 PW603 PW604 PW605 PW608 PW609 PW610 PW611 PW612 PW613 PW614 "
        "PW615 PW616 PW621 PW622 PW626 PW627 PW628 PW630 PW631 PW632 PW640 PW641 PW650 PW651 "
        "PW652 PW653 PW654",
    }.items()
    for code in codes.split()
}
"""All codes. A code never changes its meaning, and none is used again."""
_SAYS_GONE = frozenset("PM213 PM306 PM307".split())
"""The codes for a person who is not in custody, or no longer at that prison."""


class Mark(Record, frozen=True):
    """The character of a cell that is wrong, and why, in a few words."""

    withheld: ClassVar[tuple[str, ...]] = ("label",)

    offset: int
    """In the tidied cell, from 0."""
    label: str


class Fault(Record, frozen=True):
    """What is wrong with a value, without its place in the list.

    Text that a message repeats from the list stands in backticks, so that it can be masked.
    """

    withheld: ClassVar[tuple[str, ...]] = ("message", "help", "suggestion")

    code: str
    """One of the known codes: PM for errors, PW for warnings."""
    message: str
    help: str = ""
    suggestion: str | None = None
    mark: Mark | None = None

    @property
    def severity(self) -> Severity:
        """An error stops a row or the list; a warning stops nothing."""
        return Severity.WARNING if _STOPS[self.code] is Stops.NOTHING else Severity.ERROR

    @property
    def says_gone(self) -> bool:
        """Whether the person is not in custody, or no longer at that prison."""
        return self.code in _SAYS_GONE


class Problem(Record, frozen=True):
    """A fault and its place. It shows one cell, never a whole row."""

    withheld: ClassVar[tuple[str, ...]] = (
        "message",
        "help",
        "list_name",
        "value",
        "suggestion",
        "reference",
    )

    code: str
    severity: Severity
    message: str
    help: str
    list_name: str
    line: int | None
    """Physical line of the file, from 1; None for the whole list."""
    column: int | None
    """From 1."""
    heading: str | None
    value: str | None
    suggestion: str | None
    row: int | None = None
    """The row as a spreadsheet counts it; unlike `line` it counts a cell of many lines once."""
    reference: str | None = None
    """The sender's reference of that row."""
    mark: Mark | None = None
    char: int | None = None
    """The character of the line at which the cell, or what is wrong in it, begins, from 1."""

    @property
    def column_letter(self) -> str | None:
        """The column as spreadsheets name it."""
        return None if self.column is None else name_column(self.column)

    @property
    def of_the_list(self) -> bool:
        """Whether it is a problem of the whole list, so that leaving rows out does not help."""
        return _STOPS[self.code] is Stops.LIST


class CellPlace(Record, frozen=True):
    """The place of a value in a list."""

    withheld: ClassVar[tuple[str, ...]] = ("value", "reference")

    list_name: str
    line: int | None = None
    column: int | None = None
    heading: str | None = None
    value: str | None = None
    row: int | None = None
    reference: str | None = None

    def join_fault(self, fault: Fault) -> Problem:
        """Join a fault to this place."""
        return Problem(
            code=fault.code,
            severity=fault.severity,
            message=fault.message,
            help=fault.help,
            list_name=self.list_name,
            line=self.line,
            column=self.column,
            heading=self.heading,
            value=self.value,
            suggestion=fault.suggestion,
            row=self.row,
            reference=self.reference,
            mark=fault.mark,
        )


class ListRefused(Exception):
    """Raised for a problem of the whole list, after which no row can be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def name_column(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> name_column(1), name_column(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def redact_problem(problem: Problem) -> Problem:
    """Return a problem without the value, the suggestion and the sender's reference."""
    mark = problem.mark and Mark(0, mask_text(problem.mark.label))
    return replace(
        problem,
        message=mask_text(problem.message),
        help=mask_text(problem.help),
        value=None,
        suggestion=None,
        reference=None,
        mark=mark,
    )


def mask_text(text: str) -> str:
    """Mask the text that a message repeats from the list, in backticks."""
    # One character alone is kept: messages quote a wrong letter, which gives nobody away.
    return _QUOTED.sub(lambda found: f"`{mask(found[1])}`" if len(found[1]) > 1 else found[0], text)


def mask(value: str) -> str:
    """Leave just enough of a value to find it in the list."""
    return f"{value[0]}****{value[-2:]}" if len(value) > 5 else "****"
