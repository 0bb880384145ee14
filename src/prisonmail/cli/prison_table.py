"""Presents prisons as a table: with lines on a terminal, plain if it goes to a file."""

import sys
from datetime import date

from prisonmail.cli.terminal import answer
from prisonmail.prisons.ages import how_old
from prisonmail.prisons.prison import Prison
from prisonmail.prisons.search import PrisonSearch
from prisonmail.reports.prisons import OWN

_HEADINGS = ("Code", "Prison", "Town", "Postcode", "As of", "Age")
_WIDEST = 500
"""Columns of a table that goes to a file: wide enough that no line is ever folded."""


def show_table(search: PrisonSearch, today: date) -> None:
    """Print the prisons that were found."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    on_terminal = sys.stdout.isatty()
    table = Table(
        *_HEADINGS,
        box=box.SIMPLE_HEAD if on_terminal else None,
        padding=(0, 1 if on_terminal else 2, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for prison in search.prisons:
        name = f"{prison.name} (not open)" if prison.code in search.closed else prison.name
        day = f"{prison.as_of:%d-%m-%Y}"
        age = _age(prison, today)
        table.add_row(prison.code, name, prison.town, prison.postcode, day, age)
    console = Console(width=None if on_terminal else _WIDEST, highlight=False)
    with console.capture() as printed:
        console.print(table)
    answer("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _age(prison: Prison, today: date) -> str:
    own = f" {OWN}" if prison.imported else ""
    return f"{how_old(prison.as_of, today)}{own}"
