"""The command that the user gave, ready to be pasted with something more."""

import shlex
from collections.abc import Iterator
from typing import Any

import typer


def command_again(context: typer.Context, *more: str, without: tuple[str, ...] = ()) -> str:
    """Write the command once more, with further options and without some of its own."""
    given = [word for words in _given(context, {*without, *more}) for word in words]
    return shlex.join([*context.command_path.split(), *given, *more])


def _given(context: typer.Context, left_out: set[str]) -> Iterator[list[str]]:
    parameters = context.command.params
    for parameter in sorted(parameters, key=lambda each: each.param_type_name != "argument"):
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is None or source.name != "COMMANDLINE":
            continue
        value = context.params[name]
        if parameter.param_type_name == "argument":
            yield [str(value)]
        elif not left_out.intersection(parameter.opts):
            yield _option(max(parameter.opts, key=len), value)


def _option(option: str, value: Any) -> list[str]:  # noqa: ANN401 - whatever an option takes
    if value is True:
        return [option]
    values = value if isinstance(value, list | tuple) else [value]
    return [word for each in values for word in (option, str(each))]
