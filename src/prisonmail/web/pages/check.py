"""The mailroom's page: a code becomes an answer."""

import re
from collections.abc import Iterable
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
from prisonmail.web.pages.sent_scans import ASKED_BY_SCRIPT, find_sent, keep_sent
from prisonmail.web.pages.told_answers import ToldAnswer, tell, tell_again

router = APIRouter(include_in_schema=False)
_SHOWN = 20
"""Checks below the box."""
_FRESH = timedelta(minutes=10)
"""For how long an answer is shown again: later it may be taken for that of another letter."""
_JUST_NOW = timedelta(seconds=5)
"""For how long an answer is not called an earlier one: others may check by the same name."""
_STRAY = re.compile(r"(?:\][A-Za-z].)?([0-9]{12,14})\s*$")
"""What a scanner has typed into a field for words, behind what was there."""
_NUMBER = re.compile(r"[0-9]{1,18}")
"""Of an event, as a database takes it."""


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
    typed, place = _read_scan(code, location, by)
    if was and was != _name_place(place):
        await run_in_threadpool(keep_place, request, place)
    if not typed:
        return await _show_box(request, visitor, place)
    if event := await find_sent(request, visitor, typed):
        return RedirectResponse(f"/checks/{event}", HTTPStatus.SEE_OTHER)
    now, pages = clock.now(), list[Response]()
    checker = Checker(place.location, place.by or visitor.name, more_checks=bool(more_checks))
    done = await find_desks(request).check(
        typed,
        checker,
        now,
        visitor.name,
        lambda answer: pages.append(_render_answer(request, place, tell(answer, now))),
    )
    if done.event is None:  # the ledger cannot be relied on
        told = tell(done.answer, now)
        return _render_answer(request, place, told, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if ASKED_BY_SCRIPT in request.headers:
        await keep_sent(request, typed, done.event)
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
        return found, _list_newest(own, found.location, now) or [found] if found else []

    found, newest = await find_desks(request).ask(look)
    if found is None or now - found.at > _FRESH:
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    place = DeskPlace(found.location, found.by)
    is_past = now - found.at > _JUST_NOW and found.event != newest[0].event
    is_past = is_past and ASKED_BY_SCRIPT not in request.headers  # with the letter scanned again
    told = tell_again(found)
    return _render_answer(request, place, told, map(tell_again, newest), is_past=is_past)


async def _show_box(request: Request, visitor: Visitor, place: DeskPlace) -> Response:
    now = clock.now()
    try:
        newest = await find_desks(request).ask(
            lambda ledger: _list_newest(ledger.name_operator(visitor.name), place.location, now)
        )
    except LedgerMissing:  # there is none yet: the first letters make it
        newest = []
    return _render(request, place, told=None, newest=[*map(tell_again, newest)], is_past=False)


def _list_newest(own: Ledger, location: str | None, now: datetime) -> list[PastCheck]:
    today = clock.start_of_day(clock.uk_date(now))
    return list_past_checks(own, today, location, _SHOWN)


def _render_answer(
    request: Request,
    place: DeskPlace,
    told: ToldAnswer,
    newest: Iterable[ToldAnswer] = (),
    *,
    is_past: bool = False,
    status: int = HTTPStatus.OK,
) -> Response:
    """Make the page with an answer. It is past if another letter was checked since."""
    its = {"told": told, "newest": list(newest) or [told], "is_past": is_past}
    return _render(request, place, status, **its)


def _render(
    request: Request, place: DeskPlace, status: int = HTTPStatus.OK, **its: object
) -> Response:
    return render(request, "check/check.html", status, place=place, was=_name_place(place), **its)


def _read_scan(code: str, location: str, by: str) -> tuple[str, DeskPlace]:
    """Return what was scanned, into whichever field, and where and by whom it is checked."""
    where, strayed_there = _part(location)
    who, strayed_here = _part(by)
    typed = code.strip() or strayed_there or strayed_here
    return typed[:LONGEST_REMARK], DeskPlace(where or None, who or None)


def _part(field: str) -> tuple[str, str]:
    """Part what somebody wrote into a field from what a scanner typed behind it.

    >>> _part("Kim Marlow]C112345678901244")
    ('Kim Marlow', '12345678901244')
    >>> _part("HMP Leeds")
    ('HMP Leeds', '')
    """
    found = _STRAY.search(field)
    return (field[: found.start()].strip(), found[1]) if found else (field.strip(), "")


def _name_place(place: DeskPlace) -> str:
    """Return what tells a place from another, for the page to send along."""
    return sha256(repr((place.location, place.by)).encode()).hexdigest()[:16]
