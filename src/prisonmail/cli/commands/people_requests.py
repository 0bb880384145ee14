"""`prisonmail people export` and `people erase`: what a person may ask of you."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import (
    ForceOption,
    JsonOption,
    OperatorOption,
    StrictStorageOption,
    YesOption,
    confirm,
)
from prisonmail.cli.options.storage import look_at_places
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.reports.counts import count
from prisonmail.reports.keeping import accountability as reports
from prisonmail.reports.keeping.held_files import FORMS, write_address_book, write_holdings
from prisonmail.reports.keeping.ledgers import BEYOND_A_PURGE
from prisonmail.system import clock, output_files
from prisonmail.system.standard_output import is_stdout
from prisonmail.use_cases.accountability.erase import erase_person, find_erasable
from prisonmail.use_cases.accountability.holdings import tell_address_book, tell_holdings
from prisonmail.use_cases.accountability.one_person import AmbiguousPerson, is_partial, read_wanted

NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="The person's whole name.")
]
NumberOption = Annotated[
    str | None, typer.Option("--number", metavar="NUMBER", help="The prison number.")
]
BornOption = Annotated[
    str | None,
    typer.Option("--dob", metavar="DATE", help="The date of birth, day first."),
]


def erase(
    number: NumberOption = None,
    name: NameOption = None,
    dob: BornOption = None,
    yes: YesOption = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail people erase --number A1001XY**

    Erases one person from letters and address book, as UK GDPR 17 asks, after asking: name, number,
    date of birth, reference, and who checked their letters where. Everybody else stays, and so do
    codes, days and verdicts. It is refused while a code of theirs is good, and if more than one
    person may be meant. Exit code 1 means that nothing is held, or that bytes are still there.
    """
    wanted, place = read_wanted(name, number, dob), ledger_place(ledger)
    _warn_of_dockets(place)
    with _listing_people():
        person = find_erasable(place, wanted, clock.now())
    if person is None:
        talk(reports.NOTHING_HELD)
        raise typer.Exit(ExitCode.NO)
    if not yes:
        talk(reports.describe_person(person))
        confirm(reports.erase_question(person))
    done = erase_person(place, person, clock.now(), by)
    for line in reports.erasure_words(done):
        talk(line)
    talk(BEYOND_A_PURGE)
    if as_json:
        answer_json(reports.erasure_document(done))
    raise typer.Exit(ExitCode.DONE if done.done else ExitCode.NO)


def export(
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write: .json, .txt to read, or .csv; - for JSON on standard output.",
        ),
    ],
    number: NumberOption = None,
    name: NameOption = None,
    dob: BornOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    force: ForceOption = False,
    strict_storage: StrictStorageOption = False,
) -> None:
    """Example: **prisonmail people export --number A1001XY -o held.json**

    Writes all that is held about one person, as UK GDPR 15 asks: letters, where their codes stand,
    who checked them, and the entry of the address book. If no person is named, it writes the whole
    address book. That it was written is recorded. Exit code 1 means that nothing is held.
    """
    form = _find_form(output)
    place = ledger_place(ledger)
    look_at_places(strict=strict_storage, written=[output])
    if not is_stdout(output):
        output_files.refuse_if_taken(output, force=force, kept=[place])
    if not (number or name or dob):
        _export_address_book(place, output, form, by=by, force=force)
        return
    now, wanted = clock.now(), read_wanted(name, number, dob)
    _warn_of_dockets(place)
    with _listing_people():
        held = tell_holdings(place, wanted, now, by)
    if held is None:
        talk(reports.NOTHING_HELD)
        raise typer.Exit(ExitCode.NO)
    with output_files.open_output(output, replace=force) as file:
        write_holdings(file, form, held, now)
    talk(f"{reports.describe_person(held.person)} → {_name(output)}")


def _export_address_book(
    place: str, output: Path, form: str, *, by: str | None, force: bool
) -> None:
    if form == ".txt":
        raise WrongUsage("The address book is a table.", "Give a name that ends in .csv or .json.")
    entries = tell_address_book(place, clock.now(), by)
    with output_files.open_output(output, replace=force) as file:
        write_address_book(file, form, entries)
    talk(f"{count(len(entries), 'entry', 'entries')} of the address book → {_name(output)}")


def _find_form(output: Path) -> str:
    """Return the ending that says what to write. Raises WrongUsage if it says nothing known."""
    form = ".json" if is_stdout(output) else output.suffix.casefold()
    if form not in FORMS:
        raise WrongUsage(
            f"{output} does not say which kind of file to write.",
            "Give it a name that ends in .json, .txt or .csv.",
        )
    return form


def _warn_of_dockets(place: str) -> None:
    if is_partial(place):
        talk(reports.ALSO_RECEIVED)


@contextmanager
def _listing_people() -> Iterator[None]:
    """List what tells people apart if more than one may be meant."""
    try:
        yield
    except AmbiguousPerson as error:
        for each in error.people:
            talk(f"  {reports.describe_person(each)}")
        raise


def _name(output: Path) -> str:
    return "standard output" if is_stdout(output) else str(output)
