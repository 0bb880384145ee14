"""Letters of a list are issued, fetched, and the list is erased."""

import csv
import io
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from prisonmail.errors import WrongUsage
from prisonmail.system.csv_output import escape_formula
from prisonmail.system.record import replace
from prisonmail.web.lists.job import Said
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.pages.lists.at_work import begin, go_to
from prisonmail.web.pages.lists.mending import Form, read_again, read_chosen, show_read
from prisonmail.web.pages.lists.page_words import name_controls, say_help

router = APIRouter(include_in_schema=False)
_KINDS = {".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8"}
_NAME = re.compile(
    r"(?:letters(?:-\d{1,6})?|post-book|inner-labels)\.pdf|(?:manifest|rejects)\.csv"
)
_CHUNK = 64 * 1024
_PROBLEMS = ("Line", "Heading", "Cell", "What is wrong", "What to do", "Code")


@router.post("/letters/jobs/{job_id}/issue")
def issue(request: Request, job_id: str, form: Form) -> Response:
    """Issue the letters as they were checked and seen; after a change they are checked first."""
    work = begin(request)
    folder = work.find(job_id)
    if folder.read_job().stage.is_working or folder.read_issued():
        return go_to(job_id)
    found = folder.read_found()
    if found is None or not found.may_be_issued:
        said = Said("The list cannot be issued yet.", "Correct what is wrong, and check again.")
        return show_read(request, work, folder, said, HTTPStatus.CONFLICT)
    try:
        choices = read_chosen(folder, form)
    except WrongUsage as error:
        said = Said(error.message, error.remedy)
        return show_read(request, work, folder, said, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.get("seen", found.mark) != found.mark:
        return go_to(f"{job_id}?changed=yes")
    if choices != replace(folder.read_choices(), save_as=""):
        read_again(work, folder, choices)
        return go_to(f"{job_id}?changed=yes")
    work.workshop.issue(folder, work.by)
    return go_to(job_id)


@router.post("/letters/jobs/{job_id}/erase")
def erase(request: Request, job_id: str) -> Response:
    """Erase a list and what was made of it; letters that were issued stay issued."""
    folder = begin(request).find(job_id)
    try:
        folder.erase_alone()
    except BlockingIOError:
        return go_to(job_id)
    return RedirectResponse("/letters", HTTPStatus.SEE_OTHER)


@router.get("/letters/jobs/{job_id}/files/{name}")
def fetch(request: Request, job_id: str, name: str) -> Response:
    """Send a file that was made of a list, under a name that says nothing of anybody."""
    folder = begin(request).find(job_id)
    path = folder.results / name
    if folder.read_job().erased or not _NAME.fullmatch(name) or not path.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such file here any more.")
    issued = folder.read_issued()
    shown = f"{path.stem}-{issued.batch}{path.suffix}" if issued else name
    return FileResponse(
        path,
        media_type=_KINDS[Path(name).suffix],
        filename=shown,
        headers={"Cache-Control": "no-store"},
    )


@router.get("/letters/jobs/{job_id}/problems.csv")
def fetch_problems(request: Request, job_id: str) -> Response:
    """Send all problems of a list as a table."""
    folder = begin(request).find(job_id)
    named = {"Content-Disposition": 'attachment; filename="problems.csv"'}
    return StreamingResponse(
        _write_problems(folder),
        media_type=_KINDS[".csv"],
        headers={**named, "Cache-Control": "no-store"},
    )


def _write_problems(folder: JobFolder) -> Iterator[str]:
    """Write the problems as CSV, some at a time, with what tells Excel that it is UTF-8."""
    yield "\ufeff"
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_PROBLEMS)
    for each in folder.read_problems():
        found = each.problem
        row = (
            str(found.line or ""),
            found.heading or "",
            found.value or "",
            name_controls(found.message),
            say_help(found.help),
            found.code,
        )
        writer.writerow(map(escape_formula, row))
        if written.tell() > _CHUNK:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()
