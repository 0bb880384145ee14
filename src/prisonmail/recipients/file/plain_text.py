r"""Plain text: how the lines of a list are quoted, and which delimiter it states.

>>> read_stated_delimiter(["sep=;\n"])
';'
"""

import re
from collections.abc import Sequence

from prisonmail.errors import WrongUsage

CANDIDATES = (",", "\t", ";", "|")
NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_STATED = re.compile(r'\ufeff?"?sep=(.)"?[,;\t|]*[\r\n]*', re.IGNORECASE)


def read_stated_delimiter(lines: Sequence[str]) -> str | None:
    """Read the first line if it is the one by which Excel states the delimiter: `sep=;`."""
    match = _STATED.fullmatch(lines[0]) if lines else None
    return match[1] if match else None


def parse_delimiter(text: str) -> str:
    """Read the delimiter that a user names, as a character or a word. Raises WrongUsage."""
    by_name = {name: delimiter for delimiter, name in NAMES.items()} | {"\\t": "\t"}
    found = by_name.get(text.casefold(), text)
    if len(found) != 1 or found in '"\r\n \0':
        raise WrongUsage(f"`{text}` cannot be a delimiter.", "Use comma, tab, semicolon or pipe.")
    return found
