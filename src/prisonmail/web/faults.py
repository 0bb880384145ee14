"""The one place where errors become answers of the server: a page, or a problem document."""

from collections.abc import Iterator, Mapping
from errno import EDQUOT, ENOSPC
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match

from prisonmail.errors import OfAnother, PrisonmailError, ProfileMissing
from prisonmail.web.access.forms import ForeignFormError, is_for_ministry, is_for_programs
from prisonmail.web.access.visitors import (
    NotAllowedError,
    NotSignedInError,
    Right,
    find_visitor,
)
from prisonmail.web.ministry import faults as ministry
from prisonmail.web.pages.late_forms import show_late_form
from prisonmail.web.pages.office.work import ask_for_reason
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import leave_out_commands
from prisonmail.web.statuses import find_status

_API = "/api/"
_OFFICE = "/letters"
_HEADINGS = {
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "It is not here",
    HTTPStatus.METHOD_NOT_ALLOWED: "There is nothing to see here",
    HTTPStatus.GONE: "It is gone",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too much at once",
    HTTPStatus.MISDIRECTED_REQUEST: "Not at this address",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of prisonmail",
    HTTPStatus.SERVICE_UNAVAILABLE: "It cannot be done now",
}
"""What a page is called that says why something was not done."""
_NOTHING_HERE = "There is no page at this address."
_RETRY_SECONDS = "5"
"""After how long it may be worth to ask again, if a ledger is not there."""


def add_fault_handlers(app: FastAPI) -> None:
    """Have every error answered in words."""
    app.add_exception_handler(PrisonmailError, answer_error)
    app.add_exception_handler(OfAnother, _answer_of_another)
    app.add_exception_handler(ProfileMissing, _answer_no_profile)
    app.add_exception_handler(NotSignedInError, _ask_to_sign_in)
    app.add_exception_handler(NotAllowedError, _refuse)
    app.add_exception_handler(ForeignFormError, _refuse_form)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(RequestValidationError, _answer_fields)
    app.add_exception_handler(OSError, _answer_full_disk)
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
    if is_for_ministry(request.url.path):
        return ministry.answer_problem(status, message)
    again = {"Retry-After": _RETRY_SECONDS} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
    if not request.url.path.startswith(_API):
        said = {
            "message": leave_out_commands(message) or message,
            "remedy": leave_out_commands(remedy),
            "batch": more.get("batch"),
        }
        heading = _HEADINGS.get(status, "It could not be done")
        page = render(request, _choose_template(request), status, heading=heading, **said)
        page.headers.update(again)
        return page
    document = {
        "type": f"urn:prisonmail:{kind or status.phrase.lower().replace(' ', '-')}",
        "title": status.phrase,
        "status": int(status),
        "detail": message,
        "help": remedy,
        **more,
    }
    return JSONResponse(document, status, again, media_type="application/problem+json")


def _choose_template(request: Request) -> str:
    """Return a page with the ways to all others, for whoever may go there."""
    visitor = find_visitor(request)
    at_office = request.url.path.startswith(_OFFICE)
    may_go_on = visitor is not None and visitor.right.includes(Right.ISSUE)
    return "office/message.html" if at_office and may_go_on else "message.html"


def answer_error(request: Request, error: Exception) -> Response:
    """Answer with what is wrong and what to do."""
    assert isinstance(error, PrisonmailError)  # noqa: S101 - as it was registered
    more = {"batch": error.batch} if error.batch else {}
    return answer_problem(
        request, find_status(error), error.message, error.remedy, error.kind, **more
    )


def _answer_of_another(request: Request, error: Exception) -> Response:
    is_program = request.url.path.startswith(_API)
    return answer_error(request, error) if is_program else ask_for_reason(request, error)


def _answer_no_profile(request: Request, error: Exception) -> Response:
    """Lead whoever may say who sends to where it is said, and tell others whom to ask."""
    if request.url.path.startswith(_API):
        return answer_error(request, error)
    visitor = find_visitor(request)
    if visitor and visitor.right.includes(Right.ADMIN):
        return RedirectResponse("/letters/settings/profile", HTTPStatus.SEE_OTHER)
    message = "Nobody has said yet who sends the letters."
    remedy = "Ask whoever may change the settings here to do that first."
    return answer_problem(request, HTTPStatus.SERVICE_UNAVAILABLE, message, remedy)


async def _ask_to_sign_in(request: Request, _error: Exception) -> Response:
    if not request.url.path.startswith(_API):
        if late := await show_late_form(request, HTTPStatus.FORBIDDEN):
            return late
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    found = answer_problem(
        request, HTTPStatus.UNAUTHORIZED, "There is no good token.", "Send a token of yours."
    )
    found.headers["WWW-Authenticate"] = "Bearer"
    return found


def _refuse(request: Request, _error: Exception) -> Response:
    message = "You are not allowed to do this."
    return answer_problem(request, HTTPStatus.FORBIDDEN, message, "Ask whoever looks after it.")


async def _refuse_form(request: Request, _error: Exception) -> Response:
    if find_visitor(request) and (late := await show_late_form(request, HTTPStatus.FORBIDDEN)):
        return late
    message = "This form is not from a page of yours, or it is too old."
    remedy = "Go back, load the page again, and send it once more."
    return answer_problem(request, HTTPStatus.FORBIDDEN, message, remedy)


def answer_http(request: Request, error: Exception) -> Response:
    """Answer with a status of HTTP, in words."""
    assert isinstance(error, HTTPException)  # noqa: S101 - as it was registered
    status, message = HTTPStatus(error.status_code), str(error.detail)
    if message == status.phrase and not is_for_programs(request.url.path):
        message = _NOTHING_HERE
    found = answer_problem(request, status, message)
    found.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        found.headers["Allow"] = ", ".join(_list_allowed(request))
    return found


def _list_allowed(request: Request) -> Iterator[str]:
    """Return the methods of all routes that have the address of a request."""
    for method in ("GET", "POST"):
        asked = {**request.scope, "method": method}
        if any(each.matches(asked)[0] is Match.FULL for each in request.app.routes):
            yield method


def _answer_fields(request: Request, error: Exception) -> Response:
    """Say which fields of a request are wrong, and nothing of what is in them."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as it was registered
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    faults = list(map(_describe_field, error.errors()))
    return answer_problem(request, status, "The request is not as it should be.", errors=faults)


def _describe_field(fault: Mapping[str, Any]) -> dict[str, str]:
    *within, last = map(str, fault["loc"])
    if fault["type"] == "extra_forbidden":  # its name is of the request
        return {"field": ".".join(within), "message": "There is a field that is not known."}
    return {"field": ".".join((*within, last)), "message": str(fault["msg"])}


def _answer_full_disk(request: Request, error: Exception) -> Response:
    if not isinstance(error, OSError) or error.errno not in (ENOSPC, EDQUOT):
        return _answer_fault(request, error)
    status, message = HTTPStatus.SERVICE_UNAVAILABLE, "The disk of the server is full."
    return answer_problem(request, status, message, "Have whoever looks after it make room.")


def _answer_fault(request: Request, _error: Exception) -> Response:
    message = "prisonmail met a fault of its own. Nothing you did is to blame."
    return answer_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, message, kind="bug")
