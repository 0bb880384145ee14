"""What is kept open between requests: to open a ledger takes longer than a check."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar, cast

from starlette.requests import Request

from prisonmail.errors import InputMissing, LedgerWentBack, OutputRefused
from prisonmail.ledger.store import Ledger, find_file, is_server, open_ledger, safe_name
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
Kept = TypeVar("Kept")
_MOST = 100
"""Questions that are taken at once, so that nobody waits long for the answers of others."""
_REST_SECONDS = 1.0
"""After so long without a question a file is closed: whoever is to encrypt or replace it waits."""
_REST_SECONDS_AT_SERVER = 60.0
_PATIENCE_SECONDS = 40.0
"""How long an answer is waited for: longer than a database waits for others before it says so."""


class _Question(Workpiece):
    asked: Callable[[Any], object] | Asked
    answer: Future[object]
    shared: bool = False
    """Whether all who wait with the same question may be told the same."""

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for the answer; from now on nobody can take it back."""
        if self.answer.done():
            return False
        return self.answer.running() or self.answer.set_running_or_notify_cancel()


class KeptOpen(Generic[Kept]):
    """A thread with what is kept open before it, which takes whatever is waiting at once.

    It begins with the first question, and begins again after whatever went wrong.
    """

    def __init__(
        self, place: str, open_place: Callable[[str], AbstractContextManager[Kept]]
    ) -> None:
        self._place = place
        self._open = open_place
        self._rest = _REST_SECONDS_AT_SERVER if is_server(place) else _REST_SECONDS
        self._asked: SimpleQueue[_Question | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._beginning = Lock()

    async def ask(self, work: Callable[[Kept], T]) -> T:
        """Have a piece of work done at what is open, and return what comes of it.

        It may record one thing, as the last that it does: if the connection was lost before that,
        it is done anew. Raises what it raises, and what opening raises.
        """
        return cast("T", await self._wait_for(work))

    async def read(self, reading: Callable[[Kept], T]) -> T:
        """Have something read, once for all who wait for the same reading. Raises as `ask`."""
        return cast("T", await self._wait_for(reading, shared=True))

    def close(self) -> None:
        """Finish what was asked, and close the ledger."""
        with self._beginning:
            ending, self._thread = self._thread, None
        if ending:
            self._asked.put(None)
            ending.join()

    async def _wait_for(
        self, asked: Callable[[Any], object] | Asked, *, shared: bool = False
    ) -> object:
        with self._beginning:
            if self._thread is None:
                self._thread = Thread(target=self._work, daemon=True)
                self._thread.start()
        question = _Question(asked, Future(), shared)
        self._asked.put(question)
        answer = asyncio.wrap_future(question.answer)
        try:
            return await asyncio.wait_for(answer, _PATIENCE_SECONDS)
        except TimeoutError:
            if question.answer.done() and not question.answer.cancelled():
                raise
            raise _say_silent(self._place) from None

    def _work(self) -> None:
        while waiting := self._take():
            again: list[_Question] = waiting
            while again:
                again = self._answer(again)

    def _answer(self, waiting: list[_Question]) -> list[_Question]:
        """Open the place for what is asked, and keep it open while more comes.

        Return what has to be asked of it when it is opened anew.
        """
        fresh, at_work = True, waiting
        try:
            with self._open(self._place) as kept:
                file = find_file(self._place)
                while find_file(self._place) == file:
                    for at_work in self._divide(waiting):
                        self._answer_several(kept, at_work)
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
                self._asked.put(None)  # for the end of this thread, once all is closed
        return found

    def _divide(self, waiting: Sequence[_Question]) -> Iterator[list[_Question]]:
        """Divide what is asked into what is answered together: if it fails, then for all of it."""
        divided: dict[object, list[_Question]] = {}
        for each in waiting:
            divided.setdefault(each.asked if each.shared else id(each), []).append(each)
        yield from divided.values()

    def _answer_several(self, kept: Kept, several: Sequence[_Question]) -> None:
        """Do one piece of work, for all who asked for it. Raises what it raises."""
        opened = [each for each in several if each.is_open]
        if opened and not isinstance(asked := opened[0].asked, Asked):
            found = asked(kept)
            for each in opened:
                each.answer.set_result(found)


class Desks(KeptOpen[Ledger]):
    """Desks with their ledger open.

    The checks that wait are recorded together: while one transaction goes to the disk, the next
    ones gather.
    """

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
        code = read_code(text)
        if code and not checker.peek:
            asked = Asked(code, checker, now, operator, prepare)
            return cast("RecordedAnswer", await self._wait_for(asked))

        def check(ledger: Ledger) -> RecordedAnswer:
            desk = Desk(ledger.name_operator(operator), checker, checker.at_prison)
            return desk.check(text, now, prepare)

        return await self.ask(check)

    def _divide(self, waiting: Sequence[_Question]) -> Iterator[list[_Question]]:
        yield from super()._divide([each for each in waiting if not isinstance(each.asked, Asked)])
        if checks := [each for each in waiting if isinstance(each.asked, Asked)]:
            yield checks

    def _answer_several(self, kept: Ledger, several: Sequence[_Question]) -> None:
        """Do a piece of work, or record all checks. Raises why none of them has an answer."""
        if not isinstance(several[0].asked, Asked):
            super()._answer_several(kept, several)
            return
        opened = [each for each in several if each.is_open]
        asked = [each.asked for each in opened if isinstance(each.asked, Asked)]
        found = check_several(kept, asked) if asked else []
        for each, outcome in zip(opened, found, strict=True):
            if isinstance(outcome, Exception):
                each.answer.set_exception(outcome)
            else:
                each.answer.set_result(outcome)


def _say_silent(place: str) -> OutputRefused:
    return OutputRefused(
        f"The ledger {safe_name(place)} has not answered for {_PATIENCE_SECONDS:.0f} seconds.",
        "What was asked for may still be recorded: look at the last checks before you try again.",
    )


def find_desks(request: Request) -> Desks:
    """Return the desks of the server that answers."""
    found: Desks = request.app.state.desks
    return found


def _is_lost(error: BaseException) -> bool:
    """Check whether a connection may have been lost before anything was recorded."""
    return isinstance(error, InputMissing) and not isinstance(error, LedgerWentBack)
