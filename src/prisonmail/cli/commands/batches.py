"""`prisonmail batches`: what has been issued, and what became of it."""

from collections.abc import Iterable
from typing import Annotated

import typer

from prisonmail import codes
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption
from prisonmail.cli.terminal import answer_json, talk
from prisonmail.cli.views.tables import answer_table
from prisonmail.errors import WrongUsage
from prisonmail.ledger.records import IssuedLetter, Summary
from prisonmail.ledger.store import open_ledger
from prisonmail.reports.counts import count
from prisonmail.reports.letters import (
    addressee,
    batch_document,
    letter_document,
    paper_warning,
    state,
)
from prisonmail.system import clock
from prisonmail.system.csv_output import write_csv
from prisonmail.system.standard_output import stdout_file
from prisonmail.use_cases.find import find_issued, parse_reference

app = typer.Typer(no_args_is_help=False)
_CSV_HEADINGS = (
    *("code", "page", "line", "name", "prison_number", "date_of_birth", "prison", "reference"),
    *("marking", "state", "first_check", "cancelled"),
)
_WRAP = ("For", "Prison", "Reference", "State")
"""Columns whose cells may go on in a second line."""
_WIDTHS = {"Batch": len("20261121-7F3K"), "Code": len("12345-67890-1234")}
"""What somebody has to type or read out is never cut."""


@app.callback(invoke_without_command=True)
def list_batches(
    context: typer.Context,
    last: Annotated[
        int, typer.Option("--last", metavar="NUMBER", min=1, help="How many to list.")
    ] = 20,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail batches**

    Lists the newest batches: how many letters, how many checked, and whether there is paper.
    """
    if context.invoked_subcommand:
        return
    with open_ledger(ledger_place(ledger)) as opened:
        found, total = opened.list_batches(last), opened.count_batches()
    if as_json:
        documents = [batch_document(each) for each in found]
        answer_json({"version": 1, "count": total, "batches": documents})
        return
    if found:
        _show_batches(found)
    talk(f"{count(len(found), 'batch', 'batches')} of {total:,}.")
    for each in found:
        if each.printed_at is None:
            talk(paper_warning(each.batch.id))


@app.command("show", short_help="Show the letters of one batch.")
def show(
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="Such as 20261121-7F3K.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Answer with a CSV table on stdout, for spreadsheets.")
    ] = False,
) -> None:
    """Example: **prisonmail batches show 20261121-7F3K**

    Shows the letters of a batch and where each code stands. It never records a check.
    """
    if as_json and as_csv:
        raise WrongUsage("--json and --csv cannot both go to stdout.", "Choose one of them.")
    if parse_reference(batch).batch_id is None:
        raise WrongUsage(f"{batch} is a code.", f"Show it with: prisonmail codes show {batch}")
    with open_ledger(ledger_place(ledger)) as opened:
        summary = find_issued(opened, batch).summary
        letters = list(opened.read_issued(summary.batch.id))
    if as_json:
        _show_json(summary, letters)
    elif as_csv:
        _show_csv(letters)
    else:
        _show_letters(summary, letters)


def _show_json(summary: Summary, letters: list[IssuedLetter]) -> None:
    now, batch = clock.now(), batch_document(summary)
    each = [letter_document(entry, now) for entry in letters]
    answer_json({"version": 1, **batch, "size": summary.batch.size, "letters": each})


def _show_csv(letters: list[IssuedLetter]) -> None:
    now = clock.now()
    documents = [letter_document(entry, now) for entry in letters]
    rows = [[str(each[key] or "") for key in _CSV_HEADINGS] for each in documents]
    with stdout_file() as file:
        write_csv([_CSV_HEADINGS, *rows], file)


def _show_letters(summary: Summary, letters: list[IssuedLetter]) -> None:
    now = clock.now()
    rows = (
        (
            str(entry.sheet),
            codes.format_code(entry.code),
            addressee(entry),
            entry.prison_name,
            entry.reference or "",
            state(entry, now),
        )
        for entry in letters
    )
    _print_table(("Sheet", "Code", "For", "Prison", "Reference", "State"), rows)
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
    _print_table(("Batch", "Issued", "Letters", "Checked", "Cancelled", "Envelope", "Paper"), rows)


def _print_table(headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in headings:
        width = _WIDTHS.get(heading, len(heading))
        table.add_column(heading, no_wrap=heading not in _WRAP, min_width=width, overflow="fold")
    answer_table(table, rows)
