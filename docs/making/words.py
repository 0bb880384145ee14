"""Words for names of the code that the code itself does not explain."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def read_words(table: str) -> dict[str, str]:
    """Return the words of one table of words.toml, by name."""
    words: dict[str, str] = _read()[table]
    return words


def read_tables(table: str) -> dict[str, dict[str, str]]:
    """Return the tables within one table of words.toml."""
    tables: dict[str, dict[str, str]] = _read()[table]
    return tables


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
