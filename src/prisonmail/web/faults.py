"""The one place where errors become answers of the server: a page, or a problem document."""

from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from prisonmail.errors import PrisonmailError
from prisonmail.web.access.forms import ForeignFormError
from prisonmail.web.access.visitors import NotAllowedError, NotSignedInError
from prisonmail.web.pages.rendering import render
from prisonmail.web.statuses import find_status

_API = "/api/"


def add_fault_handlers(app: FastAPI) -> None:
    """Have every error answered in words."""
    app.add_exception_handler(PrisonmailError, answer_error)
    app.add_exception_handler(NotSignedInError, _ask_to_sign_in)
    app.add_exception_handler(NotAllowedError, _refuse)
    app.add_exception_handler(ForeignFormError, _refuse_form)
    app.add_exception_handler(HTTPException, answer_http)
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
        return render(
            request, "message.html", status, heading=status.phrase, message=message, remedy=remedy
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


def answer_error(request: Request, error: Exception) -> Response:
    """Answer with what is wrong and what to do."""
    assert isinstance(error, PrisonmailError)  # noqa: S101 - as it was registered
    more = {"batch": error.batch} if error.batch else {}
    return answer_problem(
        request, find_status(error), error.message, error.remedy, error.kind, **more
    )


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


def _refuse_form(request: Request, _error: Exception) -> Response:
    message = "This form is not from a page of yours, or it is too old."
    remedy = "Go back, load the page again, and send it once more."
    return answer_problem(request, HTTPStatus.FORBIDDEN, message, remedy)


def answer_http(request: Request, error: Exception) -> Response:
    """Answer with a status of HTTP, in words."""
    assert isinstance(error, HTTPException)  # noqa: S101 - as it was registered
    found = answer_problem(request, HTTPStatus(error.status_code), str(error.detail))
    found.headers.update(error.headers or {})
    return found


def _answer_fault(request: Request, _error: Exception) -> Response:
    message = "prisonmail met a fault of its own. Nothing you did is to blame."
    return answer_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, message, kind="bug")
