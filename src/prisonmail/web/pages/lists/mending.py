"""The page of one list: what was understood of it, what is wrong, and what is chosen."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from prisonmail.errors import InputMissing, PrisonmailError, WrongUsage
from prisonmail.problems.explanations import read_explanations
from prisonmail.recipients import saved_mappings
from prisonmail.recipients.recipient import Field
from prisonmail.sender.profile import Profile
from prisonmail.sender.store import load
from prisonmail.sheets.known_envelopes import collect_envelopes
from prisonmail.sheets.labels import GRIDS
from prisonmail.web.lists.job import (
    Job,
    LettersFound,
    ListChoices,
    ListFound,
    ProblemFound,
    Said,
    Stage,
)
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.uploads import LARGEST
from prisonmail.web.pages.lists.at_work import ListWork, begin, go_to
from prisonmail.web.pages.lists.choosing import name_heading, read_choices
from prisonmail.web.pages.lists.page_words import (
    CONTROLS,
    ENCODINGS,
    ORDERS,
    name_controls,
    say_help,
)
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)
ON_A_PAGE = 200
"""Problems that are shown at once."""
_MOST_FIELDS = 3_000
_MOST_HEADINGS = 200
_READING = ("encoding", "sheet", "include_hidden", "skip_not_in_custody")
_PARTS = {
    "reading": [*ORDERS.values(), *(CONTROLS[name] for name in _READING)],
    "earlier": [CONTROLS["cancel_earlier"]],
}
"""Parts of the page that are closed at first, and what is to be chosen in them."""


async def _read_form(request: Request) -> FormData:
    return await request.form(max_fields=_MOST_FIELDS)


Form = Annotated[FormData, Depends(_read_form)]


@router.get("/letters/jobs/{job_id}")
def show(request: Request, job_id: str, page: int = 1) -> Response:
    """Show how a list stands."""
    work = begin(request)
    folder = work.find(job_id)
    job = folder.read_job()
    if job.erased:
        return _show_trace(request, work, folder)
    if job.stage.is_working:
        return render(request, "lists/working.html", job=job, doing=folder.read_doing())
    if job.stage is Stage.ISSUED:
        return _show_issued(request, job, folder.read_issued(), folder)
    return show_read(request, work, folder, page=page)


@router.get("/letters/jobs/{job_id}/progress")
def tell_progress(request: Request, job_id: str) -> Response:
    """Say how far a list has come, to the script of its page."""
    folder = begin(request).find(job_id)
    job, doing = folder.read_job(), folder.read_doing()
    is_working = job.stage.is_working and not job.erased
    said = {"working": is_working, "stage": job.stage, "work": doing.work}
    said |= {"done": doing.done, "total": doing.total}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})


@router.get("/letters/jobs/{job_id}/check")
@router.get("/letters/jobs/{job_id}/issue")
@router.get("/letters/jobs/{job_id}/list")
@router.get("/letters/jobs/{job_id}/erase")
def show_again(request: Request, job_id: str) -> Response:
    """Lead whoever loads again what a button led to, or comes back to it, to the list's page."""
    return go_to(begin(request).find(job_id).path.name)


