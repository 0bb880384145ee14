"""The page of senders: who may no longer send, on a ledger that several share."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import WrongUsage
from prisonmail.ledger.senders.known_senders import SenderStatus
from prisonmail.reports.senders.directory import import_words, sender_cells
from prisonmail.system import clock
from prisonmail.use_cases.senders.directory_import import import_directory
from prisonmail.use_cases.senders.standing import enter_status, list_senders
from prisonmail.web.access.forms import read_own_form
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.office.work import Answers, Form, FormWithFiles, Work, begin
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines

router = APIRouter(include_in_schema=False)
_STEPS = {
    "suspend": SenderStatus.SUSPENDED,
    "reactivate": SenderStatus.ACTIVE,
    "remove": SenderStatus.DELETED,
}


@router.get("/letters/settings/senders")
def show(request: Request) -> Response:
    """Show the senders that were entered."""
    return _show(request, begin(request, Right.ADMIN), {}, {})


@router.post("/letters/settings/senders")
def enter(request: Request, form: Form) -> Response:
    """Suspend, reactivate or remove a sender: as the button says."""
    work = begin(request, Right.ADMIN)
    faults = _find_faults(form)
    if not faults:
        faults = _enter(work, form)
    if faults:
        return _show(request, work, form.texts, faults)
    return RedirectResponse("/letters/settings/senders", HTTPStatus.SEE_OTHER)


@router.post("/letters/settings/senders/import")
@read_own_form
def take_directory(request: Request, form: FormWithFiles) -> Response:
    """Take the directory of CJSM: all of the file or nothing."""
    work, source = begin(request, Right.ADMIN), form.read_list("directory")
    if source is None:
        return _show(request, work, {}, {"directory": "Choose the directory, a CSV file"})
    done = import_directory(source, work.ledger, clock.now(), work.by)
    lines = adapt_lines([import_words(done)])
    return render(request, "office/done.html", heading="Taken", lines=lines, batch="")


def _find_faults(form: Answers) -> dict[str, str]:
    if not form.get("address"):
        return {"address": "Enter the CJSM address"}
    if form.get("step") not in _STEPS:
        return {"address": "Choose what to do"}
    if form.get("step") != "reactivate" and not form.get("why"):
        return {"why": "Enter why: the ledger keeps it"}
    return {}


def _enter(work: Work, form: Answers) -> dict[str, str]:
    """Enter it; return what is wrong with the address."""
    address, status, why = form.get("address"), _STEPS[form.get("step")], form.get("why")
    try:
        enter_status(address, status, why, work.ledger, clock.now(), work.by)
    except WrongUsage as error:
        return {"address": error.message}
    return {}


def _show(
    request: Request, work: Work, texts: Mapping[str, str], faults: Mapping[str, str]
) -> Response:
    return render(
        request,
        "office/senders.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        rows=list(map(sender_cells, list_senders(work.ledger))),
        texts=texts,
        faults=faults,
    )
