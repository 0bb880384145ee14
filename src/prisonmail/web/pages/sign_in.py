"""The pages by which people sign in and out."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.links import LINK, follow_link
from prisonmail.web.access.visitors import find_visitor
from prisonmail.web.pages.rendering import render
from prisonmail.web.settings import Settings

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def show(request: Request) -> Response:
    """Say how to sign in, or go on if that is done."""
    if find_visitor(request):
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    return render(request, "sign_in_by_link.html", is_too_old=False)


@router.get(LINK)
def sign_in_by_link(request: Request, key: str = "") -> Response:
    """Sign the user of this computer in, once."""
    settings = _settings(request)
    name = follow_link(settings, key, clock.now()) if settings.has_link else None
    if name is None:
        return render(request, "sign_in_by_link.html", HTTPStatus.FORBIDDEN, is_too_old=True)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    sessions.set_cookie(response, settings, name)
    return response


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session at the server."""
    settings = _settings(request)
    with open_server_state(settings.ledger) as state:
        sessions.end(state, request.state.session)
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(
        sessions.name_cookie(settings), secure=settings.is_secure, httponly=True, samesite="lax"
    )
    return response


def _settings(request: Request) -> Settings:
    found = request.app.state.settings
    assert isinstance(found, Settings)  # noqa: S101 - as `make_app` set it
    return found
