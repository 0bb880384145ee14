"""The help of every command: an example first, a word for each argument, its page last."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperGroup
from typer.main import get_command

from prisonmail.cli.app import COMMANDS as WORDS
from prisonmail.cli.app import PANELS, app
from prisonmail.cli.pages import PAGES, find_page
from tests.cli.test_options_named import COMMANDS, loaded
from tests.conftest import Run

ROOT = Path(__file__).parent.parent.parent
Cli = Callable[..., Run]
SHOWN = [command for command in COMMANDS if command != "prisons search"]


def test_every_command_has_a_page_and_every_page_is_there() -> None:
    assert PAGES.keys() - COMMANDS.keys() == set()
    assert WORDS.keys() - PAGES.keys() == set()
    assert {page for page in PAGES.values() if not (ROOT / page).is_file()} == set()


def test_a_page_tells_of_each_of_its_commands() -> None:
    for command, page in PAGES.items():
        text = (ROOT / page).read_text("utf-8")
        assert re.search(rf"(prisonmail |`){command}\b", text), (command, page)


@pytest.mark.parametrize("command", SHOWN)
def test_help_fits_80_columns_and_says_where_more_is(
    prisonmail: Cli, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = prisonmail(*command.split(), "--help").out
    lines = [line.strip() for line in said.split("Usage:")[1].splitlines() if line.strip()]
    assert max(map(len, said.splitlines())) <= 80
    assert next(line for line in lines[1:] if "[" not in line).startswith("Example: prisonmail")
    assert lines[-1].endswith(f"More: {find_page(command)}")


@pytest.mark.parametrize("command", SHOWN)
def test_help_says_what_each_argument_is(
    prisonmail: Cli, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    found: object = get_command(app)
    for word in command.split():
        assert isinstance(found, TyperGroup)
        found = loaded(found, word)
    arguments = [each for each in getattr(found, "params", ()) if isinstance(each, TyperArgument)]
    said = prisonmail(*command.split(), "--help").out
    for each in arguments:
        assert each.help
        assert each.help.removesuffix(".") in said


def test_the_help_of_prisons_shows_what_a_search_takes(prisonmail: Cli) -> None:
    said = prisonmail("prisons", "--help").out
    assert "prisons [OPTIONS] [WORD]... | COMMAND [ARGS]..." in said
    assert "A code, a name or part of one" in said
    assert "--json" in said
    assert "prisons search" not in said
    assert prisonmail("prisons", "leeds").exit_code == 0


def test_commands_stand_in_panels_by_job(prisonmail: Cli) -> None:
    said = prisonmail("--help").out
    places = [said.index(f"─ {panel} ─") for panel in PANELS]
    assert places == sorted(places)
    for panel, commands in PANELS.items():
        listed = said.split(f"─ {panel} ─")[1].split("╰")[0]
        assert all(f"│ {word} " in listed for word in commands)
