"""Secrets that lie in a file, on its first line: only its owner may read it."""

import os
import stat
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.system.folders import whole_path
from prisonmail.system.places.open_to_others import is_open, name_closing

KEY_VARIABLE = "PRISONMAIL_KEY_PASSPHRASE_FILE"
"""Names the file with the passphrase of the firm's key."""
_MOST_CHARACTERS = 1_000


def read_secret(path: Path, what: str, example: str) -> str:
    """Return the first line of a file, which is a secret such as a passphrase.

    `what` is its name and `example` what to write if there is none. Raises InputMissing if the
    file cannot be read, others may read it, or its first line is empty or no text.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            _refuse_open(path, os.fstat(file.fileno()).st_mode, what)
            line = file.readline(_MOST_CHARACTERS + 2).rstrip("\r\n")
    except (OSError, ValueError) as error:  # not text, or a name with a zero byte
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise InputMissing(f"The {what} file {path} cannot be read: {reason}.") from None
    if not line or len(line) > _MOST_CHARACTERS or not line.isprintable():
        raise InputMissing(f"The first line of {path} is no {what}.", example)
    return line


def read_named_secret(variable: str, what: str, example: str) -> str:
    """Return the secret in the file that a variable of the environment names; nothing if none does.

    Raises as `read_secret`.
    """
    named = os.environ.get(variable)
    return read_secret(whole_path(named, variable), what, example) if named else ""


def _refuse_open(path: Path, mode: int, what: str) -> None:
    if stat.S_ISREG(mode) and is_open(path, mode):
        raise InputMissing(
            f"Others may read the {what} file {path}.",
            f"Close it to them with: {name_closing(path, '600')}",
        )
