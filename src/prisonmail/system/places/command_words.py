r"""Words of a command that a user is told to type, such as a path with spaces in it.

>>> quote(r"C:\Post\a&b.pdf", "win32"), quote("a&b.pdf", "linux")
('"C:\\Post\\a&b.pdf"', "'a&b.pdf'")
"""

import sys
from shlex import quote as quote_for_posix

from prisonmail.system.late_pattern import compile_late

_PLAIN = compile_late(r"[\w.:\\/+=-]+")
"""What both cmd and PowerShell take as it is."""
_BEFORE_QUOTE = compile_late(r'(\\*)("|$)')


def quote(word: str, system: str = sys.platform) -> str:
    """Write a word so that the shells of a system take it as one, by its name in `sys.platform`.

    On Windows that is with double quotes, since cmd knows no single ones.
    """
    if system != "win32":
        return quote_for_posix(word)
    if _PLAIN.fullmatch(word):
        return word
    escaped = _BEFORE_QUOTE.sub(lambda found: found[1] * 2 + '\\"' * bool(found[2]), word)
    return f'"{escaped}"'
