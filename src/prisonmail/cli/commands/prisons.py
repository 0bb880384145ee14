"""`prisonmail prisons`: the directory of prisons."""

import sys
from copy import copy
from datetime import date
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from prisonmail.cli.commands import prison_import
from prisonmail.cli.completion.words import offer_prisons, offer_search
from prisonmail.cli.options.shared import JsonOption
from prisonmail.cli.terminal import answer, answer_json, talk
from prisonmail.cli.views.tables import answer_table
from prisonmail.errors import ExitCode, InputMissing, WrongUsage
from prisonmail.prisons.matching.matcher import match
from prisonmail.prisons.matching.outcomes import Closed, Found, describe
from prisonmail.prisons.prison import Prison, describe_age
from prisonmail.prisons.search import PrisonSearch, search_prisons
from prisonmail.prisons.store import load_directory
from prisonmail.reports.prisons import (
    OWN,
    prison_document,
    prison_words,
    search_document,
    search_words,
)
from prisonmail.system import clock

_HEADINGS = ("Code", "Prison", "Town", "Postcode", "As of", "Age")
_WIDEST = 500
"""Columns of a table that goes to a file: wide enough that no line is ever folded."""


class _QueryOrCommand(TyperGroup):
    """Lets `prisons leeds` be a search, though `prisons show LEI` is a command.

    Its help shows what a search takes beside the commands.
    """

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as in Typer
        """Write the help of the group as if it took what `search` takes."""
        shown = copy(self)
        shown.params = [*self.commands["search"].params, *self.params]
        shown.subcommand_metavar = "| COMMAND [ARGS]..."
        super(_QueryOrCommand, shown).format_help(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as in Typer
        """Take words that begin with no command as the query of `search`."""
        if not args or args[0] not in (*self.commands, "-h", "--help"):
            args = ["search", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_QueryOrCommand, no_args_is_help=False)


@app.callback(invoke_without_command=False)
def _prisons() -> None:
    """Example: **prisonmail prisons leeds**

    Finds prisons by code, name, other name, town or postcode; without words it lists all of
    them. A prison that has closed is said to be.
    """


@app.command("search", hidden=True)
def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            autocompletion=offer_search,
            help="A code, a name or part of one, a town or a postcode.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail prisons leeds**

    Finds prisons by code, name, other name, town or postcode; without words it lists all of
    them. A prison that has closed is said to be.
    """
    found = search_prisons(" ".join(query or []), load_directory())
    today = clock.uk_date(clock.now())
    if as_json:
        answer_json(search_document(found, today))
    else:
        if found.prisons:
            _show_table(found, today)
        for line in search_words(found, today):
            talk(line)
    raise typer.Exit(ExitCode.DONE if found.prisons else ExitCode.NO)


@app.command("show", short_help="Show one prison as it is printed.")
def show(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            autocompletion=offer_prisons,
            help="The prison's code, such as LEI, or its name.",
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail prisons show LEI**

    Shows one prison as it is printed on letters.
    """
    today = clock.uk_date(clock.now())
    directory = load_directory()
    said = match(code, directory)
    prison = directory.find_by_code(code) or (said.prison if isinstance(said, Found) else None)
    if prison is None:
        raise InputMissing(describe(code, said).answer, "Find a code with: prisonmail prisons NAME")
    if as_json:
        open_ = not isinstance(said, Closed)
        answer_json({"version": 1, **prison_document(prison, today, takes_letters=open_)})
        return
    answer("\n".join((prison.name, *prison.address)))
    for line in prison_words(prison, said, today):
        talk(line)


@app.command("import", short_help="Take a newer register as your own.")
def import_(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A CSV file with the headings of the packaged register, or the prison register's "
            "JSON; - reads standard input.",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the changes without asking.")
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Drop your own entries: the packaged ones are in use again."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail prisons import prisons.json**

    Takes a newer register of prisons as your own. What would change is shown first, and on a
    terminal you are asked; elsewhere nothing is taken without --yes, and the exit code is 1.
    Prisons that the file leaves out stay as they are.
    """
    if (file is None) != forget:
        raise WrongUsage("Give either a FILE to import or --forget.")
    if file is None:
        raise typer.Exit(prison_import.forget(yes=yes, as_json=as_json))
    raise typer.Exit(prison_import.run(file, yes=yes, as_json=as_json))


def _show_table(search: PrisonSearch, today: date) -> None:
    """Print prisons: with lines on a terminal, plain if they go to a file."""
    from rich import box
    from rich.table import Table

    on_terminal = sys.stdout.isatty()
    table = Table(
        *_HEADINGS,
        box=box.SIMPLE_HEAD if on_terminal else None,
        padding=(0, 1 if on_terminal else 2, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    rows = (_row(prison, prison.code in search.closed, today) for prison in search.prisons)
    answer_table(table, rows, columns=None if on_terminal else _WIDEST)


def _row(prison: Prison, closed: bool, today: date) -> tuple[str, ...]:
    name = f"{prison.name} (not open)" if closed else prison.name
    day = f"{prison.as_of:%d-%m-%Y}"
    return (prison.code, name, prison.town, prison.postcode, day, _age(prison, today))


def _age(prison: Prison, today: date) -> str:
    own = f" {OWN}" if prison.imported else ""
    return f"{describe_age(prison.as_of, today)}{own}"
