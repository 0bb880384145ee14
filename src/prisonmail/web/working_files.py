"""Files that are made for one request lie in a folder of the server's own, never in a shared one.

Each process has its own part of the folder and holds it. Who begins erases the parts that nobody
holds: what a process left that was killed.
"""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from starlette.requests import Request

from prisonmail.system.folders import make_private_folder
from prisonmail.system.locks import hold_folder
from prisonmail.system.places.busy_files import erase


class WorkingFiles:
    """The folders in which one process makes files, for as long as it needs each."""

    def __init__(self, folder: Path) -> None:
        make_private_folder(folder)
        self._folder = folder / secrets.token_hex(8)
        self._held = ExitStack()
        with hold_folder(folder, wait=True):
            _erase_left_behind(folder)
            self._folder.mkdir(mode=0o700)
            self._held.enter_context(hold_folder(self._folder, wait=False))

    def close(self) -> None:
        """Erase all that was made."""
        self._held.close()
        erase(self._folder)

    def make(self) -> Path:
        """Make a folder; who asks for it erases it."""
        made = self._folder / secrets.token_hex(8)
        made.mkdir(mode=0o700)
        return made

    @contextmanager
    def borrow(self) -> Iterator[Path]:
        """Make a folder, which is erased in the end."""
        made = self.make()
        try:
            yield made
        finally:
            erase(made)


def find_working_files(request: Request) -> WorkingFiles:
    """Return where the process that answers makes its files."""
    found: WorkingFiles = request.app.state.working
    return found


def _erase_left_behind(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not _is_held(each):
            erase(each)


def _is_held(folder: Path) -> bool:
    try:
        with hold_folder(folder, wait=False):
            return False
    except BlockingIOError:
        return True
