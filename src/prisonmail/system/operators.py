"""Who is at the keyboard, and of which machine.

>>> find_operator(" A. Patel ").name
'A. Patel'
"""

import os
from typing import ClassVar

from prisonmail.system.record import Record


class Operator(Record, frozen=True):
    """A person at work, by name, and the machine that they work on."""

    withheld: ClassVar[tuple[str, ...]] = ("name", "machine")

    name: str
    machine: str


def find_operator(named: str | None = None) -> Operator:
    """Return the person who is named, else the user of this computer, and its own name."""
    return Operator((named or "").strip() or _find_user(), _find_machine())


def _find_user() -> str:
    """Return the account that this process runs as, not what an environment variable says."""
    try:
        import pwd
    except ImportError:
        return os.environ.get("USERNAME", "")  # Windows
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _find_machine() -> str:
    uname = getattr(os, "uname", None)
    return str(uname().nodename) if uname else os.environ.get("COMPUTERNAME", "")
