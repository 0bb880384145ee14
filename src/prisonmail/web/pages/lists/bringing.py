"""The office's first page: a list is dropped, chosen or pasted."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import InputMissing, WrongUsage
from prisonmail.sender.profile_layers import has_profile
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.system.record import replace
from prisonmail.web.access.forms import compare_form, read_own_form
from prisonmail.web.lists.enclosures import FIELD as ENCLOSURES
from prisonmail.web.lists.enclosures import name_each_once
from prisonmail.web.lists.job import Job, ListChoices, Said
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.ordering import LIST_FILE, choose_usual
from prisonmail.web.lists.uploads import (
    LARGEST,
    Sent,
    SentFile,
    TooLargeError,
    read_sent,
    refuse_empty,
)
from prisonmail.web.pages.lists.at_work import ListWork, begin, go_to
from prisonmail.web.pages.lists.mending import show_read
from prisonmail.web.pages.office.work import go_to_profile
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)
_LIST, _ROWS, _LETTER = "list", "rows", "letter"
_BESIDE = (_LETTER, ENCLOSURES)
_STORED = frozenset([_LIST, _ROWS, *_BESIDE])
_PASTED = "The rows pasted"


@router.get("/letters")
def show(request: Request) -> Response:
    """Show the page that takes a list; who may say who sends does that first."""
    work = begin(request)
    if work.is_admin and not has_profile(work.settings.profile):
        return go_to_profile()
    return _show(request, work)


@router.get("/letters/jobs")
def begin_again(request: Request) -> Response:
    """Lead whoever comes back to where a list was refused to where one is taken."""
    begin(request)
    return RedirectResponse("/letters", HTTPStatus.SEE_OTHER)


@router.post("/letters/jobs")
@read_own_form
async def bring(request: Request) -> Response:
    """Take a list, with what belongs to it, and begin to read it."""
    work = begin(request)
    folder = await run_in_threadpool(work.store.make, work.by)
    try:
        await _take(request, work, folder, _store_first)
    except WrongUsage as error:
        await run_in_threadpool(folder.erase)
        return await run_in_threadpool(_show, request, work, error)
    except BaseException:
        await run_in_threadpool(folder.erase)
        raise
    return await run_in_threadpool(_read, work, folder)


@router.post("/letters/jobs/{job_id}/list")
@read_own_form
async def bring_again(request: Request, job_id: str) -> Response:
    """Take a list that was put right, in place of the one before; what was chosen stays."""
    work = begin(request)
    folder = await run_in_threadpool(work.find, job_id)
    try:
        await _take(request, work, folder, _store_again)
    except BlockingIOError:
        return go_to(job_id)
    except WrongUsage as error:
        said = Said(error.message, error.remedy)
        return await run_in_threadpool(show_read, request, work, folder, said, _refuse(error))
    return await run_in_threadpool(_read, work, folder)


def _read(work: ListWork, folder: JobFolder) -> Response:
    work.workshop.read(folder, work.by, lambda: None)
    return go_to(folder.path.name)


def _show(request: Request, work: ListWork, error: WrongUsage | None = None) -> Response:
    letter = None
    with suppress(InputMissing):
        letter = load(work.settings.profile).defaults.letter
    return render(
        request,
        "lists/bring.html",
        _refuse(error) if error else HTTPStatus.OK,
        error=error,
        largest=LARGEST // 1024 // 1024,
        has_letter=bool(letter),
        has_profile=has_profile(work.settings.profile),
        jobs=[_tell(work, job) for job in work.store.list_own(work.by)],
    )


def _refuse(error: WrongUsage) -> HTTPStatus:
    too_large = isinstance(error, TooLargeError)
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.UNPROCESSABLE_ENTITY


def _tell(work: ListWork, job: Job) -> dict[str, str]:
    choices = JobFolder(work.store.folder / job.id).read_choices()
    brought = datetime.fromtimestamp(job.made_at, UTC)
    when = clock.long_time(brought)
    return {"id": job.id, "name": choices.name or "A list", "stage": job.stage, "when": when}


async def _take(
    request: Request,
    work: ListWork,
    folder: JobFolder,
    store: Callable[[JobFolder, Sent, Path], None],
) -> None:
    """Read what is sent into a folder, which nobody else works on meanwhile.

    Raises WrongUsage, ForeignFormError, and BlockingIOError if somebody works on it.
    """
    with ExitStack() as held:
        await run_in_threadpool(held.enter_context, folder.hold())  # it may wait
        sent = await read_sent(request, folder.uploads, _STORED)
        compare_form(request, sent.texts.get("csrf"))
        await run_in_threadpool(store, folder, sent, work.settings.profile)


def _store_first(folder: JobFolder, sent: Sent, profile: Path) -> None:
    refuse_empty(each for each in sent.files if each.field in _BESIDE)
    found = _find_list(sent)
    choices = choose_usual(profile, found.name)
    choices = _store_letter(choices, sent)
    folder.write_choices(replace(choices, attached=_store_enclosures(sent)))
    _keep(folder, sent, found, choices)


def _store_again(folder: JobFolder, sent: Sent, _: Path) -> None:
    """Store a list in place of the one before, or only a letter and enclosures that go with it."""
    refuse_empty(each for each in sent.files if each.field in _BESIDE)
    before = folder.read_choices()
    choices = _store_letter(before, sent)
    attached = {**before.attached, **_store_enclosures(sent)}
    found = None
    if not _brings_only_more(sent):
        found = _find_list(sent)
        choices = replace(choices, name=found.name, cells={}, left_out=())
    folder.write_choices(replace(choices, attached=attached))
    _keep(folder, sent, found, choices)


def _brings_only_more(sent: Sent) -> bool:
    """Check whether no list came, and something that goes with the one before."""
    lists = any(each.field == _LIST for each in sent.files) or sent.find(_ROWS)
    return not lists and bool(sent.find(_LETTER) or sent.find(ENCLOSURES))


def _keep(folder: JobFolder, sent: Sent, found: SentFile | None, choices: ListChoices) -> None:
    """Keep a list that came under its one name, and nothing that was sent for nothing."""
    if found:
        found.path.replace(folder.uploads / LIST_FILE)
    kept = {LIST_FILE, choices.letter, *folder.read_choices().attached.values()}
    for each in sent.files:
        if each.path.name not in kept:
            each.path.unlink(missing_ok=True)


def _find_list(sent: Sent) -> SentFile:
    lists, pasted = sent.find(_LIST), sent.find(_ROWS)
    if len(lists) + len(pasted) > 1:
        raise WrongUsage("Two lists came at once.", "Choose one file, or paste rows, not both.")
    for each in pasted:
        if each.path.read_bytes().strip():
            return replace(each, name=_PASTED)
    if lists:
        return lists[0]
    if any(each.field == _LIST for each in sent.files):
        raise WrongUsage("The file that you chose is empty.", "Choose the one with the list.")
    raise WrongUsage("No list came.", "Choose a file with a list, or paste its rows.")


def _store_letter(choices: ListChoices, sent: Sent) -> ListChoices:
    return next(
        (
            replace(choices, letter=each.path.name, letter_name=each.name)
            for each in sent.find(_LETTER)
        ),
        choices,
    )


def _store_enclosures(sent: Sent) -> dict[str, str]:
    """Return where each enclosure is stored, by its name. Raises WrongUsage for two of one name."""
    return name_each_once((each.name, each.path.name) for each in sent.find(ENCLOSURES))
