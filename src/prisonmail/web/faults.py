"""The one place where errors become answers of the server: a page, or a problem document."""

from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from prisonmail.errors import (
    AlreadyIssued,
    AskedTooOften,
    ExitCode,
    KeyUsed,
    NotIssued,
    OfAnother,
    PrisonmailError,
)
from prisonmail.web.access.visitors import NotAllowedError, NotSignedInError
from prisonmail.web.pages.office.work import ask_for_reason
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import leave_out_commands

_API = "/api/"
_BY_EXIT_CODE = {
    ExitCode.USAGE: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExitCode.BAD_LIST: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExitCode.NO_INPUT: HTTPStatus.SERVICE_UNAVAILABLE,
    ExitCode.NO_RELAY: HTTPStatus.BAD_GATEWAY,
    ExitCode.TRY_LATER: HTTPStatus.SERVICE_UNAVAILABLE,
    ExitCode.CANNOT_WRITE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_BY_KIND = {
    AlreadyIssued.kind: HTTPStatus.CONFLICT,
    KeyUsed.kind: HTTPStatus.CONFLICT,
    AskedTooOften.kind: HTTPStatus.TOO_MANY_REQUESTS,
}


def find_status(error: PrisonmailError) -> HTTPStatus:
    """Return the status of HTTP that says what an error means.

    >>> find_status(AlreadyIssued("It was issued today.")).phrase
    'Conflict'
    """
    if isinstance(error, NotIssued):
        return HTTPStatus.NOT_FOUND
    by_exit_code = _BY_EXIT_CODE.get(error.exit_code, HTTPStatus.INTERNAL_SERVER_ERROR)
    return _BY_KIND.get(error.kind, by_exit_code)


def add_fault_handlers(app: FastAPI) -> None:
    """Have every error answered in words."""
    app.add_exception_handler(PrisonmailError, _answer_error)
    app.add_exception_handler(OfAnother, _answer_anothers)
    app.add_exception_handler(NotSignedInError, _ask_to_sign_in)
    app.add_exception_handler(NotAllowedError, _refuse)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_fault)


def answer_problem(
    request: Request,
    status: HTTPStatus,
    message: str,
    remedy: str = "",
    kind: str = "",
    **more: object,
) -> Response:
    """Answer with what is wrong: by RFC 9457 to programs, by a page to people."""
    if not request.url.path.startswith(_API):
        said = leave_out_commands(message) or message, leave_out_commands(remedy)
        return render(
            request, "message.html", status, heading=status.phrase, message=said[0], remedy=said[1]
        )
    document = {
        "type": f"urn:prisonmail:{kind or status.phrase.lower().replace(' ', '-')}",
        "title": status.phrase,
        "status": int(status),
        "detail": message,
        "help": remedy,
        **more,
    }
    return JSONResponse(document, status, media_type="application/problem+json")


def _answer_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PrisonmailError)  # noqa: S101 - as it was registered
    more = {"batch": error.batch} if error.batch else {}
    return answer_problem(
        request, find_status(error), error.message, error.remedy, error.kind, **more
    )


def _answer_anothers(request: Request, error: Exception) -> Response:
    is_program = request.url.path.startswith(_API)
    return _answer_error(request, error) if is_program else ask_for_reason(request, error)


def _ask_to_sign_in(request: Request, _error: Exception) -> Response:
    if not request.url.path.startswith(_API):
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    found = answer_problem(
        request, HTTPStatus.UNAUTHORIZED, "There is no good token.", "Send a token of yours."
    )
    found.headers["WWW-Authenticate"] = "Bearer"
    return found


def _refuse(request: Request, _error: Exception) -> Response:
    message = "You are not allowed to do this."
    return answer_problem(request, HTTPStatus.FORBIDDEN, message, "Ask whoever looks after it.")


def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as it was registered
    found = answer_problem(request, HTTPStatus(error.status_code), str(error.detail))
    found.headers.update(error.headers or {})
    return found


def _answer_fault(request: Request, _error: Exception) -> Response:
    message = "prisonmail met a fault of its own. Nothing you did is to blame."
    return answer_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, message, kind="bug")
