"""Puts a mutant into the modules of this process, without importing anything again."""

import ctypes
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any

from msgspec import Struct

from tests.mutants.making import SOURCE, Mutant

_OPTIONS = ("frozen", "eq", "dict", "forbid_unknown_fields")
"""What is decided as a class is made, and cannot be changed afterwards."""


class CannotSwapError(Exception):
    """Raised for other words of an enumeration, which this process has all over its memory."""


def swap_in(mutant: Mutant) -> None:
    """Make this process behave as if a module had been loaded with a mutant's code.

    Functions keep their identity and are given other code, whoever has imported them; another value
    of a constant goes to all that have imported it. Raises whatever loading the mutant raises, and
    CannotSwapError before anything is changed.
    """
    module = sys.modules[_name(mutant.file)]
    changed = _load(module, mutant)
    if any(
        _list_words(module.__dict__.get(name)) != _list_words(changed[name]) for name in changed
    ):
        raise CannotSwapError(mutant.key)
    _forget(module)
    for name, new in changed.items():
        old = module.__dict__.get(name)
        if isinstance(old, type) and isinstance(new, type) and old.__module__ == module.__name__:
            if _is_made_otherwise(old, new):
                _replace(name, old, new)
            _take_over(old, new)
        pairs = list(_pair(old, new, module.__name__))
        for function, other in pairs:
            function.__code__ = other.__code__
            function.__defaults__ = other.__defaults__
            function.__kwdefaults__ = other.__kwdefaults__
        if not pairs and not name.startswith("__") and not isinstance(new, ModuleType | type):
            _replace(name, old, new)


def _name(file: str) -> str:
    return f"prisonmail.{file.removesuffix('.py').replace('/', '.')}"


def _load(module: ModuleType, mutant: Mutant) -> dict[str, Any]:
    other = ModuleType(module.__name__)
    other.__file__ = module.__file__
    sys.modules[module.__name__] = other  # dataclasses look for their module there
    try:
        exec(compile(mutant.code, str(SOURCE / mutant.file), "exec"), other.__dict__)  # noqa: S102
    finally:
        sys.modules[module.__name__] = module
    return other.__dict__


def _list_words(value: Any) -> list[object]:
    if isinstance(value, type) and issubclass(value, Enum):
        return [member.value for member in value]
    return []


def _pair(old: Any, new: Any, module: str) -> Iterator[tuple[FunctionType, FunctionType]]:
    """Yield the functions of a module, its classes and decorators, each with its new form."""
    for one, other in zip(_unwrap(old), _unwrap(new), strict=False):
        if isinstance(one, FunctionType) and isinstance(other, FunctionType):
            if one.__code__.co_freevars == other.__code__.co_freevars and one.__module__ == module:
                yield one, other
        elif isinstance(one, type) and isinstance(other, type) and one.__module__ == module:
            for name, value in other.__dict__.items():
                if name in one.__dict__:
                    yield from _pair(one.__dict__[name], value, module)


def _is_made_otherwise(old: type, new: type) -> bool:
    """Return whether a class has other options, as not to be frozen: they cannot be changed."""
    if not (issubclass(old, Struct) and issubclass(new, Struct)):
        return False
    one, other = old.__struct_config__, new.__struct_config__
    return any(getattr(one, each) != getattr(other, each) for each in _OPTIONS)


def _take_over(old: type, new: type) -> None:
    """Give a class the attributes of its new form, and its records the defaults."""
    for name, value in vars(new).items():
        known = name in vars(old) and not name.startswith("_") and not issubclass(old, Enum)
        if known and isinstance(value, str | int | float | tuple | None):
            setattr(old, name, value)
    if issubclass(old, tuple) and hasattr(old, "_field_defaults"):
        old.__new__.__defaults__ = new.__new__.__defaults__
    if issubclass(old, Struct) and issubclass(new, Struct):
        _overwrite(old.__struct_defaults__, new.__struct_defaults__)


def _overwrite(old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    """Put other values into a tuple: msgspec keeps the defaults of a class in one, for good."""
    assert len(old) == len(new)
    places = (ctypes.py_object * len(old)).from_address(id(old) + tuple.__basicsize__)
    for at, value in enumerate(new):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))
        places[at] = value


def _unwrap(value: Any) -> Iterator[Any]:
    """Yield what is decorated, from the outermost to the innermost."""
    if isinstance(value, staticmethod | classmethod):
        value = value.__func__
    elif isinstance(value, property):
        value = value.fget
    elif isinstance(value, cached_property):
        value = value.func
    yield value
    while hasattr(value, "__wrapped__"):
        value = value.__wrapped__
        yield value


def _forget(module: ModuleType) -> None:
    for value in module.__dict__.values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _replace(name: str, old: Any, new: Any) -> None:
    for module in list(sys.modules.values()):
        if name in getattr(module, "__dict__", {}) and module.__dict__[name] is old:
            module.__dict__[name] = new
