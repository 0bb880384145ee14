"""What is refused before anybody looks at it."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prisonmail.web.access.forms import is_foreign
from prisonmail.web.faults import answer_problem
from prisonmail.web.settings import Settings

PING = "/health/ping"
LONGEST_BODY = 64 * 1024
"""Bytes of a request: a form has a few hundred."""
LONGEST_LIST = 100 * 1024 * 1024
"""Bytes of a request that brings a list: with its enclosures."""
_WITH_LISTS = ("/letters", "/api/v1/batches", "/envelopes")
_TOO_LONG = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "What you sent is too long."


class Guard:
    """Lets in what is addressed to this server, by TLS if it has to be, and not too long."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._names = settings.names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if refusal := self._find_refusal(request):
            await answer_problem(request, *refusal)(scope, receive, send)
            return
        await self._app(scope, _limit(receive, _longest(request)), send)

    def _find_refusal(self, request: Request) -> tuple[HTTPStatus, str, str] | None:
        """Return the status, message and remedy with which a request is refused, if it is."""
        if request.scope["path"] == PING:
            return None
        if _read_host(request) not in self._names:
            remedy = "Use the address that you were given. It is set by: prisonmail serve"
            return HTTPStatus.MISDIRECTED_REQUEST, "This server has another name.", remedy
        if self._settings.is_secure and request.scope["scheme"] != "https":
            remedy = "Use the address that begins with https."
            return HTTPStatus.FORBIDDEN, "This connection is not secure.", remedy
        if is_foreign(request):
            remedy = "Go back, load the page again, and send it once more."
            return HTTPStatus.FORBIDDEN, "This form is not from a page of ours.", remedy
        if _length(request) > _longest(request):
            return *_TOO_LONG, "Send less at once."
        return None


def _read_host(request: Request) -> str:
    """Return the name that a request is addressed to, without its port.

    More than one header of that name is none. What is no port is left: a path behind it would be
    taken for that of the request.
    """
    found = request.headers.getlist("host")
    whole = found[0].lower() if len(found) == 1 else ""
    name, _, port = whole.rpartition(":")
    return name if port.isdecimal() and name else whole


def _longest(request: Request) -> int:
    return LONGEST_LIST if request.scope["path"].startswith(_WITH_LISTS) else LONGEST_BODY


def _length(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isdecimal() else 0


def _limit(receive: Receive, most: int) -> Receive:
    """Read no more of a request than it may have, whatever it says of its length."""
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise HTTPException(*_TOO_LONG)
        return message

    return receive_limited
