"""`prisonmail letter`: one letter without a list, by options or asked on a terminal."""

import sys
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import Home, ledger_place
from prisonmail.cli.options.lists import AgainOption, CancelEarlierOption, IdempotencyKeyOption
from prisonmail.cli.options.outputs import CheckOption, refuse_two_on_stdout
from prisonmail.cli.options.paper import DuplexOption, EnvelopeOption, LetterOption
from prisonmail.cli.options.problems import ProblemDisplay
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    StrictStorageOption,
    output_option,
)
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views import run
from prisonmail.errors import WrongUsage
from prisonmail.recipients.recipient import Field
from prisonmail.reports import runs
from prisonmail.sender.store import find_profile_path
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.order import Order
from prisonmail.use_cases.paper_choice import PrintOptions

_ENCLOSURE = "enclosure"
_PERSON = "Who the letter is for"


class PersonOptions(Record, frozen=True):
    """Who a letter is for, as it is typed."""

    withheld: ClassVar[tuple[str, ...]] = (
        *("name", "number", "dob", "prison", "reference", "marking"),
    )

    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The person's name.", rich_help_panel=_PERSON),
    ] = None
    number: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="The prison number.", rich_help_panel=_PERSON),
    ] = None
    dob: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The date of birth, day first, if there is no number.",
            rich_help_panel=_PERSON,
        ),
    ] = None
    prison: Annotated[
        str | None,
        typer.Option(metavar="PRISON", help="The prison: name or code.", rich_help_panel=_PERSON),
    ] = None
    reference: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Your reference.", rich_help_panel=_PERSON),
    ] = None
    marking: Annotated[
        str | None,
        typer.Option(
            metavar="MARKING",
            help="Another marking than the usual one of sender and prison.",
            rich_help_panel=_PERSON,
        ),
    ] = None


@expand_groups
def command(
    context: typer.Context,
    person: PersonOptions,
    home: Home,
    display: ProblemDisplay,
    letter: LetterOption = None,
    enclose: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="An A4 PDF, printed after the letter; may be repeated."),
    ] = None,
    envelope: EnvelopeOption = None,
    duplex: DuplexOption = False,
    output: Annotated[Path | None, output_option("the command, letter.pdf")] = None,
    check: CheckOption = False,
    again: AgainOption = False,
    cancel_earlier: CancelEarlierOption = False,
    idempotency_key: IdempotencyKeyOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail letter --name "Ann Hart" --number A1001XY --prison LEI -o hart.pdf**

    Prints one letter without a list. What is left out is asked for on a terminal. It goes through
    the same checks as a list of one row, with the same exit codes.
    """
    refuse_two_on_stdout({"PDF": output}, as_json=as_json)
    enclosed = {f"{_ENCLOSURE} {n}": str(path) for n, path in enumerate(enclose or (), start=1)}
    cells = _write_cells(person) | enclosed
    order = Order(
        recipients="",
        row=write_row(cells),
        profile=home.profile or find_profile_path(),
        ledger=ledger_place(home.ledger),
        by=home.by,
        signatory=home.signatory,
        output=output or Path("letter.pdf"),
        envelope=envelope,
        check_only=check,
        force=force,
        again=again,
        cancel_earlier=cancel_earlier,
        list=ROW_OPTIONS,
        printing=PrintOptions(duplex=duplex, wording=letter, enclose=tuple(enclosed)),
        care=make_care(strict=strict_storage, form=display.form),
    )
    with show_progress(quiet=display.quiet) as progress:
        outcome = generate_once(order, idempotency_key, progress)
    for line in run.report(outcome, display, context):
        talk(line)
    if as_json:
        answer_json(runs.document(outcome, redact=display.redact))
    raise typer.Exit(outcome.exit_code)


def _write_cells(person: PersonOptions) -> dict[str, str]:
    given = {
        Field.NAME: person.name,
        Field.PRISON_NUMBER: person.number,
        Field.DATE_OF_BIRTH: person.dob,
        Field.PRISON: person.prison,
        Field.REFERENCE: person.reference,
        Field.MARKING: person.marking,
    }
    cells = {field.value: text for field, text in given.items() if text is not None}
    return cells | _ask_for_the_rest(cells)


def _ask_for_the_rest(cells: dict[str, str]) -> dict[str, str]:
    """Ask for what a letter needs and was not given. Raises WrongUsage if nobody can be asked."""
    unknown = Field.PRISON_NUMBER.value not in cells and Field.DATE_OF_BIRTH.value not in cells
    missing = [field for field in (Field.NAME, Field.PRISON) if field.value not in cells]
    if not missing and not unknown:
        return {}
    if not sys.stdin.isatty():
        options = [f"--{field.value}" for field in missing]
        wanted = ", ".join([*options, *(["--number or --dob"] if unknown else [])])
        raise WrongUsage(f"The letter needs more: {wanted}.", "Give these options too.")
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
    return asked


def _ask(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, show_default=False, err=True)).strip()
