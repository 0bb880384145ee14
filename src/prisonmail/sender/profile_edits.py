r"""Changes of a profile's own file, which leave everything else in it as it was.

>>> text = "role = 'clerk'  # since May\n\n[defaults]\nsplit = 200\n"
>>> print(edit(text, {"role": "solicitor", "defaults.split": None}))
role = "solicitor"  # since May
<BLANKLINE>
[defaults]
<BLANKLINE>
"""

import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.toml_document import TOMLDocument


class UneditableError(Exception):
    """Raised for a file that is written in a way that cannot be changed without harm."""


def edit(text: str, changes: Mapping[str, object]) -> str:
    """Return the text of a profile with some entries set, or taken out if they are None.

    An entry in a table is named with dots, as `signatories.jb.role`. Raises KeyError for one that
    is to be taken out and is not there, TypeError for one in what is no table, and UneditableError.
    """
    document = tomlkit.parse(text)
    for name, value in changes.items():
        *tables, last = name.split(".")
        table = _find_table(document, tables, make=value is not None)
        if value is None:
            del table[last]
        else:
            table[last] = value
    edited = tomlkit.dumps(document)
    if _drop_empty(tomllib.loads(edited)) != _drop_empty(_apply(tomllib.loads(text), changes)):
        raise UneditableError  # tomlkit puts dotted keys into the table above them
    return edited


def read_values(text: str) -> Iterator[object]:
    """Read a value as it is typed in every way that TOML knows, the likeliest first.

    >>> list(read_values("14")), list(read_values("1.5,-2"))
    ([14, '14', [14]], ['1.5,-2', [1.5, -2]])
    """
    yield from _parse(text)
    yield text
    yield from _parse(f"[{text}]")


def _parse(text: str) -> Iterator[object]:
    try:
        read: dict[str, Any] = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return
    if read.keys() == {"value"}:  # and not lines of its own
        yield read["value"]


def _find_table(document: TOMLDocument, names: list[str], *, make: bool) -> Any:  # noqa: ANN401
    table: Any = document  # of a table of one kind or another
    for number, name in enumerate(names, start=1):
        if name not in table and make:
            table[name] = tomlkit.table(is_super_table=number < len(names))
        table = table[name]
        if not isinstance(table, MutableMapping):
            raise TypeError(f"{name} is no table")
    return table


def _apply(entries: dict[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    for name, value in changes.items():
        *tables, last = name.split(".")
        table = entries
        for each in tables:
            table = table.setdefault(each, {})
        table[last] = value
    return entries


def _drop_empty(entries: dict[str, Any]) -> dict[str, Any]:
    """Return entries without those that are None, and without tables in which there is nothing."""
    kept = {
        key: _drop_empty(each) if isinstance(each, dict) else each for key, each in entries.items()
    }
    return {key: each for key, each in kept.items() if each not in (None, {})}
