"""Watches a folder: each new list is settled, what is in the way said once and tried again."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

from prisonmail.errors import ExitCode, InputMissing, OutputRefused, PrisonmailError
from prisonmail.recipients.file.source import read_source
from prisonmail.sender.store import load
from prisonmail.sheets.labels import find_inner_grid
from prisonmail.system.ctrl_c import EndAsked
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.repeated_order import find_ordered
from prisonmail.use_cases.before_issue.paper_choice import choose_paper
from prisonmail.use_cases.before_issue.signing import choose_signatories
from prisonmail.use_cases.order import Order
from prisonmail.use_cases.watching.rules import (
    Looked,
    find_still,
    name_order,
    remember_looks,
)
from prisonmail.use_cases.watching.settling import Settled, WriteResult, settle
from prisonmail.use_cases.watching.watched_folder import Claim, TakenList, WatchedFolder

_AT_REST = 30.0
"""Seconds after which it looks even if nothing was heard."""
_TRIES = 5
"""How many times longer than for a list to be still it waits for what is in the way."""


class Begun(Record, frozen=True):
    """A folder is watched from now on."""

    folder: Path


class InTheWay(Record, frozen=True):
    """Something keeps lists from being settled; they wait."""

    error: PrisonmailError


class OutOfTheWay(Record, frozen=True):
    """Nothing keeps lists waiting any more."""


Told = Begun | Settled | InTheWay | OutOfTheWay


class Watcher:
    """Settles the lists of a folder, by an order that is made anew for each."""

    def __init__(
        self,
        folder: Path,
        make_order: Callable[[], Order],
        *,
        still: float,
        tell: Callable[[Told], object],
        write_result: WriteResult,
    ) -> None:
        self.exit_code = ExitCode.DONE
        """NO once a list or a row of one was rejected."""
        self._folder = WatchedFolder(folder)
        self._make_order = make_order
        self._still = still
        """For how many seconds a list must not have changed."""
        self._tell = tell
        self._write_result = write_result
        self._looks: dict[str, Looked] = {}
        self._in_the_way: dict[str, PrisonmailError] = {}
        """What keeps each list waiting, or by an empty name, the folder."""
        self._again_at: dict[str, float] = {}
        """When what waits is tried again."""

    def refuse_to_begin(self) -> None:
        """Raise PrisonmailError if the order or the folder would be in the way of every list."""
        order = self._make_order()
        profile = load(order.profile)
        choose_paper(profile, order.profile.parent, order.envelope, order.printing)
        choose_signatories(profile, order.signatory)
        if order.inner_labels:
            find_inner_grid(order.inner_grid)
        if not self._folder.path.is_dir():
            raise InputMissing(
                f"There is no folder {self._folder.path}.", "Make it, or name another place."
            )

    def run_once(self, end: EndAsked) -> ExitCode:
        """Settle the lists that lie there and are still, and return how that went.

        Raises PrisonmailError if somebody else watches the folder, or it cannot be used.
        """
        try:
            with self._folder.hold():
                self._go_round(end)
                if self._looks and not end.asked:
                    time.sleep(self._still)
                    self._go_round(end)
        except OSError as error:
            raise self._refuse(error) from None
        waiting = next(iter(self._in_the_way.values()), None)
        return waiting.exit_code if waiting else self.exit_code

    def run(
        self,
        end: EndAsked,
        wait: Callable[[float], object],
        hear: Callable[[], AbstractContextManager[None]] | None = None,
    ) -> None:
        """Settle lists until the end is asked for.

        `wait` returns after some seconds or, while the folder is heard, as soon as there may be
        something new. Raises OutputRefused if somebody else watches the folder.
        """
        rest = _AT_REST if hear else self._still
        begun = False
        while not end.asked:
            try:
                with self._folder.hold() as handle, hear() if hear else nullcontext():
                    if not begun:
                        self._tell(Begun(self._folder.path))
                    begun = True
                    self._clear("")
                    while not end.asked and self._folder.is_held_by(handle):
                        self._go_round(end)
                        if not end.asked:
                            wait(self._choose_pause(rest))
            except (OSError, OutputRefused) as error:
                refused = self._refuse(error) if isinstance(error, OSError) else error
                if not begun:
                    raise refused from None
                self._put_in_the_way("", refused)
                wait(self._still * _TRIES)

    def _choose_pause(self, rest: float) -> float:
        if self._looks.keys() - self._in_the_way:
            return self._still / 2
        return self._still if self._in_the_way else rest

    def _go_round(self, end: EndAsked) -> None:
        """Try each list that was taken, and take and try each that is still."""
        for name, work in self._find_work():
            if end.asked:
                return
            if self._again_at.get(name, 0) <= time.monotonic():
                self._try(name, work)

    def _find_work(self) -> Iterator[tuple[str, Callable[[], Settled | None]]]:
        taken = list(self._folder.find_taken())
        self._looks = remember_looks(self._looks, self._folder.look())
        for name in self._in_the_way.keys() - self._looks.keys() - {_name(each) for each in taken}:
            self._clear(name)
        for each in taken:
            yield _name(each), partial(self._settle, each)
        for name in find_still(self._looks, time.monotonic(), self._still):
            yield name, partial(self._take, name)

    def _settle(self, taken: TakenList) -> Settled:
        return settle(taken, self._make_order(), self._folder.path, self._write_result)

    def _take(self, name: str) -> Settled | None:
        """Take a list and settle it, unless it has gone. It stays if the ledger cannot be asked."""
        path, order = self._folder.path / name, self._make_order()
        if not path.exists():
            return None
        key = name_order(name, read_source(str(path)).content)
        taken = self._folder.take(Claim(name, key, find_ordered(order.ledger, key)))
        return settle(taken, order, self._folder.path, self._write_result)

    def _try(self, name: str, work: Callable[[], Settled | None]) -> None:
        try:
            settled = work()
        except PrisonmailError as error:
            self._put_in_the_way(name, error)
        except OSError as error:
            self._put_in_the_way(name, self._refuse(error))
        else:
            self._looks.pop(name, None)
            self._clear(name)
            if settled:
                self._tell(settled)
                self._note(settled)

    def _note(self, settled: Settled) -> None:
        result = settled.result
        if isinstance(result, PrisonmailError) or result.exit_code is not ExitCode.DONE:
            self.exit_code = ExitCode.NO

    def _put_in_the_way(self, name: str, error: PrisonmailError) -> None:
        """Keep what is in the way, and say it unless it has been said."""
        said = {each.message for each in self._in_the_way.values()}
        before = self._in_the_way.get(name)
        self._in_the_way[name] = error
        self._again_at[name] = time.monotonic() + self._still * _TRIES
        if error.message not in said and not (before and before.kind == error.kind):
            self._tell(InTheWay(error))

    def _clear(self, name: str) -> None:
        self._again_at.pop(name, None)
        if self._in_the_way.pop(name, None) and not self._in_the_way:
            self._tell(OutOfTheWay())

    def _refuse(self, error: OSError) -> OutputRefused:
        named = error.filename2 or error.filename or self._folder.path
        return OutputRefused(f"{named} cannot be used: {error.strerror or error}.")


def _name(taken: TakenList) -> str:
    return taken.claim.name
