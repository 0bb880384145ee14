"""Every option that a message names is one that the command at hand really has."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

import prisonmail
from prisonmail.cli.app import app

SOURCE = Path(prisonmail.__file__).parent
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]\b")
COMMAND = re.compile(r"prisonmail((?: [^\s.,;:)]+)+)")


def commands_of(group: object, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Return each command's words and its options."""
    parameters = getattr(group, "params", [])
    yield path, frozenset(words_of(parameters)) | {"--help"}
    if isinstance(group, TyperGroup):
        for name in group.commands:
            yield from commands_of(loaded(group, name), f"{path} {name}".strip())


def words_of(parameters: Iterable[Any]) -> Iterator[str]:
    """Return all words of options, those that turn one off too."""
    return (word for each in parameters for word in (*each.opts, *each.secondary_opts))


def loaded(group: TyperGroup, name: str) -> object:
    """Load a command as a command line does."""
    context = group.make_context(None, [name], resilient_parsing=True)
    return group.resolve_command(context, [name])[1]


COMMANDS = dict(commands_of(get_command(app)))
WITH_LEDGER = [name for name, options in COMMANDS.items() if "--ledger" in options]
WITH_FORCE = [name for name, options in COMMANDS.items() if "--force" in options]
WITH_STORAGE = [name for name, options in COMMANDS.items() if "--strict-storage" in options]
ROWS, LISTS = ["generate"], ["generate", "mapping"]
EXCEPTIONAL = [
    *("batches", "batches show", "cancel", "codes show", "find", "reissue", "reprint"),
]
SHOWN_BY = {
    "web/ministry/json_web_tokens.py": ["serve"],
    "use_cases/after_issue/access.py": EXCEPTIONAL,
    "reports/telling/notices.py": ["notify"],
    "use_cases/after_issue/cancel.py": ["cancel"],
    "use_cases/after_issue/repeated_order.py": [*ROWS, "letter"],
    "use_cases/before_issue/earlier_letters.py": [*ROWS, "letter", "reissue"],
    "cli/options/lists.py": ROWS,
    "cli/options/outputs.py": ROWS,
    "recipients/fields/barcode.py": ROWS,
    "cli/options/paper.py": ROWS,
    "cli/options/problems.py": ROWS,
    "cli/options/profile.py": ["profile init"],
    "reports/list_reading.py": ROWS,
    "cli/views/problems.py": ROWS,
    "cli/views/run.py": ROWS,
    "use_cases/health_checks/doctor.py": ["doctor"],
    "use_cases/before_issue/draft_checks.py": ROWS,
    "use_cases/before_issue/drafting.py": ROWS,
    "use_cases/generate.py": ROWS,
    "use_cases/keeping/ledger_log.py": ["ledger log"],
    "use_cases/keeping/ledger_encryption.py": ["ledger rekey", "ledger key import"],
    "use_cases/senders/proving.py": ["profile confirm"],
    "use_cases/keeping/home_copies.py": ["home restore"],
    "ledger/accountability/erasing.py": ["purge"],
    "ledger/desk/received_dockets.py": ["purge", "desk purge"],
    "reports/desk/receipts.py": ["desk trust"],
    "use_cases/desk/reporting.py": ["ledger learn"],
    "use_cases/accountability/ledger_report.py": ["ledger report"],
    "use_cases/accountability/one_person.py": ["people erase", "people export"],
    "ledger/chain/watch.py": ["ledger accept-head"],
    "ledger/database/postgres.py": WITH_LEDGER,
    "ledger/database/postgres_words.py": WITH_LEDGER,
    "ledger/database/schema.py": WITH_LEDGER,
    "ledger/database/sqlite_errors.py": WITH_LEDGER,
    "ledger/database/sqlite_file.py": WITH_LEDGER,
    "prisons/matching/outcomes.py": ROWS,
    "problems/explanations.toml": ROWS,
    "system/output_files.py": WITH_FORCE,
    "web/settings.py": ["serve"],
    "web/serving.py": ["serve"],
    "recipients/check_list.py": ROWS,
    "recipients/duplicates.py": ROWS,
    "recipients/fields/custody.py": ROWS,
    "recipients/fields/dates.py": LISTS,
    "recipients/fields/name_parts.py": ROWS,
    "recipients/file/encodings.py": LISTS,
    "recipients/columns/mapping.py": ROWS,
    "recipients/columns/name_columns.py": ROWS,
    "recipients/columns/second_sets.py": ROWS,
    "recipients/options.py": ROWS,
    "recipients/table.py": LISTS,
    "recipients/whole_list.py": LISTS,
    "recipients/file/workbook.py": LISTS,
    "reports/keeping/homes.py": ["home restore"],
    "reports/letters.py": EXCEPTIONAL,
    "reports/runs.py": ROWS,
    "sheets/labels.py": [*ROWS, "reprint"],
    "sender/profile_layers.py": ["profile init", "profile check", "profile set", "generate"],
    "sender/store.py": ["profile init"],
    "use_cases/before_issue/paper_choice.py": ROWS,
    "use_cases/outputs.py": [*ROWS, "reprint"],
    "use_cases/after_issue/reprint.py": ["reprint"],
    "use_cases/storage_care.py": WITH_STORAGE,
    "web/pages/lists/page_words.py": ROWS,
    "use_cases/health_checks/storage_health.py": ["doctor"],
    "cli/options/retired.py": [*ROWS, "reprint"],
}
"""The commands that show what a file says, each of which has to have every option in it."""


