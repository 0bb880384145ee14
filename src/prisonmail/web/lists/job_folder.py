"""The private folder of one list: its files, what was chosen and found, and how all of it goes."""

import json
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from prisonmail.system import clock
from prisonmail.system.locks import LOCK_NAME, hold_folder, remove_unused
from prisonmail.system.output_files import new_file
from prisonmail.system.places.busy_files import erase, try_for_a_moment
from prisonmail.system.record import Record, fill_json, replace, to_builtins
from prisonmail.web.lists.job import (
    Doing,
    Job,
    LettersFound,
    ListChoices,
    ListFound,
    ProblemFound,
    Said,
    Stage,
)

_Kind = TypeVar("_Kind", bound=Record)
_JOB = "job.json"
_CHOICES = "choices.json"
_FOUND = "found.json"
_PROBLEMS = "problems.jsonl"
_SAID = "said.json"
_ISSUED = "issued.json"
_DOING = "doing.json"
_PATIENCE, _PAUSE = 5.0, 0.01
"""Seconds."""
LETTERS, MANIFEST, REJECTS = "letters.pdf", "manifest.csv", "rejects.csv"
POST_BOOK, INNER_LABELS = "post-book.pdf", "inner-labels.pdf"


class JobFolder:
    """Everything of one list. Only who holds it may change how far it has come."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def uploads(self) -> Path:
        """Where the files lie that the visitor sent."""
        return self.path / "sent"

    @property
    def results(self) -> Path:
        """Where the files lie that the visitor may fetch."""
        return self.path / "made"

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep all others from working on it. Raises BlockingIOError if somebody is.

        Who has just come to an end is waited for.
        """
        with ExitStack() as held:
            patience = time.monotonic() + _PATIENCE
            while not self._try_to_hold(held):
                if self.read_job().stage.is_working or time.monotonic() > patience:
                    raise BlockingIOError
                time.sleep(_PAUSE)
            yield

    def _try_to_hold(self, held: ExitStack) -> bool:
        try:
            held.enter_context(hold_folder(self.path, wait=False))
        except BlockingIOError:
            return False
        return True

    def begin(self, job: Job) -> None:
        """Make the folder, which no other user may enter."""
        for folder in (self.path, self.uploads, self.results):
            folder.mkdir(mode=0o700)
        self.write_job(job)

    def read_job(self) -> Job:
        """Return how far it has come. Raises FileNotFoundError if it is gone."""
        return fill_json(Job, try_for_a_moment((self.path / _JOB).read_bytes))

    def find_job(self) -> Job | None:
        """Return how far it has come, if that can be read."""
        with suppress(FileNotFoundError, ValueError):
            return self.read_job()
        return None

    def write_job(self, job: Job) -> None:
        """Say how far it has come; this is safely on disk, since the ledger is asked by it."""
        self._write(_JOB, job, lasting=True)

    def move_to(self, stage: Stage) -> None:
        """Say that it has come to a stage."""
        job = self.read_job()
        self.write_job(replace(job, stage=stage, ordered=job.ordered or stage is Stage.ISSUING))

    def touch(self) -> None:
        """Note that somebody is still interested."""
        try_for_a_moment(lambda: os.utime(self.path / _JOB))

    def read_choices(self) -> ListChoices:
        """Return what was chosen."""
        return self._read(_CHOICES, ListChoices) or ListChoices()

    def write_choices(self, choices: ListChoices) -> None:
        """Keep what was chosen."""
        self._write(_CHOICES, choices)

    def read_found(self) -> ListFound | None:
        """Return what was understood, if the list has been read."""
        return self._read(_FOUND, ListFound)

    def write_found(self, found: ListFound, problems: Iterable[ProblemFound]) -> None:
        """Keep what was understood, and each problem on a line."""
        with self._open(_PROBLEMS) as file:
            for each in problems:
                file.write(json.dumps(to_builtins(each), ensure_ascii=False).encode() + b"\n")
        self._write(_FOUND, found)

    def forget_found(self) -> None:
        """Forget what was understood, since it no longer holds."""
        for name in (_FOUND, _PROBLEMS, _SAID):
            try_for_a_moment(partial((self.path / name).unlink, missing_ok=True))

    def read_problems(self, start: int = 0, most: int | None = None) -> Iterator[ProblemFound]:
        """Go through the problems from one on, counted from 0."""
        stop = None if most is None else start + most
        with suppress(FileNotFoundError), self._open_problems() as file:
            for line in islice(file, start, stop):
                yield fill_json(ProblemFound, line)

    def _open_problems(self) -> BinaryIO:
        return try_for_a_moment(lambda: (self.path / _PROBLEMS).open("rb"))

    def read_said(self) -> Said | None:
        """Return what kept it from being read or issued."""
        return self._read(_SAID, Said)

    def write_said(self, said: Said) -> None:
        """Keep what kept it from being read or issued."""
        self._write(_SAID, said)

    def read_issued(self) -> LettersFound | None:
        """Return what was issued."""
        return self._read(_ISSUED, LettersFound)

    def write_issued(self, issued: LettersFound) -> None:
        """Keep what was issued."""
        self._write(_ISSUED, issued)

    def read_doing(self) -> Doing:
        """Return what is being done."""
        return self._read(_DOING, Doing) or Doing()

    def write_doing(self, doing: Doing) -> None:
        """Say what is being done."""
        self._write(_DOING, doing)

    def clear_uploads(self) -> None:
        """Erase what the visitor sent."""
        erase(self.uploads)

    def erase(self) -> None:
        """Erase all that is of anybody; if letters may have been issued, how far it came stays.

        On Windows what somebody still has open, such as a download, is left for the next time.
        """
        job = self.find_job()
        if job and job.ordered:
            self.write_job(replace(job, erased=True))
        left = [each for each in self._list_contents() if not erase(each)]
        if job and left:
            self.write_job(replace(job, erased=True))
        elif not job or not job.ordered:
            erase(self.path / _JOB)
            remove_unused(self.path)

    def erase_alone(self) -> None:
        """Erase it while nobody works on it. Raises BlockingIOError if somebody does."""
        with self.hold():
            self.erase()
        remove_unused(self.path)  # which Windows refuses while it is held

    def is_erased(self) -> bool:
        """Return whether it was erased, and nothing was left for the next time."""
        job = self.find_job()
        return bool(job and job.erased) and not self._list_contents()

    def find_age(self) -> float:
        """Return for how many seconds nobody has been interested."""
        try:
            return clock.now().timestamp() - (self.path / _JOB).stat().st_mtime
        except FileNotFoundError:
            return clock.now().timestamp() - self.path.stat().st_mtime

    def _list_contents(self) -> list[Path]:
        """Return all that may be of anybody."""
        with suppress(FileNotFoundError):
            return [each for each in self.path.iterdir() if each.name not in (_JOB, LOCK_NAME)]
        return []

    def _read(self, name: str, kind: type[_Kind]) -> _Kind | None:
        try:
            return fill_json(kind, try_for_a_moment((self.path / name).read_bytes))
        except FileNotFoundError:
            return None

    def _write(self, name: str, record: Record, *, lasting: bool = False) -> None:
        with self._open(name, lasting=lasting) as file:
            file.write(json.dumps(to_builtins(record), ensure_ascii=False).encode())

    @contextmanager
    def _open(self, name: str, *, lasting: bool = False) -> Iterator[BinaryIO]:
        """Write a file that appears whole; one that need not last is not brought to disk."""
        if lasting:
            with new_file(self.path / name, replace=True) as file:
                yield file
            return
        hidden = self.path / f".{name}-{secrets.token_hex(8)}"
        try:
            hidden.touch(0o600, exist_ok=False)
            with hidden.open("wb") as file:
                yield file
            try_for_a_moment(lambda: hidden.replace(self.path / name))
        finally:
            hidden.unlink(missing_ok=True)
