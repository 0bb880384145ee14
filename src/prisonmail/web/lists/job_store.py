"""All lists that a server is working on: people's data, which stay here for an hour at most.

Every process of a server shares the folder. The first to begin erases what an earlier server left.
"""

import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from prisonmail.errors import InputMissing
from prisonmail.system import clock
from prisonmail.system.folders import make_private_folder
from prisonmail.system.locks import hold_folder
from prisonmail.web.lists.job import Job, sign_for
from prisonmail.web.lists.job_folder import JobFolder

KEPT_SECONDS = 3600
"""How long a list stays that nobody looks at."""
_TRACE_SECONDS = 7 * 24 * 3600
"""How long it is known of an erased list that it was to be issued, and of nobody in it."""
_LOOK_SECONDS = 60
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class NoListError(InputMissing):
    """There is no such list, or it is another's."""

    def __init__(self) -> None:
        super().__init__(
            "There is no such list here any more.",
            "Lists are erased after an hour, and when you sign out. If its letters were issued, "
            "they are under Batches. If not, send the list again.",
        )


class JobStore:
    """The lists of one server, in a folder."""

    def __init__(self, folder: Path) -> None:
        make_private_folder(folder)
        self.folder = folder
        self._held = ExitStack()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        with suppress(BlockingIOError), hold_folder(folder, wait=False):
            self._erase_left_behind()
        self._held.enter_context(hold_folder(folder, wait=True, shared=True))
        if self._list_folders():
            self._look_later()

    def close(self) -> None:
        """Let another server begin afresh in this folder."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._held.close()

    def make(self, owner: str) -> JobFolder:
        """Make the folder of a new list, of a visitor by name."""
        job_id = secrets.token_urlsafe(16)
        made = JobFolder(self.folder / job_id)
        now = int(clock.now().timestamp())
        made.begin(Job(job_id, sign_for(job_id, owner), now))
        self._look_later()
        return made

    def find(self, job_id: str, owner: str) -> JobFolder:
        """Return the folder of a visitor's list. Raises NoListError, also if it is another's."""
        found = JobFolder(self.folder / job_id)
        with suppress(FileNotFoundError, ValueError):
            if _ID.fullmatch(job_id) and (job := found.read_job()).belongs_to(owner):
                if not job.erased:
                    found.touch()
                return found
        raise NoListError

    def list_own(self, owner: str) -> list[Job]:
        """Return a visitor's lists that are still here, the newest first."""
        found = (job for _, job in self._go_through() if job.belongs_to(owner) and not job.erased)
        return sorted(found, key=lambda job: job.made_at, reverse=True)

    def erase_of(self, owner: str) -> None:
        """Erase a visitor's lists, as when they sign out; not those that somebody is at work on."""
        for folder, job in self._go_through():
            if job.belongs_to(owner):
                _erase_if_idle(folder)

    def erase_old(self) -> None:
        """Erase what nobody has looked at for an hour, and what could not be erased before.

        In the end also that it was there.
        """
        for path in self._list_folders():
            folder = JobFolder(path)
            age = folder.find_age()
            if age > _TRACE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
            elif _is_due(folder, age):
                _erase_if_idle(folder)

    def _erase_left_behind(self) -> None:
        for path in self._list_folders():
            if not JobFolder(path).is_erased():
                JobFolder(path).erase()

    def _go_through(self) -> Iterator[tuple[JobFolder, Job]]:
        for path in self._list_folders():
            if job := JobFolder(path).find_job():
                yield JobFolder(path), job

    def _list_folders(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if _ID.fullmatch(path.name)]

    def _look_later(self) -> None:
        """Look every minute for what is old, as long as there is anything."""
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(_LOOK_SECONDS, self._look)
                self._timer.daemon = True
                self._timer.start()

    def _look(self) -> None:
        with self._lock:
            self._timer = None
        with suppress(OSError):
            self.erase_old()
        if self.folder.is_dir() and not all(
            JobFolder(path).is_erased() for path in self._list_folders()
        ):
            self._look_later()


def _erase_if_idle(folder: JobFolder) -> None:
    with suppress(BlockingIOError, FileNotFoundError):
        folder.erase_alone()


def _is_due(folder: JobFolder, age: float) -> bool:
    job = folder.find_job()
    return not folder.is_erased() and (age > KEPT_SECONDS or bool(job and job.erased))
