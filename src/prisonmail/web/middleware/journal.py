"""Writes down and counts what was answered, and answers for faults of our own."""

import logging
import secrets
import time
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prisonmail.web.faults import answer_problem
from prisonmail.web.logs import LOGGER, place_fault
from prisonmail.web.metrics import Counts

_log = logging.getLogger(LOGGER)
_NO_ROUTE = _NO_METHOD = "-"
_METHODS = frozenset("CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split())
"""Whoever asks may use any word as a method: others are neither written down nor counted apart."""
_FAULT = "prisonmail met a fault of its own. Nothing you did is to blame."


class Journal:
    """Knows of all that happens within, and writes it down once it has been answered."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and write that down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request, answered = time.monotonic(), secrets.token_hex(8), 0

        async def send_noted(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = message["status"]
                MutableHeaders(scope=message).setdefault("x-request-id", request)
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except Exception as error:
            _log.error("fault", extra={"request": request, "fault": place_fault(error)})
            if answered:  # what was begun cannot be taken back
                raise
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            answer = answer_problem(Request(scope), status, _FAULT, kind="bug")
            await answer(scope, receive, send_noted)
        finally:
            self._note(scope, request, answered, time.monotonic() - began)

    def _note(self, scope: Scope, request: str, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else _NO_METHOD
        route = find_template(scope)
        missed = bool(scope.get("state", {}).get("missed"))
        self._counts.count(route, method, int(status), seconds, missed=missed)
        what = {"method": method, "route": route, "status": int(status)}
        _log.info("request", extra={"request": request, **what, "ms": round(seconds * 1000, 1)})


def find_template(scope: Scope) -> str:
    """Return the template of the path that was asked for; a hyphen if there is no such path."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return str(path) if path else _NO_ROUTE
