"""Choices: what a user says of the headings of a list, as in `--map number="Prison Ref"`."""

from collections.abc import Sequence

from prisonmail.errors import WrongUsage
from prisonmail.recipients.cells import clean
from prisonmail.recipients.headings import compact, field_named
from prisonmail.recipients.problems import column_letter
from prisonmail.recipients.recipient import Field
from prisonmail.recipients.records import ListRow

Choices = Sequence[tuple[Field, str]]
"""Fields and the headings that hold them."""

_OPTION = {
    Field.PRISON_NUMBER: "prison_number",
    Field.DATE_OF_BIRTH: "date_of_birth",
    Field.MIDDLE_NAME: "middle_name",
    Field.CLIENT_REFERENCE: "client_reference",
    Field.RELEASE_DATE: "release_date",
}


def read_choice(text: str) -> tuple[Field, str]:
    """Read `FIELD=HEADING`. Raises WrongUsage.

    >>> read_choice("dob=Born on")
    (<Field.DATE_OF_BIRTH: 'date of birth'>, 'Born on')
    """
    name, equals, heading = text.partition("=")
    found = field_named(name)
    if not equals or not heading.strip():
        raise WrongUsage(
            f"`{text}` does not say which heading.", 'Write it like: --map number="Prison Ref"'
        )
    if found is None:
        known = ", ".join(option_name(field) for field in Field)
        raise WrongUsage(f"There is no field called {name}.", f"Known: {known}.")
    return found, heading.strip()


def option_name(field: Field) -> str:
    """Give the name by which `--map` knows a field."""
    return _OPTION.get(field, field.value)


def find_column(header: ListRow, heading: str) -> tuple[int, ...]:
    """Find a column by its heading as it stands, else by its letters, else as column letter."""
    exact = tuple(i for i, cell in enumerate(header.cells) if clean(cell) == clean(heading))
    if exact:
        return exact
    near = tuple(i for i, cell in enumerate(header.cells) if is_heading(heading, cell))
    if near:
        return near
    return tuple(
        index
        for index in range(len(header.cells))
        if column_letter(index + 1) == heading.strip().upper()
    )


def quote_headings(header: ListRow) -> str:
    """Write the headings that a list has, to be shown."""
    return ", ".join(f'"{clean(cell)}"' for cell in header.cells if clean(cell))


def is_heading(heading: str, cell: str) -> bool:
    """Say whether a cell is the heading that a user names: case, spaces and dots do not matter."""
    word = compact(heading)
    return word == compact(cell) if word else clean(heading) == clean(cell)
