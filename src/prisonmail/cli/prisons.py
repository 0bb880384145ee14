"""`prisonmail prisons`: the directory of prisons."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from prisonmail.cli.options import JsonOption
from prisonmail.cli.terminal import answer, answer_json, counted, talk
from prisonmail.errors import ExitCode, InputMissing

if TYPE_CHECKING:
    from prisonmail.prisons.prison import Prison


class _QueryOrCommand(TyperGroup):
    """Lets `prisons leeds` be a search, though `prisons show LEI` is a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as in Typer
        """Take words that begin with no command as the query of `search`."""
        if not args or args[0] not in (*self.commands, "-h", "--help"):
            args = ["search", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_QueryOrCommand, no_args_is_help=False)


@app.callback(invoke_without_command=False)
def _prisons() -> None:
    """Example: **prisonmail prisons leeds**

    Finds prisons by code, name, town or postcode; without words it lists all of them.
    """


@app.command("search", hidden=True)
def search(
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]")] = None,
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail prisons leeds**

    Finds prisons by code, name, town or postcode; without words it lists all of them.
    """
    from prisonmail.prisons.reading import packaged_directory

    words = " ".join(query or [])
    directory = packaged_directory()
    found = directory.containing(words)
    if as_json:
        answer_json({"version": 1, "prisons": [_document(prison) for prison in found]})
    elif found:
        _show_table(found)
        talk(f"{counted(len(found), 'prison')}, as in the register on {directory.as_of:%d-%m-%Y}.")
    else:
        talk(f"No prison has “{words}” in its code, name, town or postcode.")
    raise typer.Exit(ExitCode.DONE if found else ExitCode.NO)


@app.command("show", short_help="Show one prison as it is printed.")
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The prison's code, such as LEI.")],
    as_json: JsonOption = False,
) -> None:
    """Example: **prisonmail prisons show LEI**

    Shows one prison as it is printed on letters.
    """
    from prisonmail import clock
    from prisonmail.prisons.reading import packaged_directory

    prison = packaged_directory().by_code(code)
    if prison is None:
        raise InputMissing(
            f"There is no prison with the code {code}.", "Find it with: prisonmail prisons NAME"
        )
    if as_json:
        answer_json({"version": 1, **_document(prison)})
        return
    answer("\n".join((prison.name, *prison.address)))
    state = "" if prison.active else "It is not open according to the register. "
    talk(f"\n{state}Code {prison.code}, as in the register on {clock.long_date(prison.as_of)}.")


def _document(prison: "Prison") -> dict[str, object]:
    return {
        "code": prison.code,
        "name": prison.name,
        "address": list(prison.address),
        "postcode": prison.postcode,
        "welsh_name": prison.welsh_name or None,
        "open": prison.active,
        "as_of": prison.as_of.isoformat(),
    }


def _show_table(found: "tuple[Prison, ...]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("Code", "Prison", "Town", "Postcode", box=box.SIMPLE_HEAD, pad_edge=False)
    for prison in found:
        name = prison.name if prison.active else f"{prison.name} (not open)"
        table.add_row(prison.code, name, prison.town, prison.postcode)
    Console().print(table)
