"""The pages of the address book: who is in it, one person, and who is put into it."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import islice

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import LedgerMissing
from prisonmail.problems.problem import Severity
from prisonmail.recipients.fields.cell import clean
from prisonmail.recipients.options import ListOptions
from prisonmail.reports.counts import count
from prisonmail.reports.people.people import learning_words, person_cells, person_particulars
from prisonmail.reports.problems import place
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import keep_permitted
from prisonmail.use_cases.after_issue.issued_batches import count_pages
from prisonmail.use_cases.list_reading import ROW_OPTIONS, write_row
from prisonmail.use_cases.people.learning import Learning, learn_people
from prisonmail.use_cases.people.people_search import (
    KnownPerson,
    find_entry,
    find_letters_to,
    find_people,
    remove_people,
)
from prisonmail.web.access.forms import read_own_form
from prisonmail.web.pages.office.letter_rows import make_letter_rows
from prisonmail.web.pages.office.row_faults import BLANK, RowFaults, read_cells, sort_problems
from prisonmail.web.pages.office.work import (
    Form,
    FormWithFiles,
    Work,
    begin,
    make_access,
    read_page,
)
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines, leave_out_commands, quote_cells

router = APIRouter(include_in_schema=False)
_A_PAGE = 50
_MOST_PROBLEMS = 100
_LONGEST_NOTE = 200
_NO_FAULTS = RowFaults({}, (), ())


@router.get("/letters/people")
def show_all(request: Request, page: str = "") -> Response:
    """Show who is in the address book, a page at a time."""
    return _show_list(request, begin(request), "", read_page(page))


@router.post("/letters/people")
def find(request: Request, form: Form) -> Response:
    """Show who of the address book is looked for."""
    return _show_list(request, begin(request), form.get("text"), read_page(form.get("page")))


@router.get("/letters/people/new")
def begin_entry(request: Request) -> Response:
    """Show the form for a new entry."""
    begin(request)
    return _show_form(request, {}, _NO_FAULTS)


@router.post("/letters/people/new")
def put(request: Request, form: Form) -> Response:
    """Put a person into the address book, or say what is wrong."""
    work, cells = begin(request), read_cells(form)
    if not any(cells.values()):
        return _show_form(request, form.texts, BLANK)
    note = clean(form.get("note"))[:_LONGEST_NOTE]
    row, now = write_row(cells), clock.now()
    done = learn_people(row, ROW_OPTIONS, work.ledger, now, by=work.by, note=note)
    if done.learnt is None:
        return _show_form(request, form.texts, sort_problems(done.checked.problems))
    return _show_learnt(request, done)


@router.get("/letters/people/import")
def begin_import(request: Request) -> Response:
    """Show the form for a list."""
    begin(request)
    return render(request, "office/people_import.html", fault="", lines=[], problems=[])


@router.post("/letters/people/import")
@read_own_form
def import_list(request: Request, form: FormWithFiles) -> Response:
    """Put the people of a list into the address book, or say what is wrong with it."""
    work, source = begin(request), form.read_list("list")
    if source is None:
        fault = "Choose a list: a CSV file or a workbook"
        return render(
            request,
            "office/people_import.html",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            fault=fault,
            lines=[],
            problems=[],
        )
    skip = bool(form.get("skip_bad"))
    options, now = ListOptions(), clock.now()
    done = learn_people(source, options, work.ledger, now, by=work.by, skip_bad=skip)
    return _show_learnt(request, done) if done.learnt else _show_refused(request, done)


@router.get("/letters/people/{entry}")
def show_one(request: Request, entry: str) -> Response:
    """Show a person and the letters to them."""
    work, now = begin(request), clock.now()
    known = find_entry(work.ledger, entry)
    found = find_letters_to(work.ledger, known)
    permitted = keep_permitted(work.ledger, found, make_access(work, "person"), now)
    return render(
        request,
        "office/person.html",
        entry=entry,
        particulars=list(person_particulars(known, now)),
        letters=make_letter_rows(permitted.letters, now),
        left_out=permitted.left_out,
        is_admin=work.is_admin,
    )


@router.post("/letters/people/{entry}/remove")
def remove(request: Request, entry: str, form: Form) -> Response:
    """Ask first, and then take a person out of the address book."""
    work = begin(request)
    known = find_entry(work.ledger, entry)
    if form.get("sure"):
        remove_people(work.ledger, [known], clock.now(), work.by)
        return RedirectResponse("/letters/people", HTTPStatus.SEE_OTHER)
    shown = list(person_particulars(known, clock.now()))
    return render(request, "office/person_remove.html", entry=entry, particulars=shown)


def _show_list(request: Request, work: Work, text: str, number: int) -> Response:
    now = clock.now()
    found = _find(work, text)
    some = found[(number - 1) * _A_PAGE : number * _A_PAGE]
    return render(
        request,
        "office/people.html",
        text=text,
        total=f"{count(len(found), 'person', 'people')} found." if text else "",
        rows=[(each.entry.id, person_cells(each, now)) for each in some],
        number=number,
        pages=count_pages(len(found), _A_PAGE),
        is_admin=work.is_admin,
    )


def _find(work: Work, text: str) -> list[KnownPerson]:
    try:
        return find_people(work.ledger, text)
    except LedgerMissing:
        return []


def _show_form(request: Request, texts: Mapping[str, str], faults: RowFaults) -> Response:
    status = HTTPStatus.OK if faults.is_faultless else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "office/person_new.html", status, texts=texts, faults=faults)


def _show_learnt(request: Request, done: Learning) -> Response:
    warned = sort_problems(done.checked.problems).warnings
    lines = adapt_lines([*learning_words(done), *warned])
    return render(request, "office/done.html", heading="In the address book", lines=lines, batch="")


def _show_refused(request: Request, done: Learning) -> Response:
    """Show what is wrong with a list: cell by cell, as far as a page takes it."""
    errors = (each for each in done.checked.problems if each.severity is Severity.ERROR)
    problems = [
        (place(each), quote_cells(f"{each.message}. {leave_out_commands(each.help)}"))
        for each in islice(errors, _MOST_PROBLEMS)
    ]
    return render(
        request,
        "office/people_import.html",
        HTTPStatus.UNPROCESSABLE_ENTITY,
        fault="",
        lines=adapt_lines(learning_words(done)),
        problems=problems,
    )
