"""The one place where errors become answers of the server: a page, or a problem document."""

from collections.abc import Iterator
from errno import EDQUOT, ENOSPC
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from prisonmail.errors import OfAnother, PrisonmailError, ProfileMissing
from prisonmail.web.access.forms import (
    ForeignFormError,
    is_for_api,
    is_for_ministry,
    is_for_programs,
)
from prisonmail.web.access.visitors import NotAllowedError, NotSignedInError, find_visitor
from prisonmail.web.ministry import faults as ministry
from prisonmail.web.pages.late_forms import show_late_form
from prisonmail.web.pages.office.work import ask_for_reason
from prisonmail.web.pages.problem_pages import (
    ask_to_sign_in,
    show_no_profile,
    show_problem,
    word_status,
)
from prisonmail.web.request_faults import describe_fields, describe_status
from prisonmail.web.statuses import find_status, name_status, say_when


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
    if not is_for_api(request.url.path):
        return show_problem(request, status, message, remedy, more.get("batch"))
    document = {
        "type": f"urn:prisonmail:{kind or name_status(status).lower().replace(' ', '-')}",
        "title": name_status(status),
        "status": int(status),
        "detail": message,
        "help": remedy,
        **more,
    }
    return JSONResponse(document, status, say_when(status), media_type="application/problem+json")


def answer_error(request: Request, error: Exception) -> Response:
    """Answer with what is wrong and what to do."""
    assert isinstance(error, PrisonmailError)  # noqa: S101 - as it was registered
    more = {"batch": error.batch} if error.batch else {}
    return answer_problem(
        request, find_status(error), error.message, error.remedy, error.kind, **more
    )


def _answer_of_another(request: Request, error: Exception) -> Response:
    is_program = is_for_api(request.url.path)
    return answer_error(request, error) if is_program else ask_for_reason(request, error)


def _answer_no_profile(request: Request, error: Exception) -> Response:
    is_program = is_for_api(request.url.path)
    return answer_error(request, error) if is_program else show_no_profile(request)


async def _ask_to_sign_in(request: Request, _error: Exception) -> Response:
    if not is_for_api(request.url.path):
        return await ask_to_sign_in(request)
    remedy = "Send a token of yours, in the header: Authorization: Bearer TOKEN"
    found = answer_problem(request, HTTPStatus.UNAUTHORIZED, "There is no good token.", remedy)
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
    status = HTTPStatus(error.status_code)
    if is_for_programs(request.url.path):
        message, remedy = describe_status(status, str(error.detail))
    else:
        message, remedy = word_status(status, str(error.detail)), ""
    found = answer_problem(request, status, message, remedy)
    found.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        found.headers["Allow"] = ", ".join(_list_allowed(request))
    return found


def _list_allowed(request: Request) -> Iterator[str]:
    """Return the methods of all routes that have the address of a request."""
    for method in ("GET", "HEAD", "POST"):
        asked = {**request.scope, "method": method}
        if any(each.matches(asked)[0] is Match.FULL for each in request.app.routes):
            yield method


def _answer_fields(request: Request, error: Exception) -> Response:
    """Say which fields of a request are wrong, and nothing of what is in them."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as it was registered
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    faults = describe_fields(error.errors())
    return answer_problem(request, status, *describe_status(status), errors=faults)


def _answer_full_disk(request: Request, error: Exception) -> Response:
    if not isinstance(error, OSError) or error.errno not in (ENOSPC, EDQUOT):
        return _answer_fault(request, error)
    status, message = HTTPStatus.SERVICE_UNAVAILABLE, "The disk of the server is full."
    return answer_problem(request, status, message, "Have whoever looks after it make room.")


def _answer_fault(request: Request, _error: Exception) -> Response:
    message = "prisonmail met a fault of its own. Nothing you did is to blame."
    return answer_problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, message, kind="bug")
