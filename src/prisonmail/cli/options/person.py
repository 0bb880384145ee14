"""The options that say who a letter or an entry of the address book is for."""

import sys
from typing import Annotated, ClassVar

import typer

from prisonmail.cli.completion.words import offer_prisons
from prisonmail.errors import WrongUsage
from prisonmail.recipients.recipient import Field
from prisonmail.system.record import Record

PERSON_PANEL = "Who it is for"


class PersonOptions(Record, frozen=True):
    """A person, as they are typed."""

    withheld: ClassVar[tuple[str, ...]] = (*("name", "number", "dob", "prison", "reference"),)

    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The person's name.", rich_help_panel=PERSON_PANEL),
    ] = None
    number: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="The prison number.", rich_help_panel=PERSON_PANEL),
    ] = None
    dob: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The date of birth, day first, if there is no number.",
            rich_help_panel=PERSON_PANEL,
        ),
    ] = None
    prison: Annotated[
        str | None,
        typer.Option(
            metavar="PRISON",
            help="The prison: name or code.",
            autocompletion=offer_prisons,
            rich_help_panel=PERSON_PANEL,
        ),
    ] = None
    reference: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Your reference.", rich_help_panel=PERSON_PANEL),
    ] = None


def write_cells(person: PersonOptions) -> dict[str, str]:
    """Return what was given of a person, by field."""
    given = {
        Field.NAME: person.name,
        Field.PRISON_NUMBER: person.number,
        Field.DATE_OF_BIRTH: person.dob,
        Field.PRISON: person.prison,
        Field.REFERENCE: person.reference,
    }
    return {field.value: text for field, text in given.items() if text is not None}


def ask_for_the_rest(cells: dict[str, str], what: str) -> dict[str, str]:
    """Return what was given, and ask for what else is needed.

    Raises WrongUsage, which begins with `what` needs it, if nobody can be asked.
    """
    unknown = Field.PRISON_NUMBER.value not in cells and Field.DATE_OF_BIRTH.value not in cells
    missing = [field for field in (Field.NAME, Field.PRISON) if field.value not in cells]
    if not missing and not unknown:
        return cells
    if not sys.stdin.isatty():
        options = [f"--{field.value}" for field in missing]
        wanted = ", ".join([*options, *(["--number or --dob"] if unknown else [])])
        raise WrongUsage(f"{what} needs more: {wanted}.", "Give these options too.")
    asked = dict[str, str]()
    if Field.NAME in missing:
        asked[Field.NAME.value] = _ask("Name")
    if unknown:
        asked[Field.PRISON_NUMBER.value] = _ask("Prison number, or nothing if you have none", "")
        if not asked[Field.PRISON_NUMBER.value]:
            asked[Field.DATE_OF_BIRTH.value] = _ask("Date of birth, day first")
    if Field.PRISON in missing:
        asked[Field.PRISON.value] = _ask("Prison, by name or code")
    if Field.REFERENCE.value not in cells:
        asked[Field.REFERENCE.value] = _ask("Your reference, or nothing", "")
    return cells | asked


def _ask(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, show_default=False, err=True)).strip()
