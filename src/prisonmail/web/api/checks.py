"""What a mailroom asks by a program: whether a letter is ready, and which prisons there are."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Body, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.prisons.search import search_prisons
from prisonmail.prisons.store import load_directory
from prisonmail.reports import verdicts
from prisonmail.reports.prisons import search_document
from prisonmail.system import clock
from prisonmail.use_cases.verify import Answer, Checker, Verdict
from prisonmail.web.access.visitors import Right
from prisonmail.web.api.documents import LONGEST, CheckDocument, CheckRequest, PrisonsDocument
from prisonmail.web.api.json_answers import JSON, answer_document
from prisonmail.web.api.routing import make_router, problems, read_visitor, refuse_unknown_query
from prisonmail.web.desks import find_desks
from prisonmail.web.faults import answer_problem

router = make_router(Right.CHECK, "mailroom")
_WRONG = problems(HTTPStatus.UNPROCESSABLE_ENTITY)


@router.post(
    "/checks",
    response_model=CheckDocument,
    responses=_WRONG,
    summary="Check a code",
)
async def check(request: Request, asked: Annotated[CheckRequest, Body()]) -> Response:
    """Answer whether a letter may be delivered unopened, and record the check.

    The first check of a code uses it up.
    """
    visitor, ready = read_visitor(request), list[Response]()
    place = _trim(asked.location) or visitor.location or request.app.state.settings.location
    done = await find_desks(request).check(
        asked.code,
        Checker(place, _trim(asked.by) or visitor.name, more_checks=asked.more_checks),
        clock.now(),
        visitor.name,
        lambda answer: ready.append(_answer(answer)),
    )
    if done.answer.verdict is Verdict.LEDGER_WENT_BACK:
        status, said = HTTPStatus.SERVICE_UNAVAILABLE, verdicts.message(done.answer)
        return answer_problem(request, status, said, kind=done.answer.verdict)
    return ready[-1]


@router.get(
    "/prisons",
    response_model=PrisonsDocument,
    dependencies=[Depends(refuse_unknown_query)],
    responses=_WRONG,
    summary="Find prisons",
)
def find_prisons(
    query: Annotated[
        str, Query(max_length=LONGEST, description="A code, name, town or postcode.")
    ] = "",
) -> Response:
    """Return all prisons, or those that words mean or that have them in their entries."""
    found = search_prisons(query.strip(), load_directory())
    return answer_document(search_document(found, clock.uk_date(clock.now())))


def _answer(answer: Answer) -> Response:
    told = CheckDocument.model_validate(verdicts.document(answer)).model_dump_json()
    return Response(told, media_type=JSON)


def _trim(text: str | None) -> str:
    return (text or "").strip()
