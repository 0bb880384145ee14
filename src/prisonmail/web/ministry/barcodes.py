"""The questions about barcodes that the Ministry's own service answers, in its shapes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.system import clock
from prisonmail.use_cases.barcodes.answering import answer_barcode
from prisonmail.use_cases.verify import Answer, Checker, open_desk
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.ministry.answers import answer_check, answer_more_checks
from prisonmail.web.ministry.faults import CallerRoute, MalformedRequestError, respond

router = APIRouter(route_class=CallerRoute, include_in_schema=False)
_Asked = Annotated[dict[str, Any], Body()]


@router.post("/barcode/check")
def check(request: Request, asked: _Asked) -> Response:
    """Answer whether a letter may be delivered unopened, and record the check."""
    return _ask(request, asked, lambda answer: respond(answer_check(answer)))


@router.post("/barcode/event/more-checks-requested")
def ask_for_more_checks(request: Request, asked: _Asked) -> Response:
    """Record that staff ask for more checks of a letter."""

    def make(answer: Answer) -> Response:
        refusal = answer_more_checks(answer)
        return respond(refusal) if refusal else Response(status_code=HTTPStatus.CREATED)

    return _ask(request, asked, make, more_checks=True)


def _ask(
    request: Request,
    asked: dict[str, Any],
    make: Callable[[Answer], Response],
    *,
    more_checks: bool = False,
) -> Response:
    """Have a barcode answered for. The response is made before the check is recorded."""
    barcode, visitor = _read_barcode(asked), require(request, Right.CHECK)
    settings = request.app.state.settings
    place = visitor.location or settings.location
    made: list[Response] = []
    with open_desk(settings.ledger, Checker(place, visitor.name, more_checks=more_checks)) as desk:
        answer = answer_barcode(
            desk, barcode, clock.now(), lambda answer: made.append(make(answer))
        )
    return made[-1] if made else make(answer)


def _read_barcode(asked: dict[str, Any]) -> str:
    """Return what was scanned; a number is taken as its digits, as the Ministry's own service does.

    Raises MalformedRequestError.
    """
    barcode = asked.get("barcode")
    if isinstance(barcode, bool) or not isinstance(barcode, str | int):
        raise MalformedRequestError
    return str(barcode)