def texts_in(path: Path) -> Iterator[str]:
    """Return the texts of a file that are not notes for its readers, f-strings as one."""
    if path.suffix == ".toml":
        pages = tomllib.loads(path.read_text("utf-8"))
        yield from (text for page in pages.values() for text in page.values())
        return
    tree = ast.parse(path.read_text("utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    yield from (
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values)
        for text in joined
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not {id(node)} & (notes | inside):
            yield str(node.value)


def named(words: list[str]) -> str:
    """Find the longest command that words begin with."""
    sizes = range(len(words), 0, -1)
    return next((" ".join(words[:n]) for n in sizes if " ".join(words[:n]) in COMMANDS), "")


FILES = sorted(
    path.relative_to(SOURCE).as_posix()
    for path in SOURCE.rglob("*")
    if path.suffix in (".py", ".toml") and "--" in path.read_text("utf-8")
)


@pytest.mark.parametrize("file", FILES)
def test_every_command_named_in_a_message_has_the_options_named_with_it(file: str) -> None:
    for text in texts_in(SOURCE / file):
        for found in COMMAND.finditer(text):
            command = named(found[1].split())
            assert not command or set(OPTION.findall(found[1])) <= COMMANDS[command], text


@pytest.mark.parametrize("file", FILES)
def test_every_command_that_shows_a_message_has_the_options_named_in_it(file: str) -> None:
    shown_by = [COMMANDS[command] for command in SHOWN_BY.get(file, ())]
    if not shown_by:
        assert file.startswith("cli/") or not list(bare_options(file))
        shown_by = [frozenset().union(*(COMMANDS[each] for each in own_commands(file)))]
    for option, text in bare_options(file):
        assert all(option in options for options in shown_by), (option, text)


def bare_options(file: str) -> Iterator[tuple[str, str]]:
    """Return the options that are named without their command, with the text."""
    for text in texts_in(SOURCE / file):
        yield from ((option, text) for option in OPTION.findall(COMMAND.sub("", text)))


def own_commands(file: str) -> list[str]:
    """Return the commands that a file of `cli` is about, or all where it serves several."""
    name = Path(file).stem.split("_")[0]
    return [each for each in COMMANDS if each.split()[:1] == [name]] or list(COMMANDS)


def test_docstrings_that_are_help_name_commands_as_they_are() -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, options in COMMANDS.items():
        command: object = group
        for word in name.split():
            assert isinstance(command, TyperGroup)
            command = loaded(command, word)
        help_text = (getattr(command, "help", None) or "").replace("**", "")
        for found in COMMAND.finditer(help_text):
            assert set(OPTION.findall(found[1])) <= COMMANDS[named(found[1].split())], help_text
        for option in OPTION.findall(COMMAND.sub("", help_text)):
            assert option in options, help_text
