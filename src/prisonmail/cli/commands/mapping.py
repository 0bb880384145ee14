"""`prisonmail mapping`: what was understood of a list's headings."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import typer

from prisonmail.cli.options.groups import expand_groups
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.lists import Reading, RowOptions
from prisonmail.cli.options.problems import ProblemDisplay
from prisonmail.cli.options.shared import JsonOption, StrictStorageOption
from prisonmail.cli.options.storage import make_care
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.problems import problem_lines
from prisonmail.errors import ExitCode, InputMissing
from prisonmail.recipients.checked_list import CheckedList
from prisonmail.recipients.file.source import read_source
from prisonmail.recipients.options import ListOptions
from prisonmail.recipients.saved_mappings import save
from prisonmail.reports.counts import count
from prisonmail.reports.list_reading import assumptions, columns
from prisonmail.reports.runs import list_document
from prisonmail.sender.store import load
from prisonmail.system.folders import find_profile_path
from prisonmail.system.record import replace
from prisonmail.use_cases.before_issue.signing import choose_signatories
from prisonmail.use_cases.list_reading import check_source
from prisonmail.use_cases.people.book_of_ledger import open_book


@expand_groups
def command(
    reading: Reading,
    recipients: Annotated[
        str, typer.Argument(metavar="LIST", help="The list, or - for standard input.")
    ],
    ledger: LedgerOption = None,
    strict_storage: StrictStorageOption = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail mapping recipients.csv**

    Shows which column of a list is taken for what, which are ignored, and how many rows are ready
    to be printed. Nothing is issued. People who are named by number alone are looked up in the
    ledger's address book.

    If a column is taken for the wrong thing, say what it is with --map. To keep that for the lists
    to come, give it a name with --save-mapping, and from then on name it with --mapping.
    """
    concerns = make_care(strict=strict_storage).look_at(read=[recipients])
    book = open_book(ledger_place(ledger))
    options = _read_as_generate_does(reading)
    checked = check_source(read_source(recipients), options, book=book)
    if checked.columns.of and reading.save_mapping:
        _save(reading.save_mapping, checked)
    if as_json:
        answer_json(list_document(checked, concerns))
    elif checked.columns.of:
        answer("\n".join(_table(checked)))
    else:
        for line in problem_lines(checked.problems, ProblemDisplay()):
            talk(line)
    for line in assumptions(checked):
        talk(line)
    raise typer.Exit(ExitCode.DONE if checked.columns.of else ExitCode.NO)


def _read_as_generate_does(reading: Reading) -> ListOptions:
    """Return how the list is to be read, with the user's profile if there is one in order."""
    with suppress(InputMissing):
        profile = load(find_profile_path())
        options = reading.options(RowOptions(), profile.defaults.mapping)
        return replace(options, signatories=choose_signatories(profile, None))
    return reading.options(RowOptions())


def _save(name: str, checked: CheckedList) -> None:
    save(name, checked)
    talk(f"Saved. Use it with: --mapping {name}")


def _table(checked: CheckedList) -> Iterator[str]:
    for letter, heading, field in columns(checked):
        yield f"{letter:>3}  {heading:<32}  {field}"
    yield ""
    ready = f"{count(len(checked.good_rows), 'row')} of {checked.rows_read:,} ready to be printed"
    yield ready + ("." if not checked.rows_bad else f", {checked.rows_bad:,} with problems.")
