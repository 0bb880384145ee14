"""Shows letters of the ledger that were looked for, as a table, CSV or JSON."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from prisonmail import codes
from prisonmail.cli.terminal import answer_json
from prisonmail.cli.views.tables import answer_table
from prisonmail.errors import WrongUsage
from prisonmail.ledger.records import IssuedLetter
from prisonmail.reports.letters import addressee, found_document, state
from prisonmail.reports.lines import mark_document
from prisonmail.sender.store import find_handling
from prisonmail.system import clock
from prisonmail.system.csv_output import write_csv
from prisonmail.system.standard_output import stdout_file

CSV_HEADINGS = (
    *("code", "page", "line", "name", "prison_number", "date_of_birth", "prison", "reference"),
    *("marking", "state", "first_check", "cancelled", "signatory"),
)
_OF_SEVERAL_BATCHES = ("batch", "issued_at", "expires_at", *CSV_HEADINGS)
_WRAP = ("For", "Name", "Prison", "Reference", "State", "Last letter")
"""Columns whose cells may go on in a second line."""
_WIDTHS = {"Batch": len("20261121-7F3K"), "Code": len("12345-67890-1234")}
"""What somebody has to type or read out is never cut."""


def show_found(letters: Sequence[IssuedLetter], now: datetime) -> None:
    """Print letters of several batches as a table."""
    if letters:
        print_letters("Issued", [(_write_day(entry), entry) for entry in letters], now)


def print_letters(heading: str, letters: Iterable[tuple[str, IssuedLetter]], now: datetime) -> None:
    """Print letters as a table, each after what stands under the heading of the first column."""
    rows = (
        (
            first,
            codes.format_code(entry.code),
            addressee(entry),
            entry.prison_name,
            entry.reference or "",
            state(entry, now),
        )
        for first, entry in letters
    )
    print_table((heading, "Code", "For", "Prison", "Reference", "State"), rows)


def answer_found(letters: Sequence[IssuedLetter], now: datetime, **more: object) -> None:
    """Answer with letters of several batches as a JSON document, and with what else is known."""
    documents = [found_document(entry, now) for entry in letters]
    document = {"version": 1, **more, "count": len(letters), "letters": documents}
    answer_json(mark_document(document, find_handling()))


def answer_csv(
    documents: Iterable[dict[str, object]], headings: Sequence[str] = _OF_SEVERAL_BATCHES
) -> None:
    """Answer with documents of letters as a CSV table."""
    rows = ([str(each[key] or "") for key in headings] for each in documents)
    with stdout_file() as file:
        write_csv([headings, *rows], file, handling=find_handling())


def refuse_both(*, as_json: bool, as_csv: bool) -> None:
    """Refuse two forms of one answer. Raises WrongUsage."""
    if as_json and as_csv:
        raise WrongUsage(
            "--json and --csv cannot both go to standard output.", "Choose one of them."
        )


def print_table(headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows of letters or batches."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in headings:
        width = _WIDTHS.get(heading, len(heading))
        table.add_column(heading, no_wrap=heading not in _WRAP, min_width=width, overflow="fold")
    answer_table(table, rows)


def _write_day(entry: IssuedLetter) -> str:
    return f"{entry.issued_at.astimezone(clock.UK):%d-%m-%Y}"
