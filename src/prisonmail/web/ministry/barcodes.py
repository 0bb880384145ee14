"""The questions about barcodes that the Ministry's own service answers, in its shapes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.system import clock
from prisonmail.use_cases.barcodes.naming import find_code
from prisonmail.use_cases.verify import Answer, Checker
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.desks import find_desks
from prisonmail.web.ministry.answers import answer_check, answer_more_checks
from prisonmail.web.ministry.faults import CallerRoute, MalformedRequestError, respond

router = APIRouter(route_class=CallerRoute, include_in_schema=False)
_Asked = Annotated[dict[str, Any], Body()]


@router.post("/barcode/check")
async def check(request: Request, asked: _Asked) -> Response:
    """Answer whether a letter may be delivered unopened, and record the check."""
    return await _ask(request, asked, lambda answer: respond(answer_check(answer)))


@router.post("/barcode/event/more-checks-requested")
async def ask_for_more_checks(request: Request, asked: _Asked) -> Response:
    """Record that staff ask for more checks of a letter."""

    def make(answer: Answer) -> Response:
        refusal = answer_more_checks(answer)
        return respond(refusal) if refusal else Response(status_code=HTTPStatus.CREATED)

    return await _ask(request, asked, make, more_checks=True)


async def _ask(
    request: Request,
    asked: dict[str, Any],
    make: Callable[[Answer], Response],
    *,
    more_checks: bool = False,
) -> Response:
    """Have a barcode answered for. The response is made before the check is recorded."""
    barcode, visitor = _read_barcode(asked), require(request, Right.CHECK)
    place = visitor.location or request.app.state.settings.location
    checker, desks = Checker(place, visitor.name, more_checks=more_checks), find_desks(request)
    code = await desks.ask(lambda ledger: find_code(ledger, barcode))
    made: list[Response] = []
    done = await desks.check(
        code, checker, clock.now(), visitor.name, lambda answer: made.append(make(answer))
    )
    return made[-1] if made else make(done.answer)


def _read_barcode(asked: dict[str, Any]) -> str:
    """Return what was scanned; a number is taken as its digits, as the Ministry's own service does.

    Raises MalformedRequestError.
    """
    barcode = asked.get("barcode")
    if isinstance(barcode, bool) or not isinstance(barcode, str | int):
        raise MalformedRequestError
    return str(barcode)
