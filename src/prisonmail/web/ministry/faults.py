"""Errors in the shape that a client of the Ministry's service reads."""

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
from prisonmail.web.ministry.answers import MinistryAnswer, make_error
from prisonmail.web.ministry.callers import require_caller
from prisonmail.web.statuses import find_status, say_when

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_CODES = {
    HTTPStatus.UNAUTHORIZED: "AUTH",
    HTTPStatus.FORBIDDEN: "AUTH",
    HTTPStatus.NOT_FOUND: "NOT_FOUND",
    HTTPStatus.INTERNAL_SERVER_ERROR: "INTERNAL_ERROR",
}


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
                if answer := _find_answer(error):
                    return answer
                raise

        return handle


def answer_problem(status: HTTPStatus, message: str) -> Response:
    """Answer with a status that is not of the five outcomes of a check."""
    return respond(make_error(status, _name_status(status), message))


def respond(answer: MinistryAnswer) -> Response:
    """Make the response of an answer."""
    return JSONResponse(dict(answer.document), answer.status, say_when(answer.status))


def _find_answer(error: Exception) -> Response | None:
    """Answer an error, in the words of the Ministry's service; None if it is a fault of ours."""
    match error:
        case NotSignedInError():
            found = answer_problem(HTTPStatus.UNAUTHORIZED, "There is no good token.")
            found.headers["WWW-Authenticate"] = "Bearer"
            return found
        case NotAllowedError():
            return answer_problem(HTTPStatus.FORBIDDEN, "The token does not allow this.")
        case RequestValidationError() | MalformedRequestError() | HTTPException(status_code=400):
            message = "The request has to be a JSON object with a text named barcode."
            return answer_problem(HTTPStatus.BAD_REQUEST, message)
        case PrisonmailError():
            said = f"{error.message} {error.remedy}".strip()
            return answer_problem(find_status(error), said)
        case _:
            return None


def _name_status(status: HTTPStatus) -> str:
    """Return the code of an error that has no other.

    >>> _name_status(HTTPStatus.SERVICE_UNAVAILABLE)
    'DOWNSTREAM'
    """
    other = "MALFORMED_REQUEST" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "DOWNSTREAM"
    return _CODES.get(status, other)
