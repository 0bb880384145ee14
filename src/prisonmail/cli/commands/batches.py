"""`prisonmail batches`: what has been issued, and what became of it."""

from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import (
    CsvOption,
    ExceptionalOption,
    JsonOption,
    OperatorOption,
)
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views.letters import (
    CSV_HEADINGS,
    answer_csv,
    answer_found,
    print_letters,
    print_table,
    refuse_both,
    show_found,
)
from prisonmail.errors import WrongUsage
from prisonmail.ledger.records import IssuedLetter, Summary
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.counts import count
from prisonmail.reports.letters import (
    access_words,
    batch_document,
    found_document,
    letter_document,
    paper_warning,
)
from prisonmail.reports.lines import mark_document
from prisonmail.sender.store import find_handling
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import Access, enter, keep_permitted
from prisonmail.use_cases.after_issue.letter_search import find_unchecked
from prisonmail.use_cases.find import find_issued, parse_reference

app = typer.Typer(no_args_is_help=False)


@app.callback(invoke_without_command=True)
def list_batches(
    context: typer.Context,
    last: Annotated[
        int, typer.Option("--last", metavar="NUMBER", min=1, help="How many to list.")
    ] = 20,
    unchecked_after: Annotated[
        int | None,
        typer.Option(
            "--unchecked-after",
            metavar="DAYS",
            min=0,
            help="List instead the letters that nobody has checked or cancelled, here or by a "
            "desk's report, issued so many days ago or more.",
        ),
    ] = None,
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Example: **prisonmail batches**

    Lists the newest batches: how many letters, how many checked, and whether there is paper. With
    --unchecked-after it is the list of letters to ask a prison about, the oldest first.
    """
    if context.invoked_subcommand:
        return
    if unchecked_after is not None:
        refuse_both(as_json=as_json, as_csv=as_csv)
        access = Access("batches", exceptional, by)
        _chase(ledger_place(ledger), unchecked_after, access, as_json=as_json, as_csv=as_csv)
        return
    if as_csv:
        raise WrongUsage("--csv lists letters, and needs --unchecked-after DAYS.")
    with open_ledger(ledger_place(ledger)) as opened:
        found, total = opened.list_batches(last), opened.count_batches()
    if as_json:
        documents = [batch_document(each) for each in found]
        document = {"version": 1, "count": total, "batches": documents}
        answer_json(mark_document(document, find_handling()))
        return
    if found:
        _show_batches(found)
    talk(f"{count(len(found), 'batch', 'batches')} of {total:,}.")
    for each in found:
        if each.printed_at is None:
            talk(paper_warning(each.batch.id))


@app.command("show", short_help="Show the letters of one batch.")
def show(
    batch: Annotated[
        str,
        typer.Argument(
            metavar="BATCH", autocompletion=offer_batches, help="Such as 20261121-7F3K."
        ),
    ],
    exceptional: ExceptionalOption = None,
    by: OperatorOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Example: **prisonmail batches show 20261121-7F3K**

    Shows the letters of a batch and where each code stands. It never records a check.
    """
    refuse_both(as_json=as_json, as_csv=as_csv)
    if parse_reference(batch).batch_id is None:
        raise WrongUsage(f"{batch} is a code.", f"Show it with: prisonmail codes show {batch}")
    with open_ledger(ledger_place(ledger), by=by) as opened:
        summary = find_issued(opened, batch).summary
        access = Access("batches show", exceptional, by)
        enter(opened, access, clock.now(), summary.batch.id)
        letters = list(opened.read_issued(summary.batch.id))
    if as_json:
        _show_json(summary, letters)
    elif as_csv:
        now = clock.now()
        answer_csv((letter_document(entry, now) for entry in letters), CSV_HEADINGS)
    else:
        _show_letters(summary, letters)


def _chase(place: str, days: int, access: Access, *, as_json: bool, as_csv: bool) -> None:
    now = clock.now()
    permitted = keep_permitted(place, find_unchecked(place, days, now), access, now)
    found = permitted.letters
    for line in access_words(permitted):
        talk(line)
    if as_json:
        answer_found(found, now, unchecked_after=days, left_out=permitted.left_out)
    elif as_csv:
        answer_csv(found_document(entry, now) for entry in found)
    else:
        show_found(found, now)
        old = count(days, "day")
        talk(f"{count(len(found), 'letter')}, issued {old} ago or more, not checked or cancelled.")


def _show_json(summary: Summary, letters: list[IssuedLetter]) -> None:
    now, batch = clock.now(), batch_document(summary)
    each = [letter_document(entry, now) for entry in letters]
    document = {"version": 1, **batch, "size": summary.batch.size, "letters": each}
    answer_json(mark_document(document, find_handling()))


def _show_letters(summary: Summary, letters: list[IssuedLetter]) -> None:
    print_letters("Sheet", [(str(entry.sheet), entry) for entry in letters], clock.now())
    until = clock.long_date(clock.uk_date(summary.batch.expires_at))
    talk(f"{count(summary.batch.size, 'letter')}, good until {until}.")
    if summary.printed_at is None:
        talk(paper_warning(summary.batch.id))


def _show_batches(found: list[Summary]) -> None:
    rows = (
        (
            each.batch.id,
            f"{each.batch.issued_at.astimezone(clock.UK):%d-%m-%Y %H:%M}",
            f"{each.batch.size:,}",
            f"{each.checked:,}",
            f"{each.cancelled:,}",
            each.batch.envelope,
            "yes" if each.printed_at else "NO PAPER",
        )
        for each in found
    )
    print_table(("Batch", "Issued", "Letters", "Checked", "Cancelled", "Envelope", "Paper"), rows)
