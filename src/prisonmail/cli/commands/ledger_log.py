"""`prisonmail ledger log`: everything that happened, event by event."""

import shutil
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Annotated

import typer

from prisonmail.cli.completion.words import offer_batches
from prisonmail.cli.options.ledger import LedgerOption, ledger_place
from prisonmail.cli.options.shared import JsonOption, parse_day
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.reports.keeping.ledger_log import Tally, cells, document
from prisonmail.reports.lines import mark_document
from prisonmail.sender.store import find_handling
from prisonmail.system.standard_output import show_controls
from prisonmail.use_cases.keeping.ledger_log import Happening, LogRequest, gather_guesses, open_log

_HEADINGS = ("When", "Code or batch", "What")
_WIDTHS = (len("21-11-2026 10:02"), len("12345-67890-1234"))
_BEFORE_LAST = sum(width + 2 for width in _WIDTHS)
_LEAST = 24
"""Columns of characters that the last cell has at least, however narrow the terminal is."""


def log(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="The first day to show, as YYYY-MM-DD."),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help="Only what happened to this code."),
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="BATCH",
            autocompletion=offer_batches,
            help="Only what happened to this batch.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Only what this person checked or did."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="NUMBER", min=1, help="Only so many of the newest."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail ledger log --since 2026-11-01**

    Shows everything that happened, the newest last: what was issued, printed, checked, cancelled
    and erased; but first, who went to batches of another. Many checks of what is no code of this
    ledger are told in one line, for somebody may be guessing. It records nothing.
    """
    day = parse_day(since, "--since") if since else None
    asked = LogRequest(day, code, batch, by, limit, exceptional_first=not as_json)
    with open_log(ledger_place(ledger), asked) as happenings:
        if as_json:
            answer_json(mark_document(document(happenings), find_handling()))
        else:
            _tell(happenings)


def _tell(happenings: Iterable[Happening]) -> None:
    tally, begun = Tally(), False
    room = max(shutil.get_terminal_size().columns - _BEFORE_LAST, _LEAST)
    for told in gather_guesses(tally.count(happenings)):
        for row in [cells(told)] if begun else [_HEADINGS, cells(told)]:
            answer("\n".join(_lay_out(row, room)))
        begun = True
    talk(tally.words())


def _lay_out(row: tuple[str, str, str], room: int) -> Iterator[str]:
    """Lay out a row as the lines of a table, with what is too long for one in those below.

    Line by line and not by Rich, which would have all rows in memory first.
    """
    when, of, what = (show_controls(cell).replace("\n", "\\u000a") for cell in row)
    begin = f"{when:<{_WIDTHS[0]}}  {of:<{_WIDTHS[1]}}  "
    for line in wrap(what, room, break_on_hyphens=False) if len(what) > room else [what]:
        yield f"{begin}{line}"
        begin = " " * _BEFORE_LAST
