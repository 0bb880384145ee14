"""Tables on a terminal, their cells made harmless for it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from prisonmail.cli.terminal import answer_painted
from prisonmail.system.standard_output import arriving, show_controls

if TYPE_CHECKING:
    from rich.table import Table


def answer_table(
    table: "Table", rows: Iterable[Sequence[str]], *, columns: int | None = None
) -> None:
    """Print a table with rows; None takes as many columns of characters as the terminal has.

    A cell is text: what looks like Rich's markup in it, as `[1]`, is no markup.
    """
    from rich.console import Console
    from rich.text import Text

    for row in rows:
        table.add_row(*(Text(show_controls(cell).replace("\n", "\\u000a")) for cell in row))
    console = Console(width=columns, highlight=False)
    with arriving(flush=False), console.capture() as printed:
        console.print(table)
    answer_painted("\n".join(line.rstrip() for line in printed.get().splitlines()))
