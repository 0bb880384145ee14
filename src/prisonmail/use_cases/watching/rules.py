"""What a watched folder's files are, and what becomes of a list: the rules alone.

>>> is_list("Clients.XLSX"), is_list("~$Clients.xlsx"), is_list("papers.pdf")
(True, False, False)
>>> is_open_elsewhere("a.ods", {"a.ods", ".~lock.a.ods#"}), is_open_elsewhere("a.ods", {"a.ods"})
(True, False)
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import PurePath

from prisonmail.errors import ExitCode, PrisonmailError
from prisonmail.system import clock
from prisonmail.system.record import Record

ENDINGS = (
    *(".csv", ".tsv", ".tab", ".txt"),
    *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".fods"),
)
"""How the names of lists end; all other files, such as enclosures, are left alone."""
_HALVES = frozenset(map(chr, range(0xD800, 0xE000)))
"""What Python makes of names that are not in UTF-8, and which no note can hold."""
_OF_THE_LIST = (ExitCode.BAD_LIST, ExitCode.USAGE)
_LONGEST_STEM = 80
"""Characters of a list's name in that of a folder: paths of Windows are short."""


class Looked(Record, frozen=True):
    """What was seen of a file."""

    size: int
    changed: int
    """In nanoseconds."""
    at: float
    """When it was first seen like this, in seconds."""


def is_list(name: str) -> bool:
    """Return whether a file is taken for a list. What programs hide or hold open is none."""
    hidden, ending = name.startswith((".", "~")), PurePath(name).suffix.casefold()
    return ending in ENDINGS and not hidden and _HALVES.isdisjoint(name)


def is_open_elsewhere(name: str, beside: Collection[str]) -> bool:
    """Return whether Excel or LibreOffice says by a file beside it that it has one open."""
    return f"~${name}" in beside or f".~lock.{name}#" in beside


def remember_looks(before: Mapping[str, Looked], found: Mapping[str, Looked]) -> dict[str, Looked]:
    """Return what was seen now; of what has not changed, since when.

    >>> first, again = Looked(10, 5, at=1.0), Looked(10, 5, at=3.0)
    >>> remember_looks({"a.csv": first}, {"a.csv": again, "b.csv": again})["a.csv"].at
    1.0
    """
    return {
        name: before[name] if name in before and _is_same(before[name], look) else look
        for name, look in found.items()
    }


def find_still(looks: Mapping[str, Looked], now: float, seconds: float) -> Iterator[str]:
    """Find the files that have not changed for so many seconds, the oldest first.

    >>> list(find_still({"a.csv": Looked(10, 5, 1.0), "b.csv": Looked(10, 5, 2.5)}, 3.0, 2.0))
    ['a.csv']
    """
    still = [name for name, look in looks.items() if now - look.at >= seconds]
    return iter(sorted(still, key=lambda name: (looks[name].changed, name)))


def name_order(name: str, content: bytes) -> str:
    """Return the key of a list's order: the same for the same bytes under the same name."""
    return f"watch {hashlib.sha256(content).hexdigest()} {name}"


def is_about_the_list(error: PrisonmailError) -> bool:
    """Return whether a list is rejected for an error; else the same list may do later."""
    return error.exit_code in _OF_THE_LIST


def name_done(name: str, batch: str) -> str:
    """Name the folder of a list that was printed.

    >>> name_done("clients.csv", "7QK4M2XA")
    'clients-7QK4M2XA'
    """
    return f"{_shorten(name)}-{batch}"


def name_rejected(name: str, now: datetime) -> str:
    """Name the folder of a list that was rejected, by UK time.

    >>> from datetime import UTC
    >>> name_rejected("clients.csv", datetime(2026, 7, 1, 9, 30, 5, tzinfo=UTC))
    'clients-2026-07-01-103005'
    """
    return f"{_shorten(name)}-{now.astimezone(clock.UK):%Y-%m-%d-%H%M%S}"


def _shorten(name: str) -> str:
    return PurePath(name).stem[:_LONGEST_STEM]


def _is_same(one: Looked, other: Looked) -> bool:
    return (one.size, one.changed) == (other.size, other.changed)
