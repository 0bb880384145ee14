"""Errors in the shape that a client of the Ministry's service reads."""

import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from prisonmail.errors import PrisonmailError
from prisonmail.web.access.visitors import NotAllowedError, NotSignedInError
from prisonmail.web.faults import find_status
from prisonmail.web.ministry.answers import MinistryAnswer, make_error
from prisonmail.web.ministry.callers import require_caller

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_log = logging.getLogger(__name__)


class MalformedRequestError(Exception):
    """The request lacks what it needs."""


class CallerRoute(APIRoute):
    """A question that only programs with a token may ask."""

    def get_route_handler(self) -> Handler:
        """Return the handler; who may not ask is told so before anything that they sent is read."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                require_caller(request)
                return await handler(request)
            except Exception as error:
                return _answer_error(error)

        return handle


def respond(answer: MinistryAnswer) -> JSONResponse:
    """Make the response of an answer."""
    return JSONResponse(dict(answer.document), answer.status)


def _answer_error(error: Exception) -> Response:
    match error:
        case NotSignedInError():
            found = make_error(HTTPStatus.UNAUTHORIZED, "AUTH", "There is no good token.")
            response = respond(found)
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        case NotAllowedError():
            found = make_error(HTTPStatus.FORBIDDEN, "AUTH", "The token does not allow this.")
        case RequestValidationError() | MalformedRequestError() | HTTPException(status_code=400):
            message = "The request has to be a JSON object with a text named barcode."
            found = make_error(HTTPStatus.BAD_REQUEST, "MALFORMED_REQUEST", message)
        case PrisonmailError():
            said = f"{error.message} {error.remedy}".strip()
            found = make_error(find_status(error), "DOWNSTREAM", said)
        case _:
            _log.error("fault", exc_info=error)
            message = "prisonmail met a fault of its own."
            found = make_error(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)
    return respond(found)
