"""`prisonmail find`: letters by name, number, reference, code or batch."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import (
    CsvOption,
    ExceptionalOption,
    JsonOption,
    OperatorOption,
)
from prisonmail.cli.terminal import talk
from prisonmail.cli.views.letters import answer_csv, answer_found, refuse_both, show_found
from prisonmail.errors import ExitCode
from prisonmail.reports.counts import count
from prisonmail.reports.letters import access_words, found_document
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import Access, keep_permitted
from prisonmail.use_cases.after_issue.letter_search import find_letters


def command(
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help="A name or part of one, number, reference or code."),
    ],
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Example: **prisonmail find wisniewski**

    Finds all letters to a person, the newest first, and where their codes stand. Names are found by
    any part, in capitals or not and without accents; numbers and references by a part too. A batch
    finds all of its letters. It never records a check, and only with --exceptional that you looked.
    Exit code 1 means that none was found.
    """
    refuse_both(as_json=as_json, as_csv=as_csv)
    now = clock.now()
    place = ledger_place(ledger)
    access = Access("find", exceptional, by)
    permitted = keep_permitted(place, find_letters(place, " ".join(text)), access, now)
    found = permitted.letters
    for line in access_words(permitted):
        talk(line)
    if as_json:
        answer_found(found, now, left_out=permitted.left_out)
    elif as_csv:
        answer_csv(found_document(entry, now) for entry in found)
    else:
        show_found(found, now)
        talk(f"{count(len(found), 'letter')} found.")
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NO)
