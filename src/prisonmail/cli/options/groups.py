"""Groups of options: a command takes one record, and the command line shows its fields."""

import functools
import inspect
from collections.abc import Callable
from inspect import Parameter
from typing import Any, cast, get_type_hints

from prisonmail.system.record import Record, read_defaults


def expand_groups(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command have parameters that are records of annotated options."""
    signature = inspect.signature(command, eval_str=True)
    groups = {
        name: cast("type[Record]", parameter.annotation)
        for name, parameter in signature.parameters.items()
        if _is_group(parameter.annotation)
    }

    @functools.wraps(command)
    def with_groups(**given: Any) -> None:  # noqa: ANN401 - whatever the options take
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in read_defaults(group)})
        command(**given)

    shown = [each for parameter in signature.parameters.values() for each in _shown(parameter)]
    with_groups.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
    return with_groups


def _shown(parameter: Parameter) -> list[Parameter]:
    if not _is_group(parameter.annotation):
        return [parameter.replace(kind=Parameter.KEYWORD_ONLY)]
    types = get_type_hints(parameter.annotation, include_extras=True)
    return [
        Parameter(field, Parameter.KEYWORD_ONLY, default=default, annotation=types[field])
        for field, default in read_defaults(parameter.annotation).items()
    ]


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)
