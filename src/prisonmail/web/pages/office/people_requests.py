"""The pages for what a person may ask of the firm: all that is held of them, and its erasure."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import NotIssued, WrongUsage
from prisonmail.reports.keeping import accountability as reports
from prisonmail.reports.keeping.held_files import FORMS, write_address_book, write_holdings
from prisonmail.reports.keeping.ledgers import BEYOND_A_PURGE
from prisonmail.system import clock
from prisonmail.use_cases.accountability.erase import erase_person, find_erasable
from prisonmail.use_cases.accountability.holdings import tell_address_book, tell_holdings
from prisonmail.use_cases.accountability.one_person import AmbiguousPerson, Traits, read_wanted
from prisonmail.web.access.visitors import Right
from prisonmail.web.pages.downloads import CSV, send_made
from prisonmail.web.pages.office.work import Answers, Form, Work, begin
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines, word_error

router = APIRouter(include_in_schema=False)
_KINDS = {".json": "application/json", ".csv": CSV, ".txt": "text/plain; charset=utf-8"}
_WHO = "Enter a prison number, or a name and all else that you know"


@router.get("/letters/requests")
def ask_whom(request: Request) -> Response:
    """Show the form for whom it is about."""
    begin(request, Right.ADMIN)
    return _show_form(request, {}, ())


@router.post("/letters/requests")
def answer(request: Request, form: Form) -> Response:
    """Send what is held of a person or of all, or erase one after asking: as the button says."""
    work = begin(request, Right.ADMIN)
    if form.get("step") == "book":
        return send_made(request, "address-book.csv", CSV, lambda path: _write_book(work, path))
    try:
        wanted = _read_wanted(form)
        if form.get("step") in FORMS:
            return _send(request, work, wanted, form.get("step"))
        return _erase(request, work, wanted, form)
    except AmbiguousPerson as error:
        people = map(reports.describe_person, error.people)
        return _show_form(request, form.texts, (error.message, *people))
    except (WrongUsage, NotIssued) as error:
        said = word_error(error)
        return _show_form(request, form.texts, (said or _WHO,))


def _read_wanted(form: Answers) -> Traits:
    typed = (form.get("name"), form.get("prison_number"), form.get("date_of_birth"))
    return read_wanted(*(each or None for each in typed))


def _send(request: Request, work: Work, wanted: Traits, form: str) -> Response:
    now = clock.now()

    def make(path: Path) -> None:
        held = tell_holdings(work.ledger, wanted, now, work.by)
        if held is None:
            raise NotIssued(reports.NOTHING_HELD)
        with path.open("wb") as file:
            write_holdings(file, form, held, now)

    return send_made(request, f"held{form}", _KINDS[form], make)


def _write_book(work: Work, path: Path) -> None:
    entries = tell_address_book(work.ledger, clock.now(), work.by)
    with path.open("wb") as file:
        write_address_book(file, ".csv", entries)


def _erase(request: Request, work: Work, wanted: Traits, form: Answers) -> Response:
    now = clock.now()
    person = find_erasable(work.ledger, wanted, now)
    if person is None:
        raise NotIssued(reports.NOTHING_HELD)
    if not form.get("sure"):
        return render(
            request,
            "office/erase.html",
            question=reports.erase_question(person),
            described=reports.describe_person(person),
            texts={name: form.get(name) for name in ("name", "prison_number", "date_of_birth")},
        )
    done = erase_person(work.ledger, person, now, work.by)
    lines = adapt_lines([*reports.erasure_words(done), BEYOND_A_PURGE])
    return render(request, "office/done.html", heading="Erased", lines=lines, batch="")


def _show_form(request: Request, texts: Mapping[str, str], rest: tuple[str, ...]) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if rest else HTTPStatus.OK
    return render(request, "office/requests.html", status, texts=texts, rest=rest)
