"""`prisonmail letter`: one letter without a list, by options or asked on a terminal."""

from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_markings
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import Home, ledger_place
from prisonmail.cli.options.lists import (
    AgainOption,
    CancelEarlierOption,
    IdempotencyKeyOption,
    RememberOption,
)
from prisonmail.cli.options.outputs import CheckOption, refuse_two_on_stdout
from prisonmail.cli.options.paper import DuplexOption, EnvelopeOption, LetterOption
from prisonmail.cli.options.person import (
    PERSON_PANEL,
    PersonOptions,
    ask_for_the_rest,
    write_cells,
)
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
from prisonmail.recipients.recipient import Field
from prisonmail.reports import runs
from prisonmail.system.folders import find_profile_path
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.before_issue.paper_choice import PrintOptions
from prisonmail.use_cases.before_issue.usual import choose, read_usual
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.order import Order
from prisonmail.use_cases.people.row_of_person import require_cells

_ENCLOSURE = "enclosure"


@expand_groups
def command(
    context: typer.Context,
    person: PersonOptions,
    home: Home,
    display: ProblemDisplay,
    of_book: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="NUMBER",
            help="Somebody of the address book, by prison number; the other options change what "
            "it says.",
            rich_help_panel=PERSON_PANEL,
        ),
    ] = None,
    marking: Annotated[
        str | None,
        typer.Option(
            metavar="MARKING",
            autocompletion=offer_markings,
            help="Another marking than the usual one of sender and prison.",
            rich_help_panel=PERSON_PANEL,
        ),
    ] = None,
    letter: LetterOption = None,
    enclose: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="An A4 PDF, printed after the letter; may be repeated."),
    ] = None,
    envelope: EnvelopeOption = None,
    duplex: DuplexOption = None,
    output: Annotated[Path | None, output_option("the command, letter.pdf")] = None,
    check: CheckOption = False,
    again: AgainOption = False,
    cancel_earlier: CancelEarlierOption = False,
    remember: RememberOption = False,
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
    place = ledger_place(home.ledger)
    known = require_cells(place, of_book) if of_book else {}
    cells = ask_for_the_rest(known | write_cells(person), "The letter") | enclosed
    if marking is not None:
        cells[Field.MARKING.value] = marking
    profile = home.profile or find_profile_path()
    usual = read_usual(profile, without=home.no_defaults)
    order = Order(
        recipients="",
        row=write_row(cells),
        profile=profile,
        ledger=place,
        by=home.by,
        signatory=home.signatory,
        output=output or Path("letter.pdf"),
        envelope=envelope,
        check_only=check,
        force=force,
        again=again,
        cancel_earlier=cancel_earlier,
        remember=remember,
        list=ROW_OPTIONS,
        printing=PrintOptions(
            duplex=choose(duplex, usual.duplex, otherwise=False),
            wording=letter or usual.letter,
            enclose=tuple(enclosed),
        ),
        care=make_care(strict=strict_storage, form=display.form),
    )
    with show_progress(quiet=display.quiet) as progress:
        outcome = generate_once(order, idempotency_key, progress)
    for line in run.report(outcome, display, context):
        talk(line)
    if as_json:
        answer_json(runs.document(outcome, redact=display.redact))
    raise typer.Exit(outcome.exit_code)
