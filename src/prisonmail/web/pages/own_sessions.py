"""The page of one's own sessions: where else one is signed in, and an end to that."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.pages.office.work import Form
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/sessions")
def show(request: Request) -> Response:
    """Show in how many browsers somebody is signed in, the last used first."""
    require(request, Right.CHECK)
    with open_server_state(request.app.state.settings.ledger) as state:
        found = sessions.list_own(state, request.state.session, clock.now())
    this = sessions.hash_name(request.state.session)
    newest = sorted(found.items(), key=lambda each: each[1].seen, reverse=True)
    rows = [
        (name, name == this, clock.long_time(each.began), clock.long_time(each.seen))
        for name, each in newest
    ]
    return render(request, "sessions.html", rows=rows)


@router.post("/sessions")
def end(request: Request, form: Form) -> Response:
    """End one of them, or all but this one: as the button says."""
    require(request, Right.CHECK)
    with open_server_state(request.app.state.settings.ledger) as state, state.transaction():
        which = form.get("end") or None
        sessions.end_own(state, request.state.session, which, clock.now())
    return RedirectResponse("/sessions", HTTPStatus.SEE_OTHER)
