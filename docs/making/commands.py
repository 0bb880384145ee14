"""Pages of the commands, from what the program itself knows of them: what `--help` shows."""

import re
from collections.abc import Iterator
from typing import Any

from prisonmail.cli.app import COMMANDS, PANELS, load_command

_EXAMPLE = re.compile(r"Example: \*\*(.+?)\*\*\s*", re.DOTALL)


def make_command_pages() -> Iterator[tuple[str, str]]:
    """Make the page of each command, and the one that lists them."""
    yield "commands/index.md", _index()
    for word in COMMANDS:
        yield f"commands/{word}.md", "\n".join(_page(word)) + "\n"


def walk_commands(word: str) -> Iterator[tuple[str, Any]]:
    """Return a command and those within it, each with the words that name it."""
    yield from _walk(word, load_command(word))


def list_answering_json(word: str) -> list[str]:
    """Return the command, and those within it, that answer with a document if asked."""
    return [
        name
        for name, command in walk_commands(word)
        if any("--json" in each.opts for each in command.params)
    ]


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - of Typer's click
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from _walk(f"{name} {word}", inner)


def _index() -> str:
    lines = ["# Commands", "", "`prisonmail COMMAND --help` shows the same in a terminal.", ""]
    for panel, commands in PANELS.items():
        lines += [f"## {panel}", "", "| command | what it does |", "|---|---|"]
        lines += [f"| [`{word}`]({word}.md) | {said} |" for word, said in commands.items()] + [""]
    return "\n".join(lines)


def _page(word: str) -> Iterator[str]:
    for name, command in walk_commands(word):
        level = "#" if name == word else "##"
        yield f"{level} prisonmail {name}"
        yield ""
        yield from _describe(name, command)


def _describe(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    text = command.help or ""
    example = _EXAMPLE.match(text)
    yield _EXAMPLE.sub("", text).strip().replace("\n", " ").replace("  ", "\n\n")
    yield ""
    yield "```text"
    yield _usage(name, command)
    yield "```"
    yield ""
    if example:
        said = " ".join(example[1].split())
        yield f"Example: `{said}`"
        yield ""
    yield from _options(command)


def _usage(name: str, command: Any) -> str:  # noqa: ANN401 - as above
    words = [f"prisonmail {name}"]
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    if any(each.param_type_name == "option" for each in shown):
        words.append("[OPTIONS]")
    words += [_argument(each) for each in shown if each.param_type_name == "argument"]
    if getattr(command, "commands", None):
        words.append("COMMAND …")
    return " ".join(words)


def _argument(argument: Any) -> str:  # noqa: ANN401 - as above
    named = argument.metavar or argument.name.upper()
    more = " …" if argument.nargs == -1 and not named.endswith("…") else ""
    return f"{named}{more}" if argument.required or named[:1] == "[" else f"[{named}]{more}"


def _options(command: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    if not shown:
        return
    panels = dict.fromkeys(getattr(each, "rich_help_panel", None) for each in shown)
    for panel in panels:
        yield f"| {panel or 'option'} | what it does |"
        yield "|---|---|"
        for each in shown:
            if getattr(each, "rich_help_panel", None) == panel:
                yield f"| {_named(each)} | {_said(each)} |"
        yield ""


def _named(parameter: Any) -> str:  # noqa: ANN401 - as above
    if parameter.param_type_name == "argument":
        return f"`{_cell(parameter.metavar or parameter.name.upper())}`"
    forms = ", ".join(f"`{each}`" for each in (*parameter.opts, *parameter.secondary_opts))
    if parameter.is_flag:
        return forms
    choices = getattr(parameter.type, "choices", None)
    value = "|".join(map(str, choices)) if choices else parameter.metavar
    return f"{forms} `{_cell(value or parameter.type.name.upper())}`"


def _said(parameter: Any) -> str:  # noqa: ANN401 - as above
    said = _cell(" ".join((parameter.help or "").split()))
    if parameter.param_type_name == "argument":
        return said
    notes = []
    if parameter.required:
        notes.append("needed")
    if parameter.multiple:
        notes.append("may be given several times")
    if parameter.envvar:
        notes.append(f"else `{parameter.envvar}`")
    return f"{said} *({'; '.join(notes)})*" if notes else said


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
