"""`prisonmail people`: the firm's address book."""

from collections.abc import Sequence
from typing import Annotated

import typer

from prisonmail.cli.commands import people_requests
from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.lists import (
    Reading,
    RowOptions,
    SkipBadOption,
    SkipNotInCustodyOption,
    WhereOption,
)
from prisonmail.cli.options.person import PersonOptions, ask_for_the_rest, write_cells
from prisonmail.cli.options.problems import Form, ProblemDisplay
from prisonmail.cli.options.shared import (
    CsvOption,
    JsonOption,
    OperatorOption,
    StrictStorageOption,
    YesOption,
    confirm,
)
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.progress import show_progress
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.letters import answer_csv, print_table, refuse_both, show_found
from prisonmail.cli.views.problems import problem_lines
from prisonmail.cli.views.verdict import label_lines
from prisonmail.errors import ExitCode, WrongUsage
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.file.source import read_source
from prisonmail.reports.counts import count
from prisonmail.reports.letters import found_document
from prisonmail.reports.people import people as reports
from prisonmail.system import clock
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.people.learning import Learning, learn_people
from prisonmail.use_cases.people.people_search import (
    KnownPerson,
    find_letters_to,
    find_people,
    remove_people,
)
from prisonmail.use_cases.people.row_of_person import find_cells

_COLUMNS = (
    *("name", "prison_number", "date_of_birth", "prison", "reference", "note"),
    *("last_letter", "sent_to"),
)
_LONGEST = 200
"""Characters of a note."""
_NOBODY = "Nobody in the address book has that."
WhoArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="TEXT|NUMBER", help="A prison number, a name or part of one, or a date of birth."
    ),
]

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _people() -> None:
    """Example: **prisonmail people show oddwell**

    The people whom you write to, kept in the ledger: a list can then name them by number alone.
    """


@app.command("list", short_help="List the people in the address book.")
def list_people(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="Only those with this in name, number or reference."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Example: **prisonmail people list --csv**

    Lists the people in the address book in the order of surnames, with the last letter to each.
    Exit code 1 means that there is nobody.
    """
    refuse_both(as_json=as_json, as_csv=as_csv)
    now = clock.now()
    found = find_people(ledger_place(ledger), " ".join(text or ()))
    if as_json:
        people = [reports.person_document(each, now) for each in found]
        answer_json({"version": 1, "count": len(found), "people": people})
    elif as_csv:
        answer_csv((reports.person_row(each, now) for each in found), _COLUMNS)
    else:
        if found:
            headings = ("Name", "Number or birth", "Prison", "Reference", "Last letter")
            print_table(headings, (reports.person_cells(each, now) for each in found))
        talk(f"{count(len(found), 'person', 'people')} found.")
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NO)


@app.command("add", short_help="Add a person, or change an entry.")
@expand_groups
def add(
    person: PersonOptions,
    display: ProblemDisplay,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Anything else to remember.")] = "",
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail people add --name "Ann Hart" --number A1001XY --prison LEI**

    Adds a person after the same checks as a row of a list, or changes the entry with that number,
    else with that name and date of birth. What is not given stays as it is there, so that for a
    person who moved --number and --prison are enough.
    """
    place = ledger_place(ledger)
    known = find_cells(place, person.number) if person.number else {}
    cells = ask_for_the_rest(known | write_cells(person), "The entry")
    row = write_row(cells)
    done = learn_people(row, ROW_OPTIONS, place, clock.now(), by=by, note=clean(note)[:_LONGEST])
    _report(done, display, as_json=as_json)


@app.command("import", short_help="Add or change the people of a list.")
@expand_groups
def import_list(
    recipients: Annotated[
        str,
        typer.Argument(
            metavar="LIST", help="The list: a CSV file or workbook, or - for standard input."
        ),
    ],
    reading: Reading,
    display: ProblemDisplay,
    where: WhereOption = None,
    skip_bad: SkipBadOption = False,
    skip_not_in_custody: SkipNotInCustodyOption = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    strict_storage: StrictStorageOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail people import recipients.csv**

    Puts the people of a list into the address book: any list that generate takes, with the same
    checks. If a row has a problem, nothing is put in. Nothing is printed or issued.
    """
    rows = RowOptions(where=where, skip_not_in_custody=skip_not_in_custody)
    place = ledger_place(ledger)
    care = make_care(strict=strict_storage, form=display.form)
    care.look_at(read=[recipients], ledger=place)
    with show_progress(quiet=display.quiet) as progress:
        done = learn_people(
            read_source(recipients),
            reading.options(rows),
            place,
            clock.now(),
            by=by,
            skip_bad=skip_bad,
            progress=progress,
        )
    _report(done, display, as_json=as_json)


@app.command("show", short_help="Show a person, and the letters to them.")
def show(who: WhoArgument, ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Example: **prisonmail people show A1001XY**

    Shows what the address book has of a person, when and to which prison you last wrote, and where
    the codes of all letters stand. Exit code 1 means that nobody was found.
    """
    now, place = clock.now(), ledger_place(ledger)
    known = _find_one(place, who)
    letters = find_letters_to(place, known)
    if as_json:
        its = [found_document(entry, now) for entry in letters]
        answer_json({"version": 1, **reports.person_document(known, now), "letters": its})
        return
    for line in label_lines(reports.person_particulars(known, now)):
        answer(line)
    show_found(letters, now)


@app.command("remove", short_help="Take a person out of the address book.")
def remove(
    who: WhoArgument,
    yes: YesOption = False,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail people remove A1001XY**

    Takes a person out of the address book, after asking. The letters to them stay in the ledger.
    """
    now, place = clock.now(), ledger_place(ledger)
    known = _find_one(place, who)
    if not yes:
        for line in label_lines(reports.person_particulars(known, now)):
            talk(line)
        confirm("Take this person out of the address book, for good?")
    removed = remove_people(place, [known], now, by)
    talk(f"{count(removed, 'person', 'people')} taken out of the address book.")
    if as_json:
        answer_json({"version": 1, "removed": removed})


def _find_one(place: str, who: Sequence[str]) -> KnownPerson:
    """Find the one person who is meant. Raises WrongUsage if several may be, and exits with 1."""
    text = " ".join(who)
    if not text.strip():
        raise WrongUsage("There is nobody to look for.", "Give a prison number or a name.")
    found = find_people(place, text)
    number = "".join(text.split()).upper()
    found = [each for each in found if each.entry.person.prison_number == number] or found
    if len(found) > 1:
        raise WrongUsage(
            f"{len(found):,} people in the address book may be meant.",
            "Give the prison number. They are listed by: prisonmail people list TEXT",
        )
    if not found:
        talk(_NOBODY)
        raise typer.Exit(ExitCode.NO)
    return found[0]


def _report(done: Learning, display: ProblemDisplay, *, as_json: bool) -> None:
    for line in problem_lines(done.checked.problems, display):
        talk(line)
    if not display.quiet and display.form is not Form.JSON:
        for said in reports.learning_words(done):
            talk(said)
    if as_json:
        answer_json(reports.learning_document(done, redact=display.redact))
    raise typer.Exit(done.exit_code)


app.command("export", short_help="Write all that is held of a person.")(people_requests.export)
app.command("erase", short_help="Erase one person for good.")(people_requests.erase)
