"""Publishing a file: whole, under its own name, or not at all.

It is written to a temporary file beside its place, brought safely to disk, and renamed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from prisonmail.errors import OutputRefused


def refuse_if_taken(path: Path, *, force: bool) -> None:
    """Find out early whether a file can be written. Raises OutputRefused."""
    if path.is_dir():
        raise OutputRefused(f"{path} is a folder.", "Give the output a file name with -o.")
    if path.exists() and not force:
        raise OutputRefused(
            f"{path} is there already.", "To replace it add --force, or name another with -o."
        )
    if not path.parent.is_dir():
        raise OutputRefused(
            f"There is no folder {path.parent}.", "Make it, or name another place with -o."
        )
    if not os.access(path.parent, os.W_OK):
        raise OutputRefused(
            f"The folder {path.parent} cannot be written to.", "Name another place with -o."
        )


@contextmanager
def published(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its name once all is written. Raises OutputRefused."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(temporary, "xb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise OutputRefused(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        temporary.unlink(missing_ok=True)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
