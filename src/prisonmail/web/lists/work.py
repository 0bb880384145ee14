"""Threads that read lists and issue letters, whether or not a browser is still there.

Who works on a list holds its folder. If it is not held although it is being worked on, its process
has ended, and the ledger is asked what became of it.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TypeVar

from prisonmail.errors import PrisonmailError
from prisonmail.recipients import saved_mappings
from prisonmail.system.progress import Progress
from prisonmail.use_cases.after_issue.repeated_order import find_ordered, generate_once
from prisonmail.use_cases.order import Checked, Issued
from prisonmail.web.lists.job import Doing, LettersFound, Said, Stage
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.ordering import order_check, order_letters
from prisonmail.web.lists.reading import describe_error, keep_found, keep_issued
from prisonmail.web.logs import LOGGER, place_fault
from prisonmail.web.settings import Settings

_BEGINS_AT = {Stage.READING: (Stage.READING, Stage.READ), Stage.ISSUING: (Stage.READ,)}
_AT_ONCE = 2
"""Lists that a process works on at the same time; others wait, since checks must not."""
_PAUSE = 0.5
"""Seconds between two words on how far it has come."""
_FAULT = Said("prisonmail met a fault of its own. Nothing you did is to blame.", kind="bug")
_STOPPED_READING = Said("The server was stopped while it read the list.", "Check it again.")
_STOPPED_BEFORE = Said(
    "The server was stopped before any letter was issued.", "You can issue them now."
)
_LOG = logging.getLogger(LOGGER)
_Item = TypeVar("_Item")
_Work = Callable[[JobFolder, Settings, str], None]


class Workshop:
    """Works on lists, for visitors by name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="lists")

    def read(self, folder: JobFolder, by: str, prepare: Callable[[], None]) -> bool:
        """Begin to read a list, after what else is to be done with it; False if it is in work."""
        return self._begin(folder, Stage.READING, by, prepare, _read)

    def issue(self, folder: JobFolder, by: str) -> bool:
        """Begin to issue the letters of a list that has been read; False if it is in work."""
        return self._begin(folder, Stage.ISSUING, by, lambda: None, _issue)

    def look_after(self, folder: JobFolder) -> None:
        """If nobody works any more on a list that is being worked on, find out what became of it.

        Raises InputMissing if the ledger cannot be asked now.
        """
        job = folder.read_job()
        if job.erased or not job.stage.is_working:
            return
        with suppress(BlockingIOError), folder.hold():
            stage = folder.read_job().stage  # it may have come to an end by now
            if stage is Stage.READING:
                folder.write_said(_STOPPED_READING)
                folder.move_to(Stage.READ)
            elif stage is Stage.ISSUING:
                self._settle(folder)

    def find_batch(self, folder: JobFolder) -> str | None:
        """Return the batch that the ledger has of a list. Raises InputMissing."""
        return find_ordered(self._settings.ledger, folder.read_job().key)

    def close(self) -> None:
        """Finish what has begun."""
        self._threads.shutdown()

    def _settle(self, folder: JobFolder) -> None:
        if batch := self.find_batch(folder):
            folder.write_issued(LettersFound(batch))
            folder.move_to(Stage.ISSUED)
        else:
            folder.write_said(_STOPPED_BEFORE)
            folder.move_to(Stage.READ)

    def _begin(
        self, folder: JobFolder, stage: Stage, by: str, prepare: Callable[[], None], work: _Work
    ) -> bool:
        """Take a list into work, unless it is, or has come further than this begins at."""
        with ExitStack() as held:
            try:
                held.enter_context(folder.hold())
            except (BlockingIOError, FileNotFoundError):
                return False
            job = folder.read_job()
            if job.erased or job.stage not in _BEGINS_AT[stage]:
                return False
            prepare()
            folder.write_doing(Doing())
            folder.move_to(stage)
            self._threads.submit(_carry_out, folder, self._settings, by, work, held.pop_all())
        return True


def _carry_out(
    folder: JobFolder, settings: Settings, by: str, work: _Work, held: ExitStack
) -> None:
    """Do the work and say what kept it from being done; whatever happens, let go of the list."""
    with held:
        try:
            work(folder, settings, by)
        except PrisonmailError as error:
            _give_up(folder, describe_error(folder, error))
        except Exception as error:
            _LOG.error("a fault with a list", extra={"fault": place_fault(error)})
            _give_up(folder, _FAULT)


def _give_up(folder: JobFolder, said: Said) -> None:
    folder.write_said(said)
    folder.move_to(Stage.READ)


def _read(folder: JobFolder, settings: Settings, by: str) -> None:
    choices = folder.read_choices()
    folder.forget_found()
    order = order_check(folder, choices, settings, by)
    outcome = generate_once(order, folder.read_job().key, _follow(folder))
    if not isinstance(outcome, Checked):
        raise TypeError("a check has issued something")
    keep_found(folder, choices, outcome)
    if choices.save_as and outcome.checked.columns.of:
        saved_mappings.save(choices.save_as, outcome.checked)
    folder.move_to(Stage.READ)


def _issue(folder: JobFolder, settings: Settings, by: str) -> None:
    """Issue the letters; if the list has come to have problems since, read it once more."""
    order = order_letters(folder, folder.read_choices(), settings, by)
    outcome = generate_once(order, folder.read_job().key, _follow(folder))
    if isinstance(outcome, Issued):
        keep_issued(folder, outcome)
        folder.move_to(Stage.ISSUED)
        folder.clear_uploads()
    else:
        _read(folder, settings, by)


def _follow(folder: JobFolder) -> Progress:
    """Keep how far it has come, for whoever looks at the page."""

    def follow(work: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
        said = time.monotonic()
        folder.write_doing(Doing(work, 0, total))
        for done, item in enumerate(items):
            if time.monotonic() - said > _PAUSE:
                said = time.monotonic()
                folder.write_doing(Doing(work, done, total))
            yield item

    return follow
