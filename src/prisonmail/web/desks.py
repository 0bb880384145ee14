"""Desks with their ledger open: to open one takes longer than a check."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar, cast

from starlette.requests import Request

from prisonmail.errors import InputMissing, LedgerWentBack
from prisonmail.ledger.store import Ledger, find_file, is_server, open_ledger
from prisonmail.system.record import Workpiece
from prisonmail.use_cases.verify import (
    Asked,
    Checker,
    Desk,
    Prepare,
    RecordedAnswer,
    check_several,
    read_code,
)

T = TypeVar("T")
Work = Callable[[Ledger], object]
_MOST = 100
"""Checks that are recorded together, so that nobody waits long for those of others."""
_REST_SECONDS = 1.0
"""After so long without a question a file is closed: whoever is to encrypt or replace it waits."""
_REST_SECONDS_AT_SERVER = 60.0


class _Question(Workpiece):
    asked: Work | Asked
    answer: Future[object]

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for the answer; from now on nobody can take it back."""
        if self.answer.done():
            return False
        return self.answer.running() or self.answer.set_running_or_notify_cancel()


class Desks:
    """A thread with the ledger open before it, which takes whatever is waiting at once.

    The checks among that are recorded together: while one transaction goes to the disk, the next
    ones gather. It begins with the first question, and begins again after whatever went wrong.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._rest = _REST_SECONDS_AT_SERVER if is_server(place) else _REST_SECONDS
        self._asked: SimpleQueue[_Question | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._beginning = Lock()

    async def ask(self, work: Callable[[Ledger], T]) -> T:
        """Have a piece of work done at an open ledger, and return what comes of it.

        It may record one thing, as the last that it does: if the connection was lost before that,
        it is done anew. Raises what it raises, and what opening the ledger raises.
        """
        return cast("T", await self._wait_for(work))

    async def check(
        self,
        text: str,
        checker: Checker,
        now: datetime,
        operator: str,
        prepare: Prepare = lambda answer: None,
    ) -> RecordedAnswer:
        """Answer for a code and record the check, as `Desk.check`, by somebody who is at work."""
        code = read_code(text)
        if code and not checker.peek:
            asked = Asked(code, checker, now, operator, prepare)
            return cast("RecordedAnswer", await self._wait_for(asked))

        def check(ledger: Ledger) -> RecordedAnswer:
            desk = Desk(ledger.name_operator(operator), checker, checker.at_prison)
            return desk.check(text, now, prepare)

        return await self.ask(check)

    def close(self) -> None:
        """Finish what was asked, and close the ledger."""
        with self._beginning:
            ending, self._thread = self._thread, None
        if ending:
            self._asked.put(None)
            ending.join()

    async def _wait_for(self, asked: Work | Asked) -> object:
        with self._beginning:
            if self._thread is None:
                self._thread = Thread(target=self._work, daemon=True)
                self._thread.start()
        question = _Question(asked, Future())
        self._asked.put(question)
        return await asyncio.wrap_future(question.answer)

    def _work(self) -> None:
        while waiting := self._take():
            again: list[_Question] = waiting
            while again:
                again = self._answer(again)

    def _answer(self, waiting: list[_Question]) -> list[_Question]:
        """Open the ledger for what is asked, and keep it open while more comes.

        Return what has to be asked of a ledger that is opened anew.
        """
        fresh, at_work = True, waiting
        try:
            with open_ledger(self._place) as ledger:
                file = find_file(self._place)
                while find_file(self._place) == file:
                    for at_work in _divide(waiting):
                        _answer_several(ledger, at_work)
                    if not (waiting := self._take(self._rest)):
                        return []
                    fresh, at_work = False, waiting
            return waiting  # another file is in its place, or none
        except BaseException as error:
            if fresh or not _is_lost(error):
                for each in at_work:
                    if each.is_open:
                        each.answer.set_exception(error)
        return [each for each in waiting if not each.answer.done()]

    def _take(self, seconds: float | None = None) -> list[_Question]:
        """Return what is waiting; nothing if nothing came for so long, or if this is the end."""
        found: list[_Question] = []
        with suppress(Empty):
            following = self._asked.get(timeout=seconds)
            while following:
                found.append(following)
                if len(found) == _MOST:
                    return found
                following = self._asked.get_nowait()
            if found or seconds:
                self._asked.put(None)  # for the end of this thread, once the ledger is closed
        return found


def find_desks(request: Request) -> Desks:
    """Return the desks of the server that answers."""
    found: Desks = request.app.state.desks
    return found


def _is_lost(error: BaseException) -> bool:
    """Check whether a connection may have been lost before anything was recorded."""
    return isinstance(error, InputMissing) and not isinstance(error, LedgerWentBack)


def _divide(waiting: Sequence[_Question]) -> Iterator[list[_Question]]:
    """Divide what is asked into pieces of work, one by one, and all checks."""
    yield from ([each] for each in waiting if not isinstance(each.asked, Asked))
    yield [each for each in waiting if isinstance(each.asked, Asked)]


def _answer_several(ledger: Ledger, several: Sequence[_Question]) -> None:
    """Answer a piece of work, or checks. Raises what none of them can be answered for."""
    opened = [each for each in several if each.is_open]
    checks = [each.asked for each in opened if isinstance(each.asked, Asked)]
    found = check_several(ledger, checks) if checks else []
    for each in opened:
        if not isinstance(each.asked, Asked):
            each.answer.set_result(each.asked(ledger))
        elif isinstance(outcome := found.pop(0), Exception):
            each.answer.set_exception(outcome)
        else:
            each.answer.set_result(outcome)
