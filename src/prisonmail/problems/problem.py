"""What is found wrong with a list: faults of one cell, and problems with their place.

What a problem repeats from the list can be masked, so that it can be shown to anybody.

>>> fault = Fault("PM204", "`X1` is not a prison number", "Correct the cell.")
>>> problem = CellPlace("clients.csv", line=5, column=3, heading="Prison Number").problem(fault)
>>> problem.code, problem.line, problem.column_letter
('PM204', 5, 'C')
>>> mask("A1O10XY")
'A****XY'
>>> mask_text("`A1O10XY` is not a prison number")
'`A****XY` is not a prison number'
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto

_QUOTED = re.compile(r"`([^`]{2,})`")


class Severity(StrEnum):
    """An error keeps its row from being printed; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Stops(Enum):
    """What a fault keeps from being printed."""

    NOTHING = auto()
    ROW = auto()
    LIST = auto()
    """Leaving rows out does not mend it."""


_STOPS = {
    code: stops
    for stops, codes in {
        Stops.LIST: "PM001 PM002 PM003 "
        "PM101 PM102 PM103 PM104 PM105 PM106 PM107 PM108 PM109 PM110 PM111 PM113",
        Stops.ROW: "PM201 PM202 PM203 PM204 PM205 PM206 PM207 PM208 PM209 PM210 PM211 PM212 PM213 "
        "PM301 PM302 PM303 PM304 PM305 PM306 PM307 PM308 PM401 PM402 PM403 "
        "PM501 PM502 PM503 PM504",
        Stops.NOTHING: "PW601 PW602 PW603 PW604 PW605 PW608 PW609 "
        "PW610 PW611 PW612 PW613 PW614 PW615",
    }.items()
    for code in codes.split()
}
"""Every code that there is. A code never changes meaning, and none is used again."""
_SAYS_GONE = frozenset("PM306 PM307".split())
"""The codes of a person who is not in custody, or no longer where the list says."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The very character of a cell that is wrong, and in a few words why."""

    offset: int
    """In the tidied cell, from 0."""
    label: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, before it is known where the value stands.

    Whatever a message repeats from the list stands in backticks, so that it can be masked.
    """

    code: str
    """One of the codes that are known. PM for errors, PW for warnings."""
    message: str = field(repr=False)
    help: str = field(default="", repr=False)
    suggestion: str | None = field(default=None, repr=False)
    mark: Mark | None = None

    @property
    def severity(self) -> Severity:
        """An error stops a row or the list; a warning stops nothing."""
        return Severity.WARNING if _STOPS[self.code] is Stops.NOTHING else Severity.ERROR

    @property
    def says_gone(self) -> bool:
        """Whether the person is not in custody, or no longer where the list says."""
        return self.code in _SAYS_GONE


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and the place where it was found. It shows one cell, never a row."""

    code: str
    severity: Severity
    message: str = field(repr=False)
    help: str = field(repr=False)
    list_name: str = field(repr=False)
    line: int | None
    """Physical line in the file, from 1; None if the whole list is meant."""
    column: int | None
    """From 1."""
    heading: str | None
    value: str | None = field(repr=False)
    suggestion: str | None = field(repr=False)
    row: int | None = None
    """The row as a spreadsheet counts it; unlike `line` it counts a cell of many lines once."""
    reference: str | None = field(default=None, repr=False)
    """The sender's reference of that row."""
    mark: Mark | None = None
    char: int | None = None
    """The character of the line at which the cell, or what is wrong in it, begins, from 1."""

    @property
    def column_letter(self) -> str | None:
        """The column as spreadsheets name it."""
        return None if self.column is None else column_letter(self.column)

    @property
    def of_the_list(self) -> bool:
        """Whether the list as a whole is at fault, so that leaving rows out does not mend it."""
        return _STOPS[self.code] is Stops.LIST


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a value stands in a list."""

    list_name: str
    line: int | None = None
    column: int | None = None
    heading: str | None = None
    value: str | None = field(default=None, repr=False)
    row: int | None = None
    reference: str | None = field(default=None, repr=False)

    def problem(self, fault: Fault) -> Problem:
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


class ListUnusable(Exception):
    """A problem of the whole list, after which no row can be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def column_letter(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_letter(1), column_letter(27)
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
    """Mask what a message repeats from the list: it stands in backticks."""
    return _QUOTED.sub(lambda found: f"`{mask(found[1])}`", text)


def mask(value: str) -> str:
    """Leave just enough of a value to find it again."""
    return f"{value[0]}****{value[-2:]}" if len(value) > 5 else "****"
