"""What is wrong with one letter or person, field by field, in the words of a list's problems."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from prisonmail.problems.problem import Problem, Severity
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import Record
from prisonmail.web.pages.office.work import Answers
from prisonmail.web.pages.wording import leave_out_commands, quote_cells

PERSON = (
    Field.NAME,
    Field.PRISON_NUMBER,
    Field.DATE_OF_BIRTH,
    Field.PRISON,
    Field.REFERENCE,
)
"""The fields of a form for a person, by the headings that a list has for them."""


class RowFaults(Record, frozen=True):
    """What is wrong with a row, and what is only warned of."""

    withheld: ClassVar[tuple[str, ...]] = ("fields", "rest", "warnings")

    fields: Mapping[str, str]
    """By the name of the field."""
    rest: tuple[str, ...]
    """What is wrong with the row as a whole."""
    warnings: tuple[str, ...]

    @property
    def is_faultless(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fields and not self.rest


BLANK = RowFaults({"name": "Enter name and prison, and prison number or date of birth"}, (), ())
"""What is said of a form in which nothing is typed."""


def name_input(heading: str) -> str:
    """Return the name of the field of a form for a heading of a list.

    >>> name_input("prison number")
    'prison_number'
    """
    return heading.replace(" ", "_")


def read_cells(answers: Answers) -> dict[str, str]:
    """Return the row that was typed into a form for a person, by headings."""
    return {heading.value: answers.get(name_input(heading)) for heading in PERSON}


def sort_problems(problems: Iterable[Problem]) -> RowFaults:
    """Put each problem beside its field; of several in one field the first says enough."""
    fields, rest, warnings = dict[str, str](), list[str](), list[str]()
    for each in problems:
        said = _say(each)
        if each.severity is Severity.WARNING:
            warnings.append(said)
        elif each.heading in PERSON or each.heading == Field.MARKING:
            fields.setdefault(name_input(each.heading), said)
        else:
            rest.append(said)
    return RowFaults(fields, tuple(dict.fromkeys(rest)), tuple(dict.fromkeys(warnings)))


def _say(problem: Problem) -> str:
    said = quote_cells(leave_out_commands(f"{problem.message}. {problem.help}").strip())
    said = said.replace(" cell", " field")  # which it is here
    return f"{said[:1].upper()}{said[1:]}"
