r"""Plain text: how the lines of a list are quoted, and which delimiter it states.

>>> list(unify_quotes(['\ufeff\ufeff"Name, in full",DOB\n', '"Ann Hart",1980\n']))
['"Name, in full",DOB\n', '"Ann Hart",1980\n']
>>> list(unify_quotes(['"Prison,Name"\n', '"X,""HMP Send, Ripley"",Ann Hart"\n']))
['Prison,Name\n', 'X,"HMP Send, Ripley",Ann Hart\n']
>>> read_stated_delimiter(["sep=;\n"])
';'
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from prisonmail.errors import WrongUsage
from prisonmail.system.late_pattern import compile_late

CANDIDATES = (",", "\t", ";", "|")
NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
_STATED = compile_late(r'\ufeff?"?sep=(.)"?[,;\t|]*[\r\n]*', re.IGNORECASE)


# Next line (of mainframes), line and paragraph separator, record separator: they end lines in a
# text that has no other line ends.
_OTHER_END = compile_late("[\x1e\x85\u2028\u2029]")
_MARK = "\ufeff"
_TOP = 60
"""Lines that show how all lines of a list are quoted."""
_WHOLE_LINE = compile_late(r'"((?:[^"]|"")*)"[,;\t|]*([\r\n]*)')
_OPENING = "“”„«"
_CLOSING = "“”»"
# Word, and some mail programs, turn the quotes of a CSV file into curly ones.
_CURLY_LINE = compile_late(
    rf"[{_OPENING}][^{_OPENING}{_CLOSING}]*[{_CLOSING}]"
    rf"(?:[,;\t|][{_OPENING}][^{_OPENING}{_CLOSING}]*[{_CLOSING}])+[\r\n]*"
)
_CURLY = compile_late(
    rf"(?:(?<=^)|(?<=[,;\t|]))[{_OPENING}]([^{_OPENING}{_CLOSING}]*)[{_CLOSING}](?=[,;\t|\r\n]|$)"
)


def unify_quotes(lines: Iterable[str]) -> Iterator[str]:
    """Return lines that are quoted as csv reads them, and without byte order marks before quotes.

    If each of the first lines is one quoted cell, cells are read inside it: a program has quoted
    whole lines. If the headings stand in curly quotes, so may all cells.
    """
    lines = iter(lines)
    top = [line.lstrip(_MARK) for line in islice(lines, _TOP)]
    if len(top) == 1 and _OTHER_END.search(top[0]):
        top = [f"{line}\n" for line in top[0].splitlines()]
    unify = _find_quoting([line for line in top if line.strip() and not _STATED.fullmatch(line)])
    return map(unify, chain(top, lines))


def _find_quoting(top: Sequence[str]) -> Callable[[str], str]:
    if not top:
        return _without_mark
    whole = [_WHOLE_LINE.fullmatch(line) for line in top]
    if all(match and any(each in match[1] for each in CANDIDATES) for match in whole):
        return _unwrap
    return _straighten if _CURLY_LINE.fullmatch(top[0]) else _without_mark


def _without_mark(line: str) -> str:
    return line.lstrip(_MARK) if line.startswith(_MARK) else line


def _unwrap(line: str) -> str:
    match = _WHOLE_LINE.fullmatch(_without_mark(line))
    return match[1].replace('""', '"') + match[2] if match else line


def _straighten(line: str) -> str:
    return _CURLY.sub(lambda cell: '"' + cell[1].replace('"', '""') + '"', _without_mark(line))


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
