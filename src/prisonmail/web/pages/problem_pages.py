"""Pages that say why something was not done."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.web.access.forms import SAFE_METHODS, SIGN_IN, UNDONE
from prisonmail.web.access.visitors import Right, find_visitor
from prisonmail.web.pages.late_forms import show_late_form
from prisonmail.web.pages.office.work import go_to_profile
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import leave_out_commands
from prisonmail.web.statuses import say_when

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
_NOTHING_HERE = "There is no page at this address."


def show_problem(
    request: Request, status: HTTPStatus, message: str, remedy: str, batch: object = None
) -> Response:
    """Show what is wrong and what to do, without commands, which nobody can type here."""
    said = {
        "heading": _HEADINGS.get(status, "It could not be done"),
        "message": leave_out_commands(message) or message,
        "remedy": leave_out_commands(remedy),
        "batch": batch,
    }
    page = render(request, _choose_template(request), status, **said)
    page.headers.update(say_when(status))
    return page


def word_status(status: HTTPStatus, detail: str) -> str:
    """Return what is said of a request that no page can answer."""
    return _NOTHING_HERE if detail == status.phrase else detail


def show_no_profile(request: Request) -> Response:
    """Lead whoever may say who sends to where it is said, and tell others whom to ask."""
    visitor = find_visitor(request)
    if visitor and visitor.right.includes(Right.ADMIN):
        return go_to_profile()
    message = "Nobody has said yet who sends the letters."
    remedy = "Ask whoever may change the settings here to do that first."
    return show_problem(request, HTTPStatus.SERVICE_UNAVAILABLE, message, remedy)


async def ask_to_sign_in(request: Request) -> Response:
    """Lead to where one signs in; what was typed in a form of the office stays until then."""
    if late := await show_late_form(request, HTTPStatus.FORBIDDEN):
        return late
    address = SIGN_IN if request.method in SAFE_METHODS else f"{SIGN_IN}?{UNDONE}=1"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _choose_template(request: Request) -> str:
    """Return a page with the ways to all others, for whoever may go there."""
    visitor = find_visitor(request)
    at_office = request.url.path.startswith(_OFFICE)
    may_go_on = visitor is not None and visitor.right.includes(Right.ISSUE)
    return "office/message.html" if at_office and may_go_on else "message.html"
