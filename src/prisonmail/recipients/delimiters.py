r"""Delimiters: what stands between the cells of a list.

>>> delimiter_of(["Name;Prison;DOB\n", "Oddwell, T;Leeds;12/03/1980\n"], len)
';'
>>> stated_delimiter(["sep=;\n"])
';'
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence

from prisonmail.errors import WrongUsage

CANDIDATES = (",", "\t", ";", "|")
NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_TOLD = re.compile(r'\ufeff?"?sep=(.)"?[,;\t|]*[\r\n]*', re.IGNORECASE)


def stated_delimiter(lines: Sequence[str]) -> str | None:
    """Read the line with which Excel says what the delimiter is: `sep=;`."""
    match = _TOLD.fullmatch(lines[0]) if lines else None
    return match[1] if match else None


def delimiter_of(lines: Sequence[str], fields_in: Callable[[Iterable[str]], int]) -> str:
    """Choose the delimiter with which some row of the first lines names most fields."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            found = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        return max(((fields_in(cells), len(cells)) for cells in found), default=(0, 0))

    return max(CANDIDATES, key=score)


def parse_delimiter(text: str) -> str:
    """Read the delimiter that a user names: a character or a word. Raises WrongUsage."""
    by_name = {name: delimiter for delimiter, name in NAMES.items()} | {"\\t": "\t"}
    found = by_name.get(text.casefold(), text)
    if len(found) != 1 or found in '"\r\n \0':
        raise WrongUsage(f"`{text}` cannot be a delimiter.", "Give comma, tab, semicolon or pipe.")
    return found