@router.post("/letters/jobs/{job_id}/check")
def check_again(request: Request, job_id: str, form: Form) -> Response:
    """Take what was put right and chosen, and read the list again."""
    work = begin(request)
    folder = work.find(job_id)
    try:
        read_again(work, folder, read_chosen(folder, form))
    except WrongUsage as error:
        said = Said(error.message, error.remedy)
        return show_read(request, work, folder, said, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go_to(job_id)


@router.get("/letters/explain/{code}")
def explain(request: Request, code: str) -> Response:
    """Show what the code of a problem means."""
    begin(request)
    page = read_explanations().get(code)
    if page is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such code.")
    return render(request, "lists/explain.html", code=code, page=page, say=name_controls)


def read_chosen(folder: JobFolder, form: FormData) -> ListChoices:
    """Return what a form chooses for a list, beside what was chosen before. Raises WrongUsage."""
    found = folder.read_found()
    headings = found.headings if found else ()
    return read_choices(form, folder.read_choices(), headings, folder.read_problems())


def read_again(work: ListWork, folder: JobFolder, choices: ListChoices) -> None:
    """Begin to read a list as it is now chosen."""
    work.workshop.read(folder, work.by, lambda: folder.write_choices(choices))


def show_read(
    request: Request,
    work: ListWork,
    folder: JobFolder,
    said: Said | None = None,
    status: int = HTTPStatus.OK,
    *,
    page: int = 1,
) -> Response:
    """Show a list that has been read."""
    found, choices = folder.read_found(), folder.read_choices()
    pages = -(-found.problems // ON_A_PAGE) if found else 0
    page = max(1, min(page, pages or 1))
    problems = list(folder.read_problems((page - 1) * ON_A_PAGE, ON_A_PAGE))
    return render(
        request,
        "lists/list.html",
        status,
        job=folder.read_job(),
        said=said or folder.read_said(),
        found=found,
        choices=choices,
        problems=problems,
        page=page,
        pages=pages,
        chosen={heading: name for name, heading in choices.mapping.items()},
        changed="changed" in request.query_params,
        asked=set(_find_asked(problems)),
        **_offer(work, found),
    )


def _find_asked(problems: Iterable[ProblemFound]) -> Iterator[str]:
    """Find the parts of the page with what problems say to choose."""
    for found in problems:
        said = name_controls(found.problem.help)
        for part, names in _PARTS.items():
            if any(f"“{each}”" in said for each in names):
                yield part


def _offer(work: ListWork, found: ListFound | None) -> dict[str, Any]:
    """Return what the page offers to choose from."""
    profile = _load_profile(work)
    senders = profile.senders if profile else {}
    headings = found.headings[:_MOST_HEADINGS] if found else ()
    return {
        "fields": [each.value for each in Field],
        "saved": saved_mappings.list_names(),
        "envelopes": [("", _name_usual(profile)), *_list_envelopes(profile)],
        "sheets": [("", "The first with people"), *_pair(_list_sheets(found))],
        "signatories": {key: each.name for key, each in senders.items() if key},
        "asks_who_sends": profile is None and work.is_admin,
        "own_sender": profile.sender if profile else "",
        "usual_letter": bool(profile and profile.defaults.letter),
        "encodings": ENCODINGS,
        "inner_grids": [("", "None"), *_pair(GRIDS)],
        "names": [name_heading(each, headings) for each in headings],
        "headings": headings,
        "controls": CONTROLS,
        "orders": ORDERS,
        "say": name_controls,
        "say_help": say_help,
        "largest": LARGEST // 1024 // 1024,
    }


def _name_usual(profile: Profile | None) -> str:
    return f"As in the profile: {profile.envelope.upper()}" if profile else "As in the profile"


def _pair(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return choices that are called as they are."""
    return [(name, name) for name in names]


def _list_sheets(found: ListFound | None) -> list[str]:
    return [found.sheet, *found.other_sheets] if found and found.sheet else []


def _load_profile(work: ListWork) -> Profile | None:
    with suppress(InputMissing):
        return load(work.settings.profile)
    return None


def _list_envelopes(profile: Profile | None) -> list[tuple[str, str]]:
    try:
        return [(name, name.upper()) for name in collect_envelopes(profile)]
    except PrisonmailError:
        return []


def _show_issued(
    request: Request, job: Job, issued: LettersFound | None, folder: JobFolder
) -> Response:
    files = [name for name in issued.files if (folder.results / name).is_file()] if issued else []
    return render(request, "lists/issued.html", job=job, issued=issued, files=files)


def _show_trace(request: Request, work: ListWork, folder: JobFolder) -> Response:
    """Say what the ledger knows of a list that is erased. Raises InputMissing."""
    batch = work.workshop.find_batch(folder)
    return render(request, "lists/erased.html", HTTPStatus.GONE, batch=batch)
