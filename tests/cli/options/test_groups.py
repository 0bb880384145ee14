from typing import Annotated

import typer
from typer.testing import CliRunner

from prisonmail.cli.options.groups import expand_groups
from prisonmail.system.record import Record


class Common(Record, frozen=True):
    """Options that several commands have."""

    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False


class More(Common, frozen=True):
    """Options that build on others."""

    name: Annotated[str, typer.Option(help="A name.")] = "none"


def test_the_fields_of_a_group_are_options_of_the_command() -> None:
    app = typer.Typer()

    @app.command()
    @expand_groups
    def show(what: str, more: More, last: int = 1) -> None:
        """Shows something."""
        print(what, more, last)

    run = CliRunner().invoke(app, ["it", "--name", "x", "--quiet", "--last", "2"])
    assert run.output == "it More(quiet=True, name='x') 2\n"
    assert CliRunner().invoke(app, ["it"]).output == "it More(quiet=False, name='none') 1\n"
    assert "Say nothing." in CliRunner().invoke(app, ["--help"]).output
