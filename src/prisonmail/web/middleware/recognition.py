"""Finds out who asks: by the cookie of a session, for pages, or by a token, for programs."""

import logging
from datetime import timedelta
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from prisonmail.errors import LedgerMissing, PrisonmailError
from prisonmail.ledger.access.grants import TOKEN_BEGINS
from prisonmail.ledger.access.server_state import ServerState
from prisonmail.ledger.store import Ledger
from prisonmail.system import clock
from prisonmail.use_cases.senders.admission import (
    NOTHING_KNOWN,
    Admission,
    Admitted,
)
from prisonmail.web.access import sessions
from prisonmail.web.access.forms import is_for_programs, make_csrf
from prisonmail.web.access.sources import name_source
from prisonmail.web.access.visitors import Visitor
from prisonmail.web.desks import KeptOpen
from prisonmail.web.faults import answer_http, answer_problem
from prisonmail.web.logs import LOGGER
from prisonmail.web.middleware.guard import PING
from prisonmail.web.settings import Settings
from prisonmail.web.statuses import find_status

MOST_MISSES = 20
"""Wrong tokens from one place, after which it is told to wait. A good one is heeded all the same:
nobody can guess one, and others may share the place."""
_WITHIN = timedelta(minutes=10)
_MISS = "token-miss"
_CLOSED = (
    "The ledger cannot be reached, so that nobody can be let in.",
    "Try again. If it stays so, ask whoever looks after prisonmail here.",
)
_log = logging.getLogger(LOGGER)
_OPEN = ("/static/", PING)
"""Paths that are the same for all."""


class Recognition:
    """Sets `visitor`, `session`, `csrf` and `by_cookie` in the state of each request."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        admission: Admission,
        readers: KeptOpen[Ledger],
        states: KeptOpen[ServerState],
    ) -> None:
        self._app = app
        self._admission = admission
        self._readers = readers
        self._states = states
        self._cookie = sessions.name_cookie(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, and pass the request on."""
        if scope["type"] != "http" or scope["path"].startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            await self._recognise(request)
        except PrisonmailError as error:
            # to whom nobody knows it is not told where the ledger is
            _log.error("nobody can be let in", extra={"fault": error.kind})
            await answer_problem(request, find_status(error), *_CLOSED, error.kind)(
                scope, receive, send
            )
        except HTTPException as error:
            await answer_http(request, error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _recognise(self, request: Request) -> None:
        token, its = _read_token(request), request.state
        its.visitor = None
        its.by_cookie = not (token or is_for_programs(request.scope["path"]))
        its.session = request.cookies.get(self._cookie, "") if its.by_cookie else ""
        its.csrf = make_csrf(its.session) if its.session else ""
        if token:
            its.visitor = await self._find_by_token(request, token)
        elif its.session:
            its.visitor = await self._find_by_session(its.session)

    async def _find_by_token(self, request: Request, token: str) -> Visitor | None:
        """Return whose token it is. Raises HTTPException after many wrong ones from one place."""
        known = await self._readers.read(self._admission.read)
        found = self._admission.find_by_token(known, token, clock.now())
        if found is None:
            await self._count_miss(request)
        return _make_visitor(found)

    async def _find_by_session(self, name: str) -> Visitor | None:
        """Return who has signed in, with the right that they have by now.

        The session of somebody who has none is over, also if they are given one again.
        """
        now = clock.now()
        found = await self._states.ask(lambda state: sessions.find(state, name, now))
        if found is None or not found.mailbox:
            return found.visitor if found else None
        try:
            known = await self._readers.read(self._admission.read)
        except LedgerMissing:  # there is none yet: the first letters of a sender make it
            known = NOTHING_KNOWN
        admitted = self._admission.find_by_mailbox(known, found.mailbox, now)
        if admitted is None and self._admission.is_barred(known, found.mailbox):
            await self._states.ask(lambda state: sessions.end(state, name))
        return _make_visitor(admitted)

    async def _count_miss(self, request: Request) -> None:
        request.state.missed = True
        source, now = name_source(request), clock.now()

        def count(state: ServerState) -> bool:
            """Note a miss, and as many as count at most: whoever goes on fills no disk."""
            if state.count(_MISS, source, now - _WITHIN) >= MOST_MISSES:
                return False
            state.note(_MISS, source, now, now + _WITHIN)
            return True

        if not await self._states.ask(count):
            raise HTTPException(
                HTTPStatus.TOO_MANY_REQUESTS,
                "Too many wrong tokens came from here.",
                {"Retry-After": str(_WITHIN.seconds)},
            )


def _read_token(request: Request) -> str | None:
    """Return the token that a request shows; None if it shows none of ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_ours = scheme.lower() == "bearer" and token.strip().startswith(TOKEN_BEGINS)
    return token.strip() if is_ours else None


def _make_visitor(found: Admitted | None) -> Visitor | None:
    return Visitor(found.name, found.right, found.location) if found else None
