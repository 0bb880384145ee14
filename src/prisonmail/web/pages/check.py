"""The mailroom's page: a code becomes an answer."""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import LedgerMissing
from prisonmail.ledger.chain.events import LONGEST_REMARK
from prisonmail.ledger.store import Ledger
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.past_checks import (
    PastCheck,
    find_past_check,
    list_past_checks,
)
from prisonmail.use_cases.verify import Checker
from prisonmail.web.access.desk_places import DeskPlace, find_place, keep_place
from prisonmail.web.access.visitors import Right, Visitor, require
from prisonmail.web.desks import find_desks
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.told_answers import ToldAnswer, tell, tell_again

router = APIRouter(include_in_schema=False)
_SHOWN = 20
"""Checks below the box."""
_FRESH = timedelta(minutes=10)
"""For how long an answer is shown again: later it may be taken for that of another letter."""
_NUMBER = re.compile(r"[0-9]{1,18}")
"""Of an event, as a database takes it."""
_ASKED_BY_SCRIPT = "x-answer"
"""The header with which the page's script asks for the answer itself, and not for its address."""


@router.get("/")
async def show(request: Request) -> Response:
    """Show the box for a code."""
    visitor = require(request, Right.CHECK)
    place = await run_in_threadpool(find_place, request, visitor)
    return await _show_box(request, visitor, place)


@router.post("/")
async def check(
    request: Request,
    code: Annotated[str, Form()] = "",
    location: Annotated[str, Form()] = "",
    by: Annotated[str, Form()] = "",
    was: Annotated[str, Form()] = "",
    more_checks: Annotated[str, Form()] = "",
) -> Response:
    """Answer for a code, and record the check.

    A browser is sent on to the answer, so that to load the page again checks nothing again.
    """
    visitor = require(request, Right.CHECK)
    place = DeskPlace(location.strip() or None, by.strip() or None)
    if was and was != _name_place(place):
        await run_in_threadpool(keep_place, request, place)
    typed = code.strip()[:LONGEST_REMARK]
    if not typed:
        return await _show_box(request, visitor, place)
    now, pages = clock.now(), list[Response]()
    checker = Checker(place.location, place.by or visitor.name, more_checks=bool(more_checks))
    done = await find_desks(request).check(
        typed,
        checker,
        now,
        visitor.name,
        lambda answer: pages.append(_render(request, place, [tell(answer, now)])),
    )
    if done.event is None:  # the ledger cannot be relied on
        return _render(request, place, [tell(done.answer, now)], HTTPStatus.SERVICE_UNAVAILABLE)
    if _ASKED_BY_SCRIPT in request.headers:
        return pages[-1]
    return RedirectResponse(f"/checks/{done.event}", HTTPStatus.SEE_OTHER)


@router.get("/checks/{number}")
async def show_answer(request: Request, number: str) -> Response:
    """Show the answer of a check that the visitor has just made."""
    visitor = require(request, Right.CHECK)
    now = clock.now()

    def look(ledger: Ledger) -> tuple[PastCheck | None, list[PastCheck]]:
        own = ledger.name_operator(visitor.name)
        found = find_past_check(own, int(number)) if _NUMBER.fullmatch(number) else None
        return found, _list_newest(own, found.location, now) if found else []

    found, newest = await find_desks(request).ask(look)
    if found is None or now - found.at > _FRESH:
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    place = DeskPlace(found.location, found.by)
    others = [tell_again(each) for each in newest if each.event != found.event]
    return _render(request, place, [tell_again(found), *others])


async def _show_box(request: Request, visitor: Visitor, place: DeskPlace) -> Response:
    now = clock.now()
    try:
        newest = await find_desks(request).ask(
            lambda ledger: _list_newest(ledger.name_operator(visitor.name), place.location, now)
        )
    except LedgerMissing:  # there is none yet: the first letters make it
        newest = []
    return _render(request, place, [tell_again(each) for each in newest], answered=False)


def _list_newest(own: Ledger, location: str | None, now: datetime) -> list[PastCheck]:
    today = clock.start_of_day(clock.uk_date(now))
    return list_past_checks(own, today, location, _SHOWN)


def _render(
    request: Request,
    place: DeskPlace,
    newest: list[ToldAnswer],
    status: int = HTTPStatus.OK,
    *,
    answered: bool = True,
) -> Response:
    """Make the page, with the newest check as its answer if it has just been made."""
    told, was = newest[0] if answered else None, _name_place(place)
    its = {"place": place, "was": was, "told": told, "newest": newest}
    return render(request, "check/check.html", status, **its)


def _name_place(place: DeskPlace) -> str:
    """Return what tells a place from another, for the page to send along."""
    return sha256(repr((place.location, place.by)).encode()).hexdigest()[:16]
