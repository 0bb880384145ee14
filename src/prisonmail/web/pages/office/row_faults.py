"""What is wrong with one letter or person, field by field, in the words of a list's problems."""

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from prisonmail.problems.problem import Problem, Severity
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import Record
from prisonmail.web.lists.enclosures import FIELD as ENCLOSURES
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


_ENCLOSURE = re.compile(r"enclosure \d+")
_WORDS = (
    (" cell", " field"),
    ("Give each person a row of their own.", "Write to each of them on their own."),
    ("Remove the row and write to", "Write to"),
    ("the list asks for", "you chose"),
    ("the list says", "you wrote"),
    (
        "some dates of birth have the month first, and none can only have the day first.",
        "the date has the month first. Write the day first.",
    ),
)
"""What is said of a list, and what that is in a form."""

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
        elif _ENCLOSURE.fullmatch(each.heading or ""):
            fields.setdefault(ENCLOSURES, said)
        elif each.heading in PERSON or each.heading == Field.MARKING:
            fields.setdefault(name_input(each.heading), said)
        else:
            rest.append(said)
    return RowFaults(fields, tuple(dict.fromkeys(rest)), tuple(dict.fromkeys(warnings)))


def _say(problem: Problem) -> str:
    said = quote_cells(leave_out_commands(f"{problem.message}. {problem.help}").strip())
    for of_a_list, of_a_form in _WORDS:
        said = said.replace(of_a_list, of_a_form)
    return f"{said[:1].upper()}{said[1:]}"
