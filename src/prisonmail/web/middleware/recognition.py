"""Finds out who asks: by the cookie of a session, for pages, or by a token, for programs."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from prisonmail.errors import PrisonmailError
from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.forms import is_for_programs, make_csrf
from prisonmail.web.access.visitors import Visitor
from prisonmail.web.faults import answer_error
from prisonmail.web.middleware.guard import PING
from prisonmail.web.settings import Settings

_OPEN = ("/static/", PING)
"""Paths that are the same for all."""


class Recognition:
    """Sets `visitor`, `session`, `csrf` and `by_cookie` in the state of each request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
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
            return
        await self._app(scope, receive, send)

    async def _recognise(self, request: Request) -> None:
        request.state.visitor = None
        request.state.by_cookie = not is_for_programs(request.scope["path"])
        request.state.session = name = request.cookies.get(self._cookie, "")
        request.state.csrf = make_csrf(name) if name else ""
        if name and request.state.by_cookie:
            request.state.visitor = await run_in_threadpool(self._find_by_session, name)

    def _find_by_session(self, name: str) -> Visitor | None:
        with open_server_state(self._settings.ledger) as state:
            found = sessions.find(state, name, clock.now())
        return found.visitor if found else None
