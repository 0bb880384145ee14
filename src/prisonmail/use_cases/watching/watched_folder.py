"""A watched folder on disk: what lies there, and the lists that were taken from it.

A list is taken by a rename into a folder of its own, beside a note of the order that it becomes.
Its results are written beside it, and the folder with all of them gets its place by one rename. So
a process that is killed leaves a list either where it lay, or taken, or done.
"""

import json
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

from prisonmail.errors import OutputRefused
from prisonmail.system import disk
from prisonmail.system.folders import make_private_folder
from prisonmail.system.locks import LOCK_NAME, hold_file
from prisonmail.system.output_files import new_file
from prisonmail.system.record import Record, fill_json, to_builtins
from prisonmail.use_cases.watching.rules import Looked, is_list, is_open_elsewhere

DONE, REJECTED, _WORKING = "done", "rejected", "working"
_RESULTS, _CLAIM = "list", "order.json"


class Claim(Record, frozen=True):
    """What a list was taken for."""

    name: str
    """The list's own name."""
    key: str
    """The key of its order."""
    issued: str | None = None
    """The batch that an order with this key had led to when the list was taken."""


class TakenList:
    """A list in a folder of its own, where its results are made."""

    def __init__(self, folder: Path, claim: Claim, *, resumed: bool) -> None:
        self.claim = claim
        self.results = folder / _RESULTS
        """Where the list lies, and what is made of it."""
        self.path = self.results / claim.name
        self.resumed = resumed
        """Whether there was an earlier attempt, which may have issued its letters."""
        self._folder = folder

    def keep_only_list(self) -> None:
        """Remove what was made of it."""
        for path in self.results.iterdir():
            if path != self.path:
                path.unlink()

    def move_to(self, parent: Path, name: str) -> Path:
        """Give the list and its results their place, and return it. Raises OSError."""
        make_private_folder(parent)
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        place = next(parent / each for each in names if not (parent / each).exists())
        self.results.rename(place)
        disk.sync_folder(parent)
        shutil.rmtree(self._folder, ignore_errors=True)
        return place


class WatchedFolder:
    """The folder that lists are put into. Its methods raise OSError if it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._working = path / _WORKING

    @contextmanager
    def hold(self) -> Iterator[int]:
        """Keep other watchers away. Raises OutputRefused if there is one."""
        self.path.stat()  # if it is away, nothing is made in its stead
        for name in (DONE, REJECTED, _WORKING):
            make_private_folder(self.path / name)
        with ExitStack() as held:
            try:
                handle = held.enter_context(hold_file(self._working / LOCK_NAME))
            except BlockingIOError:
                raise OutputRefused(
                    f"{self.path} is watched already.", "End the other watcher first."
                ) from None
            yield handle

    def is_held_by(self, handle: int) -> bool:
        """Return whether it is still the folder that is held: a drive may go and come back."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(handle), (self._working / LOCK_NAME).stat())
        return False

    def look(self) -> dict[str, Looked]:
        """Return what is seen of each list that no program says it has open."""
        found = {each.name: each for each in self.path.iterdir()}
        looks = {}
        for name, path in found.items():
            if is_list(name) and not is_open_elsewhere(name, found):
                with suppress(FileNotFoundError):
                    seen = path.lstat()
                    if stat.S_ISREG(seen.st_mode) and not _is_being_written(path):
                        looks[name] = Looked(seen.st_size, seen.st_mtime_ns, time.monotonic())
        return looks

    def take(self, claim: Claim) -> TakenList:
        """Take a list. Raises OSError if another program has it open."""
        folder = self._working / secrets.token_hex(4)
        make_private_folder(folder / _RESULTS)
        taken = TakenList(folder, claim, resumed=False)
        try:
            with new_file(folder / _CLAIM, replace=False) as file:
                file.write(json.dumps(to_builtins(claim)).encode())
            (self.path / claim.name).rename(taken.path)
        except BaseException:
            if not taken.path.exists():
                shutil.rmtree(folder, ignore_errors=True)
            raise
        disk.sync_folder(taken.results)
        disk.sync_folder(self.path)
        return taken

    def find_taken(self) -> Iterator[TakenList]:
        """Find the lists that were taken and are not done; remove what is left of others."""
        for folder in sorted(path for path in self._working.iterdir() if path.is_dir()):
            claim = _read_claim(folder / _CLAIM)
            taken = TakenList(folder, claim, resumed=True) if claim else None
            if taken and taken.path.exists():
                yield taken
            elif not any((folder / _RESULTS).glob("*")):
                shutil.rmtree(folder, ignore_errors=True)


def _read_claim(path: Path) -> Claim | None:
    with suppress(FileNotFoundError, ValueError):
        return fill_json(Claim, path.read_bytes())
    return None


def _is_being_written(path: Path) -> bool:
    """Ask the system whether a program has a file open to write to it, if it can tell that.

    Linux gives a lease only if none has. Windows refuses to rename such a file.
    """
    if sys.platform != "linux":
        return False
    import fcntl
    import signal

    with suppress(OSError), path.open("rb") as file:
        # who opens it while it is leased is let in, and this process told by what it ignores
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        try:
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
