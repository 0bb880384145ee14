"""Finds out who asks: by the cookie of a session, for pages, or by a token, for programs."""

from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from prisonmail.errors import PrisonmailError
from prisonmail.ledger.access.grants import TOKEN_BEGINS
from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.use_cases.senders.admission import Admission
from prisonmail.web.access import sessions
from prisonmail.web.access.forms import is_for_programs, make_csrf
from prisonmail.web.access.sources import name_source
from prisonmail.web.access.visitors import Visitor
from prisonmail.web.faults import answer_error, answer_http
from prisonmail.web.middleware.guard import PING
from prisonmail.web.settings import Settings

MOST_MISSES = 20
"""Wrong tokens from one place, after which it is told to wait. A good one is heeded all the same:
nobody can guess one, and others may share the place."""
_WITHIN = timedelta(minutes=10)
_MISS = "token-miss"
_OPEN = ("/static/", PING)
"""Paths that are the same for all."""


class Recognition:
    """Sets `visitor`, `session`, `csrf` and `by_cookie` in the state of each request."""

    def __init__(self, app: ASGIApp, settings: Settings, admission: Admission) -> None:
        self._app = app
        self._ledger = settings.ledger
        self._admission = admission
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
            await answer_error(request, error)(scope, receive, send)
        except HTTPException as error:
            await answer_http(request, error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _recognise(self, request: Request) -> None:
        token = read_token(request)
        its = request.state
        its.visitor = None
        its.by_cookie = not (token or is_for_programs(request.scope["path"]))
        its.session = request.cookies.get(self._cookie, "") if its.by_cookie else ""
        its.csrf = make_csrf(its.session) if its.session else ""
        if token:
            its.visitor = await run_in_threadpool(self._find_by_token, request, token)
        elif its.session:
            its.visitor = await run_in_threadpool(self._find_by_session, its.session)

    def _find_by_token(self, request: Request, token: str) -> Visitor | None:
        return find_by_token(request, self._admission, self._ledger, token, clock.now())

    def _find_by_session(self, name: str) -> Visitor | None:
        """Return who has signed in, with the right that they have by now."""
        with open_server_state(self._ledger) as state:
            found = sessions.find(state, name, clock.now())
        if found is None or not found.mailbox:
            return found.visitor if found else None
        admitted = self._admission.find_by_mailbox(found.mailbox, clock.now())
        return Visitor(admitted.name, admitted.right, admitted.location) if admitted else None


def read_token(request: Request) -> str | None:
    """Return the token that a request shows; None if it shows none of ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_ours = scheme.lower() == "bearer" and token.strip().startswith(TOKEN_BEGINS)
    return token.strip() if is_ours else None


def find_by_token(
    request: Request, admission: Admission, ledger: str, token: str, now: datetime
) -> Visitor | None:
    """Return whose token it is; None if it is nobody's.

    Raises HTTPException after many wrong ones from one place.
    """
    found = admission.find_by_token(token, now)
    if found:
        return Visitor(found.name, found.right, found.location)
    request.state.missed = True
    source = name_source(request)
    with open_server_state(ledger) as state:
        state.note(_MISS, source, now, now + _WITHIN)
        misses = state.count(_MISS, source, now - _WITHIN)
    if misses > MOST_MISSES:
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many wrong tokens came from here.",
            {"Retry-After": str(_WITHIN.seconds)},
        )
    return None
