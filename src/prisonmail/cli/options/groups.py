"""Groups of options: a command takes one record, and the command line shows its fields."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from inspect import Parameter
from typing import Any, cast, get_type_hints


def expand_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command have parameters that are dataclasses of annotated options."""
    signature = inspect.signature(command, eval_str=True)
    groups = {
        name: cast("type[Any]", parameter.annotation)
        for name, parameter in signature.parameters.items()
        if is_dataclass(parameter.annotation)
    }

    @functools.wraps(command)
    def with_groups(**given: Any) -> None:  # noqa: ANN401 - whatever the options take
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    shown = [each for parameter in signature.parameters.values() for each in _shown(parameter)]
    with_groups.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
    return with_groups


def _shown(parameter: Parameter) -> list[Parameter]:
    if not is_dataclass(parameter.annotation):
        return [parameter.replace(kind=Parameter.KEYWORD_ONLY)]
    types = get_type_hints(parameter.annotation, include_extras=True)
    return [
        Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=types[field.name]
        )
        for field in fields(parameter.annotation)
    ]
