"""What is kept open between requests: to open a ledger takes longer than a check."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar, cast

from starlette.requests import Request

from prisonmail.errors import InputMissing, LedgerWentBack
from prisonmail.ledger.store import Ledger, find_file, is_server, open_ledger
from prisonmail.system.record import Workpiece
from prisonmail.use_cases.verify import Checker, Desk, Prepare, RecordedAnswer

T = TypeVar("T")
Kept = TypeVar("Kept")
_AT_SERVER = 4
"""Desks at a server: while one waits for its answer, others ask. At a file there is one, since only
one at a time may write, and SQLite has those who wait sleep."""
_REST_SECONDS = 1.0
"""After so long without a question a file is closed: whoever is to encrypt or replace it waits."""
_REST_SECONDS_AT_SERVER = 60.0


class _Question(Workpiece):
    work: Callable[[Any], object]
    answer: Future[object]

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for the answer; from now on nobody can take it back."""
        return self.answer.running() or self.answer.set_running_or_notify_cancel()


class KeptOpen(Generic[Kept]):
    """Some threads, each with what is kept open before it, that take what is asked in turn.

    They begin with the first question, and begin again after whatever went wrong.
    """

    def __init__(
        self, place: str, open_place: Callable[[str], AbstractContextManager[Kept]]
    ) -> None:
        self._place = place
        self._open = open_place
        self._number = _AT_SERVER if is_server(place) else 1
        self._rest = _REST_SECONDS_AT_SERVER if is_server(place) else _REST_SECONDS
        self._asked: SimpleQueue[_Question | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._beginning = Lock()

    async def ask(self, work: Callable[[Kept], T]) -> T:
        """Have a piece of work done at what is open, and return what comes of it.

        It may record one thing, as the last that it does: if the connection was lost before that,
        it is done anew. Raises what it raises, and what opening raises.
        """
        self._begin()
        question = _Question(work, Future())
        self._asked.put(question)
        return cast("T", await asyncio.wrap_future(question.answer))

    def close(self) -> None:
        """Finish what was asked, and close the ledger."""
        with self._beginning:
            ending, self._threads = self._threads, []
        for _ in ending:
            self._asked.put(None)
        for each in ending:
            each.join()

    def _begin(self) -> None:
        with self._beginning:
            if not self._threads:
                new = (Thread(target=self._work, daemon=True) for _ in range(self._number))
                self._threads = list(new)
                for each in self._threads:
                    each.start()

    def _work(self) -> None:
        while question := self._asked.get():
            again: _Question | None = question
            while again:
                again = self._answer(again)

    def _answer(self, question: _Question) -> _Question | None:
        """Open the ledger for a question, and keep it open while others come.

        Return the question that has to be asked of a ledger that is opened anew, if there is one.
        """
        fresh = True
        try:
            with self._open(self._place) as kept:
                file = find_file(self._place)
                while find_file(self._place) == file:
                    if question.is_wanted:
                        question.answer.set_result(question.work(kept))
                    if not (following := self._wait()):
                        return None
                    question, fresh = following, False
            return question  # another file is in its place, or none
        except BaseException as error:
            if not fresh and _is_lost(error):
                return question
            if question.is_wanted:
                question.answer.set_exception(error)
        return None

    def _wait(self) -> _Question | None:
        try:
            following = self._asked.get(timeout=self._rest)
        except Empty:
            return None
        if following is None:
            self._asked.put(None)  # it is for the end of this thread, once the ledger is closed
        return following


class Desks(KeptOpen[Ledger]):
    """Desks with their ledger open."""

    def __init__(self, place: str) -> None:
        super().__init__(place, open_ledger)

    async def check(
        self,
        text: str,
        checker: Checker,
        now: datetime,
        operator: str,
        prepare: Prepare = lambda answer: None,
    ) -> RecordedAnswer:
        """Answer for a code and record the check, as `Desk.check`, by somebody who is at work."""

        def check(ledger: Ledger) -> RecordedAnswer:
            desk = Desk(ledger.name_operator(operator), checker, checker.at_prison)
            return desk.check(text, now, prepare)

        return await self.ask(check)


def find_desks(request: Request) -> Desks:
    """Return the desks of the server that answers."""
    found: Desks = request.app.state.desks
    return found


def _is_lost(error: BaseException) -> bool:
    """Check whether a connection may have been lost before anything was recorded."""
    return isinstance(error, InputMissing) and not isinstance(error, LedgerWentBack)
