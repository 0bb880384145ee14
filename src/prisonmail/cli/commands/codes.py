"""`prisonmail codes`: what became of one code, without checking it."""

from typing import Annotated

import typer

from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import ExceptionalOption, JsonOption, OperatorOption
from prisonmail.cli.terminal import answer, answer_json
from prisonmail.cli.views.verdict import label_lines
from prisonmail.reports import letters
from prisonmail.reports.lines import mark_document
from prisonmail.sender.store import find_handling
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import Access
from prisonmail.use_cases.after_issue.issued_batches import show_letter

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _codes() -> None:
    """Example: **prisonmail codes show 12345-67890-1244**

    Shows what became of a code. It never records a check.
    """


@app.command("show", short_help="Show all that is held of one code.")
def show(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The code, with or without hyphens or spaces.")
    ],
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail codes show 12345-67890-1244**

    Shows a letter and all that happened to it: issued, printed, checked, cancelled. It is for the
    sender's own eyes, and never records a check.
    """
    now = clock.now()
    shown = show_letter(ledger_place(ledger), code, Access("codes show", exceptional, by), now)
    entry, history = shown.entry, shown.happened
    if as_json:
        events = [letters.event_document(each) for each in history]
        document = letters.letter_document(entry, now)
        document = {"version": 1, "batch": entry.batch_id, **document, "history": events}
        answer_json(mark_document(document, find_handling()))
        return
    batch = ("Batch", f"{entry.batch_id}, sheet {entry.sheet}")
    state = ("State", letters.state(entry, now))
    for line in label_lines((*letters.particulars(entry), batch, state)):
        answer(line)
    answer("")
    for happening in history:
        answer(letters.event_words(happening))
