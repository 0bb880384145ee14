"""The page of the JSON documents: fields and an example of each, as the commands answer them."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from docs.making.json_runs import run_all
from docs.making.words import read_words


def make_json_page() -> Iterator[tuple[str, str]]:
    """Make the page: a heading for each command, in the order of the runs."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for line, document in run_all():
        title = "A run that cannot go on" if "error" in document else _name(line)
        found.setdefault(title, []).append((line, document))
    failed = found.pop("A run that cannot go on")
    sections = [_section(title, runs) for title, runs in [*found.items(), ("error", failed)]]
    yield "json.md", "\n".join([read_words("pages")["json"], *sections])


def _name(line: str) -> str:
    """Return the words that name a command.

    >>> _name("batches show BATCH --json"), _name("verify CODE --json")
    ('batches show', 'verify')
    """
    words = shlex.split(line)
    groups = "batches codes desk home key ledger people prisons profile senders tokens".split()
    plain = words[0] in groups and words[1][:1].islower()
    return " ".join(words[: 1 + plain])


def _section(title: str, runs: list[tuple[str, dict[str, Any]]]) -> str:
    fields: dict[str, set[str]] = {}
    for _, document in runs:
        _collect(document, "", fields)
    line, example = runs[0]
    called = "A run that cannot go on" if title == "error" else f"`{title}`"
    lines = [f"## {called}", "", "| field | is | means |", "|---|---|---|"]
    lines += [f"| `{path}` | {_kind(kinds)} | {_said(path)} |" for path, kinds in fields.items()]
    shown = json.dumps(_shorten(example), ensure_ascii=False, indent=2)
    return "\n".join([*lines, "", f"`prisonmail {line}`", "", "```json", shown, "```", ""])


def _collect(value: Any, path: str, fields: dict[str, set[str]]) -> None:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        for name, inner in value.items():
            key = "FIELD" if path == "mapping" else name
            here = f"{path}.{key}" if path else key
            fields.setdefault(here, set()).add(_type(inner))
            _collect(inner, here, fields)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, f"{path}[]", fields)


def _type(value: Any) -> str:  # noqa: ANN401 - JSON
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case _:
            return "object"


def _kind(kinds: set[str]) -> str:
    return ", ".join([*sorted(kinds - {"null"}), *(kinds & {"null"})])


def _said(path: str) -> str:
    words, last = read_words("json"), path.split(".")[-1]
    return words.get(path) or words.get(last, "")


def _shorten(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Keep the first of a long list of objects, and say that there are more."""
    if isinstance(value, Mapping):
        return {key: _shorten(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return [_shorten(value[0]), *(["…"] if value[1:] else [])]
    return value
