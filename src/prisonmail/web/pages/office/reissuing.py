"""The pages on which a letter is issued again: mended, or to another prison."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail import codes
from prisonmail.reports import runs
from prisonmail.sender.store import load
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.issued_batches import show_letter
from prisonmail.use_cases.after_issue.reissue import Changes, Reissued, reissue
from prisonmail.use_cases.order import Checked, Issued, Order
from prisonmail.web.pages.office.one_letter import describe_draft, show_result, show_review
from prisonmail.web.pages.office.row_faults import PERSON, RowFaults, name_input, sort_problems
from prisonmail.web.pages.office.work import Answers, Form, Work, begin, make_access
from prisonmail.web.pages.rendering import render
from prisonmail.web.working_files import find_working_files

router = APIRouter(include_in_schema=False)
_WAS = "was_"
_NO_FAULTS = RowFaults({}, (), ())


@router.post("/letters/reissue")
def go_on(request: Request, form: Form) -> Response:
    """Show the form with what the letter says, check what was mended, or issue it anew."""
    work, step = begin(request), form.get("step")
    if step not in ("check", "issue"):
        was = _read_was(form) if step else _look_up(work, form)
        return _show_form(request, form, was, {**was, **form.texts}, _NO_FAULTS)
    was = _read_was(form)
    with find_working_files(request).borrow() as folder:
        done = _run(work, form, was, folder, check_only=step == "check")
        if isinstance(done.outcome, Issued):
            return show_result(request, done.outcome, runs.reissue_words(done), folder)
    faults = sort_problems(done.outcome.checked.problems)
    if not isinstance(done.outcome, Checked) or not faults.is_faultless:
        return _show_form(request, form, was, form.texts, faults)
    draft = describe_draft(next(iter(done.outcome.drafts)), load(work.profile))
    kept = {name: text for name, text in form.texts.items() if name not in ("csrf", "step")}
    old = codes.format_code(done.entry.code)
    return show_review(request, "/letters/reissue", done.outcome, draft, kept, replaced=old)


def _run(
    work: Work, form: Answers, was: Mapping[str, str], folder: Path, *, check_only: bool
) -> Reissued:
    """Issue it anew, or only check it, with what is typed otherwise than it was."""
    typed = {name: form.get(name) for name in was}
    changed = {name: text for name, text in typed.items() if text != was[name]}
    order = Order(
        recipients="",
        profile=work.profile,
        ledger=work.ledger,
        by=work.by,
        output=folder / "letter.pdf",
        check_only=check_only,
        print_later=True,
        cancel_earlier=bool(form.get("cancel_earlier")),
    )
    return reissue(form.get("code"), Changes(**changed), order, exceptional=form.reason)


def _look_up(work: Work, form: Answers) -> dict[str, str]:
    """Return what a letter says, as it is typed."""
    access = make_access(work, "reissue", form.reason)
    entry = show_letter(work.ledger, form.get("code"), access, clock.now()).entry
    return {
        "name": entry.name or "",
        "prison_number": entry.prison_number or "",
        "date_of_birth": f"{entry.date_of_birth:%d/%m/%Y}" if entry.date_of_birth else "",
        "prison": entry.prison,
        "reference": entry.reference or "",
    }


def _read_was(form: Answers) -> dict[str, str]:
    """Return what the letter said when the form was made."""
    return {name: form.get(f"{_WAS}{name}") for name in map(name_input, PERSON)}


def _show_form(
    request: Request,
    form: Answers,
    was: Mapping[str, str],
    texts: Mapping[str, str],
    faults: RowFaults,
) -> Response:
    return render(
        request,
        "office/reissue.html",
        HTTPStatus.OK if faults.is_faultless else HTTPStatus.UNPROCESSABLE_ENTITY,
        code=form.get("code"),
        was={f"{_WAS}{name}": text for name, text in was.items()},
        texts=texts,
        faults=faults,
        reason=form.reason or "",
    )
