"""Questions of an office's programs: letters of a list, what became of them, and their PDF."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, Depends, Form, Header, Query
from fastapi import Path as PathField
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from prisonmail.errors import NotIssued, WrongUsage
from prisonmail.ledger.store import open_ledger
from prisonmail.reports import letters, runs
from prisonmail.reports.lines import mark_document
from prisonmail.reports.problems import describe_bad_rows
from prisonmail.sender.store import find_handling
from prisonmail.system import clock
from prisonmail.system.folders import leave_out_folder
from prisonmail.use_cases.after_issue.access import Access, enter
from prisonmail.use_cases.after_issue.cancel import cancel
from prisonmail.use_cases.after_issue.repeated_order import generate_once
from prisonmail.use_cases.after_issue.reprint import reprint
from prisonmail.use_cases.find import find_issued, parse_reference
from prisonmail.use_cases.order import Issued, Outcome
from prisonmail.web.access.visitors import Right
from prisonmail.web.api.batch_options import OUTPUT, BatchRequest, hiding, keep_enclosures
from prisonmail.web.api.documents import (
    NOT_BLANK,
    BatchesDocument,
    BatchLettersDocument,
    CancelledDocument,
    CancelRequest,
    ListProblemDocument,
    ProblemDocument,
    RunDocument,
)
from prisonmail.web.api.forms import refuse_repeated
from prisonmail.web.api.json_answers import PROBLEM, answer_document
from prisonmail.web.api.routing import (
    describe_header,
    make_router,
    problems,
    read_visitor,
    refuse_unknown_query,
)
from prisonmail.web.lists.enclosures import (
    find_enclosure_store,
    list_enclosed,
    saying_what_is_gone,
)
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.pages.downloads import PDF, send_made
from prisonmail.web.statuses import name_status
from prisonmail.web.working_files import find_working_files

router = make_router(Right.ISSUE, "office")
_KNOWN_QUERY = [Depends(refuse_unknown_query)]
_WRONG = problems(HTTPStatus.UNPROCESSABLE_ENTITY)
_UNKNOWN = problems(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_LIST_PROBLEM: dict[int | str, dict[str, Any]] = {
    422: {
        "model": ListProblemDocument | ProblemDocument,
        "description": "The list has problems, and nothing was issued; or an option is wrong",
    }
}
BatchName = Annotated[
    str, PathField(max_length=40, description="Such as 20261121-7F3K.", examples=["20261121-7F3K"])
]


@router.post(
    "/batches",
    response_model=RunDocument,
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(refuse_repeated)],
    responses={
        200: {"model": RunDocument, "description": "The list was checked, or issued before"},
        201: describe_header("Location", "string", "Where the batch is shown."),
        **problems(HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        **_LIST_PROBLEM,
    },
    summary="Issue the letters of a list",
)
def issue(
    request: Request,
    asked: Annotated[BatchRequest, Form(media_type="multipart/form-data")],
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=255,
            pattern=NOT_BLANK,
            description="An order with this key is carried out only once.",
        ),
    ] = None,
) -> Response:
    """Check a list, and unless it has problems record a letter with a code for each row.

    The PDF is then had from `/batches/ID/letters.pdf`: with enclosures within an hour.
    """
    visitor, settings = read_visitor(request), request.app.state.settings
    with ExitStack() as during:
        folder = during.enter_context(find_working_files(request).borrow())
        during.enter_context(hiding(folder))
        kept = during.enter_context(_keeping(request, asked, visitor.name))
        attached = list_enclosed(kept) if kept else {}
        order = asked.make_order(folder, settings, visitor.name, attached)
        outcome = generate_once(order, idempotency_key)
        if kept and (not isinstance(outcome, Issued) or outcome.repeated):
            kept.erase()
        document = runs.document(outcome, redact=asked.redact)
        document["warnings"] = _hide(document["warnings"], folder)
        return _answer_run(outcome, document)


@router.get(
    "/batches",
    response_model=BatchesDocument,
    dependencies=_KNOWN_QUERY,
    responses=_WRONG,
    summary="List batches",
)
def list_batches(
    request: Request,
    last: Annotated[int, Query(ge=1, le=1000, description="How many, the newest first.")] = 20,
    skip: Annotated[
        int, Query(ge=0, le=1_000_000_000, description="How many of the newest to leave out.")
    ] = 0,
) -> Response:
    """Return the newest batches, and what became of them. `count` is how many there are in all."""
    with open_ledger(request.app.state.settings.ledger) as ledger:
        found, total = ledger.list_batches(last, skip), ledger.count_batches()
    each = map(letters.batch_document, found)
    return answer_document(_mark(request, {"version": 1, "count": total, "batches": each}))


@router.get(
    "/batches/{batch}",
    response_model=BatchLettersDocument,
    responses=_UNKNOWN,
    summary="Show a batch",
)
def show_batch(request: Request, batch: BatchName) -> Response:
    """Return a batch with its letters, and where the code of each stands."""
    visitor, now = read_visitor(request), clock.now()
    _refuse_no_batch(batch)
    with open_ledger(request.app.state.settings.ledger, by=visitor.name) as ledger:
        summary = find_issued(ledger, batch).summary
        batch_id = summary.batch.id
        enter(ledger, Access("batches show", None, visitor.name), now, batch_id)
        found = (letters.letter_document(each, now) for each in ledger.read_issued(batch_id))
        about = {"version": 1, **letters.batch_document(summary), "size": summary.batch.size}
        return answer_document(_mark(request, about | {"letters": found}))


@router.get(
    "/batches/{batch}/letters.pdf",
    response_class=Response,
    dependencies=_KNOWN_QUERY,
    responses={
        200: {"content": {PDF: {}}, "description": "The PDF"},
        **_UNKNOWN,
        **problems(HTTPStatus.GONE),
    },
    summary="Print a batch",
)
def print_batch(
    request: Request,
    batch: BatchName,
    summary: Annotated[bool, Query(description="End with a summary of each prison.")] = False,
    start_at: Annotated[
        int, Query(ge=1, le=1000, description="The label on which the first sheet begins.")
    ] = 1,
) -> Response:
    """Return the sheets of a batch. Each time it is recorded that they were asked for."""
    visitor, ledger = read_visitor(request), request.app.state.settings.ledger
    _refuse_no_batch(batch)

    def make(path: Path) -> object:
        with hiding(path.parent), saying_what_is_gone(find_enclosure_store(request)):
            return reprint(
                *(batch, ledger, path, clock.now()),
                summary=summary,
                start=start_at,
                by=visitor.name,
            )

    return send_made(request, OUTPUT, PDF, make)


@router.post(
    "/codes/{code}/cancel",
    response_model=CancelledDocument,
    responses=_UNKNOWN,
    summary="Cancel a letter",
)
def cancel_letter(
    request: Request,
    code: Annotated[str, PathField(max_length=40, examples=["12345678901244"])],
    asked: Annotated[CancelRequest, Body()],
) -> Response:
    """Have mailrooms told that a letter must not be delivered. It cannot be undone."""
    visitor = read_visitor(request)
    _refuse_no_code(code)
    done = cancel(code, request.app.state.settings.ledger, asked.reason, clock.now(), visitor.name)
    return JSONResponse(letters.cancellation_document(done))


@contextmanager
def _keeping(request: Request, asked: BatchRequest, owner: str) -> Iterator[JobFolder | None]:
    """Keep enclosures that came along, unless the order fails."""
    if not asked.enclosures:
        yield None
        return
    folder = find_enclosure_store(request).make(owner)
    try:
        keep_enclosures(asked.enclosures, folder)
        yield folder
    except BaseException:
        folder.erase()
        raise


def _answer_run(outcome: Outcome, document: dict[str, object]) -> Response:
    """Answer with what came of a list: as a problem if nothing could be done with it."""
    if not outcome.checked.is_faultless and not isinstance(outcome, Issued):
        status, said = HTTPStatus.UNPROCESSABLE_ENTITY, describe_bad_rows(outcome.checked)
        about = {
            "type": "urn:prisonmail:list-problems",
            "title": name_status(status),
            "status": int(status),
            "detail": said,
            "help": "Correct the cells that `run.problems` names, and send the list again.",
        }
        return answer_document(about | {"run": document}, status, PROBLEM)
    if not isinstance(outcome, Issued):
        return answer_document(document)
    status = HTTPStatus.OK if outcome.repeated else HTTPStatus.CREATED
    return answer_document(document, status, location=f"/api/v1/batches/{outcome.batch.id}")


def _refuse_no_batch(text: str) -> None:
    """Say that what is no batch has not been issued as one."""
    with suppress(WrongUsage):
        if parse_reference(text).batch_id:
            return
    raise NotIssued("There is no batch of this name.", "Name one such as 20261121-7F3K.")


def _refuse_no_code(text: str) -> None:
    """Say that what is no code has not been issued as one."""
    try:
        if parse_reference(text).code is None:
            raise NotIssued("This is a batch.", "Name one of its codes.")
    except WrongUsage as error:
        raise NotIssued(error.message, error.remedy) from None


def _mark(request: Request, document: dict[str, object]) -> dict[str, object]:
    return mark_document(document, find_handling(request.app.state.settings.profile))


def _hide(warnings: object, folder: Path) -> Iterator[object]:
    """Name sent files in warnings as they were sent."""
    assert isinstance(warnings, list)  # noqa: S101 - as `runs.document` makes them
    for each in warnings:
        yield {
            key: leave_out_folder(text, folder) if isinstance(text, str) else text
            for key, text in each.items()
        }
