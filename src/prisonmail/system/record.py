"""Records: values that belong together, as classes that cost little to define and to make.

What is known of a person is withheld: no log, traceback or message can show it by accident.

>>> class Place(Record, frozen=True):
...     withheld: ClassVar = ("street",)
...     town: str
...     street: str = ""
>>> Place("LEEDS", "The Headrow"), replace(Place("LEEDS"), town="HULL").town
(Place(town='LEEDS'), 'HULL')
>>> Place("LEEDS").town = "HULL"
Traceback (most recent call last):
AttributeError: immutable type: 'Place'
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar


@contextmanager
def _without_extensions() -> Iterator[None]:
    """Hide typing_extensions, which takes longer to load than the rest of a library."""
    loaded = sys.modules
    if "typing_extensions" in loaded:
        yield
        return
    loaded["typing_extensions"] = None  # type: ignore[assignment]
    yield
    del loaded["typing_extensions"]


with _without_extensions():  # all that it takes from there Python has by now
    from msgspec import Struct, ValidationError, convert, field, to_builtins
    from msgspec.json import decode, encode
    from msgspec.json import format as indent_json
    from msgspec.structs import asdict, replace

__all__ = [
    "Record",
    "Workpiece",
    "asdict",
    "field",
    "fill",
    "fill_json",
    "lay_out_json",
    "read_defaults",
    "replace",
    "to_builtins",
]
Kind = TypeVar("Kind", bound=Struct)


class _Described:
    __slots__ = ()
    withheld: ClassVar[tuple[str, ...]] = ()
    """The fields that `repr` leaves out."""

    def __repr__(self) -> str:
        """Name the class and what is not withheld."""
        fields: tuple[str, ...] = self.__struct_fields__  # type: ignore[attr-defined]
        shown = [f"{name}={getattr(self, name)!r}" for name in fields if name not in self.withheld]
        return f"{type(self).__name__}({', '.join(shown)})"


class Workpiece(_Described, Struct):
    """Values that change while something is worked out."""


class Record(_Described, Struct, frozen=True):
    """Values that stay as they are."""


def fill(kind: type[Kind], values: object) -> Kind:
    """Make a record, and those within it, of plain values as JSON has them.

    Raises ValueError if their types are not those of the record.
    """
    try:
        return convert(values, kind)
    except ValidationError as error:
        raise ValueError(str(error)) from None


def fill_json(kind: type[Kind], text: bytes) -> Kind:
    """Make a record, and those within it, of JSON that a stranger may have written.

    Nothing is built that is not of the record's types. Raises ValueError.
    """
    try:
        return decode(text, type=kind)
    except UnicodeDecodeError:
        raise ValueError("it is not in UTF-8") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def lay_out_json(value: object, indent: int | None = None) -> str:
    """Write plain values as JSON, in one line unless there is an indent.

    It is what `json.dumps` writes, in a tenth of the time.

    >>> lay_out_json({"towns": ["LEEDS", "HULL"], "size": None})
    '{"towns": ["LEEDS", "HULL"], "size": null}'
    """
    try:
        return indent_json(encode(value), indent=indent or 0).decode()
    except (TypeError, UnicodeEncodeError):  # what only Python takes, such as half a character
        return json.dumps(value, ensure_ascii=False, indent=indent)


def read_defaults(kind: type[Record]) -> dict[str, Any]:
    """Return the default of each field of a record whose fields all have one."""
    return dict(zip(kind.__struct_fields__, kind.__struct_defaults__, strict=True))
