"""Reads a list's bytes from a file or from standard input."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from prisonmail.errors import InputMissing

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A list as bytes, and the name to call it by."""

    name: str
    content: bytes = field(repr=False)


def read_source(path: str) -> Source:
    """Read a file, or standard input for `-`. Raises InputMissing."""
    if path == STANDARD_INPUT:
        return _standard_input()
    try:
        return Source(path, Path(path).read_bytes())
    except FileNotFoundError:
        raise InputMissing(f"There is no file {path}.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise InputMissing(f"{path} is a folder.", "Name the list that is in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one of a file"
        raise InputMissing(f"{path} cannot be read: {reason}.") from None


def _standard_input() -> Source:
    if sys.stdin.isatty():
        raise InputMissing(
            "Nothing was sent to standard input.",
            "Name a file, or send a list in: prisonmail generate - < list.csv",
        )
    return Source("standard input", sys.stdin.buffer.read())
