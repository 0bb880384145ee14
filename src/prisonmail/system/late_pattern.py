"""Regular expressions that are compiled when they are first used.

There are some two hundred, most of them for cells that few lists have, and to compile them all
would take as long at every start as loading the command line.

>>> word = compile_late(r"[a-z]+", re.IGNORECASE)
>>> word.fullmatch("Leeds")[0], word.search("12") is None, word.pattern
('Leeds', True, '[a-z]+')
>>> compile_late("(").search("")
Traceback (most recent call last):
re.error: missing ), unterminated subpattern at position 0
"""

import re
from typing import Any, AnyStr, cast

_USED = "search match fullmatch finditer findall sub subn split pattern flags groups".split()


class _LatePattern:
    """Becomes a pattern at the first use: what is used of it is then found without this class."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern: Any = pattern  # either, but not a union of both, which `re.compile` refuses
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._pattern, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in _USED})
        return getattr(compiled, name)


def compile_late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern. Its first use raises re.error if it is not one."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
