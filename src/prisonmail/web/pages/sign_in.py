"""The pages by which people sign in and out."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import AskedTooOften, WrongUsage
from prisonmail.ledger.access.sign_in_codes import Asker, is_waiting
from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.use_cases.senders.admission import Admission
from prisonmail.use_cases.senders.signing_in import MINUTES, ask_for_code, try_sign_in
from prisonmail.web.access import sessions
from prisonmail.web.access.forms import make_csrf
from prisonmail.web.access.known_browsers import keep_known, read_known
from prisonmail.web.access.links import LINK, follow_link
from prisonmail.web.access.outgoing import Outgoing
from prisonmail.web.access.peers import is_of_another_user
from prisonmail.web.access.sources import name_source
from prisonmail.web.access.visitors import NotAllowedError, Visitor, find_visitor
from prisonmail.web.pages.rendering import render
from prisonmail.web.settings import Settings
from prisonmail.web.statuses import find_status

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def show(request: Request, undone: str = "") -> Response:
    """Ask for the address of a mailbox, or go on if that is done."""
    if find_visitor(request):
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    if _settings(request).has_link:
        return render(request, "sign_in_by_link.html", is_too_old=False, undone=undone)
    name = request.state.session or sessions.draw_name()
    request.state.csrf = make_csrf(name)
    response = render(request, "sign_in.html", fault="", address="", undone=undone)
    sessions.set_cookie(response, _settings(request), name)
    return response


@router.post("/sign-in")
def ask(request: Request, address: Annotated[str, Form()] = "") -> Response:
    """Send a code, if somebody may sign in with the mailbox; the answer is the same if not."""
    settings = _settings(request)
    _refuse_link(settings)
    asker = _read_asker(request, read_known(request))
    outgoing: Outgoing = request.app.state.outgoing
    try:
        ask_for_code(
            settings.ledger,
            _admission(request),
            address.strip(),
            asker,
            clock.now(),
            outgoing.send,
        )
    except AskedTooOften as error:
        return _answer_too_often(request, asker, error, address.strip())
    except WrongUsage as error:
        fault = f"{error.message} {error.remedy}"
        status = find_status(error)
        return render(request, "sign_in.html", status, fault=fault, address=address.strip())
    return render(request, "sign_in_code.html", fault="", minutes=MINUTES)


@router.post("/sign-in/code")
def sign_in(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Sign in whoever types the code that was sent to their mailbox."""
    settings = _settings(request)
    _refuse_link(settings)
    known = read_known(request) or sessions.draw_name()
    asker = _read_asker(request, known)
    try:
        found = try_sign_in(settings.ledger, _admission(request), asker, code, clock.now())
    except AskedTooOften as error:
        fault = f"{error.message} {error.remedy}"
        status = find_status(error)
        return render(request, "sign_in_code.html", status, fault=fault, minutes=MINUTES)
    if found is None:
        request.state.missed = True
        fault = "That is not the code, or it is too old. Type the last one that came."
        return render(
            request, "sign_in_code.html", HTTPStatus.FORBIDDEN, fault=fault, minutes=MINUTES
        )
    mailbox, admitted = found
    visitor = Visitor(admitted.name, admitted.right, admitted.location)
    with open_server_state(settings.ledger) as state:
        name = sessions.begin(state, visitor, mailbox, clock.now())
    response = _enter(request, name)
    keep_known(response, known)
    return response


@router.get(LINK)
def sign_in_by_link(request: Request, key: str = "") -> Response:
    """Sign the user of this computer in, once."""
    settings, name = _settings(request), None
    if settings.has_link:
        by_other = is_of_another_user(request)
        name = follow_link(settings, key, clock.now(), by_other=by_other)
    if name is None:
        request.state.missed = True
        return render(request, "sign_in_by_link.html", HTTPStatus.FORBIDDEN, is_too_old=True)
    return _enter(request, name)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session at the server."""
    settings = _settings(request)
    with open_server_state(settings.ledger) as state:
        sessions.end(state, request.state.session)
    if visitor := find_visitor(request):
        request.app.state.lists.erase_of(visitor.name)
    response = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(
        sessions.name_cookie(settings), secure=settings.is_secure, httponly=True, samesite="lax"
    )
    return response


def _enter(request: Request, name: str) -> Response:
    """Give a browser the name of its new session; the one that it had before is over."""
    settings = _settings(request)
    with open_server_state(settings.ledger) as state:
        sessions.end(state, request.state.session)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    sessions.set_cookie(response, settings, name)
    return response


def _answer_too_often(
    request: Request, asker: Asker, error: AskedTooOften, address: str
) -> Response:
    """Say that no other code is sent, with the box for the last one if there is one to type."""
    settings, fault = _settings(request), f"{error.message} {error.remedy}"
    status = find_status(error)
    with open_server_state(settings.ledger) as state:
        waits = is_waiting(state, asker.browser, clock.now())
    if waits:
        return render(request, "sign_in_code.html", status, fault=fault, minutes=MINUTES)
    return render(request, "sign_in.html", status, fault=fault, address=address)


def _read_asker(request: Request, known: str) -> Asker:
    browser = sessions.hash_name(request.state.session)
    return Asker(browser, name_source(request), sessions.hash_name(known))


def _refuse_link(settings: Settings) -> None:
    """Raise NotAllowedError if people sign in by the link of this computer, and not by codes."""
    if settings.has_link:
        raise NotAllowedError


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def _admission(request: Request) -> Admission:
    found: Admission = request.app.state.admission
    return found
