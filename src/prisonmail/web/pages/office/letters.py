"""The pages of one letter: what became of it, its sheet again, and that it is cancelled.

Codes are in no address: they come in forms.
"""

from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import WrongUsage
from prisonmail.reports.counts import count
from prisonmail.reports.letters import (
    addressee,
    cancellation_words,
    event_words,
    particulars,
    state,
)
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.cancel import cancel
from prisonmail.use_cases.after_issue.issued_batches import show_batch, show_letter
from prisonmail.use_cases.after_issue.reprint import reprint
from prisonmail.use_cases.find import parse_reference
from prisonmail.web.lists.enclosures import find_enclosure_store, saying_what_is_gone
from prisonmail.web.pages.downloads import PDF, send_made
from prisonmail.web.pages.office.work import Answers, Form, Work, begin, make_access
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines

router = APIRouter(include_in_schema=False)


@router.get("/letters/letter")
@router.get("/letters/cancel")
@router.get("/letters/reprint")
@router.get("/letters/reissue")
def begin_again(request: Request) -> Response:
    """Lead whoever comes without a code, such as after signing in anew, to where it is found."""
    begin(request)
    return RedirectResponse("/letters/find", HTTPStatus.SEE_OTHER)


@router.post("/letters/letter")
def show(request: Request, form: Form) -> Response:
    """Show a letter and all that happened to it."""
    work, now = begin(request), clock.now()
    shown = show_letter(
        work.ledger, form.get("code"), make_access(work, "letter", form.reason), now
    )
    entry = shown.entry
    return render(
        request,
        "office/letter.html",
        code=entry.code,
        batch=entry.batch_id,
        particulars=[*particulars(entry), ("State", state(entry, now))],
        history=list(map(event_words, shown.happened)),
        is_erased=entry.name is None,
        is_cancelled=entry.cancellation is not None,
        looked_for=form.get("looked_for"),
        reason=form.reason or "",
    )


@router.post("/letters/reprint")
def print_again(request: Request, form: Form) -> Response:
    """Send the sheets of a batch, or that of a code, as they were."""
    work, what = begin(request), form.get("what")
    batch = parse_reference(what).batch_id

    def make(path: Path) -> None:
        with saying_what_is_gone(find_enclosure_store(request)):
            reprint(what, work.ledger, path, clock.now(), by=work.by, exceptional=form.reason)

    return send_made(
        request,
        f"{batch}.pdf" if batch else "letter.pdf",
        PDF,
        make,
    )


@router.post("/letters/cancel")
def cancel_it(request: Request, form: Form) -> Response:
    """Ask whether a batch or letter is to be cancelled and why, and then do it."""
    work = begin(request)
    if not form.get("sure"):
        return _ask_for_sure(request, work, form, "")
    if not form.get("why"):
        return _ask_for_sure(request, work, form, "Enter why: mailrooms are told")
    what, why = form.get("what"), form.get("why")
    done = cancel(what, work.ledger, why, clock.now(), work.by, form.reason)
    return render(
        request,
        "office/done.html",
        heading="Cancelled",
        lines=adapt_lines(cancellation_words(done)),
        batch=done.found.summary.batch.id,
    )


def _ask_for_sure(request: Request, work: Work, form: Answers, fault: str) -> Response:
    what = form.get("what")
    return render(
        request,
        "office/cancel.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        what=what,
        question=_ask(work, what, form.reason),
        fault=fault,
        reason=form.reason or "",
    )


def _ask(work: Work, what: str, reason: str | None) -> str:
    """Ask whether it is to be cancelled. Raises WrongUsage if nothing is left of it."""
    now, access = clock.now(), make_access(work, "cancel", reason)
    if parse_reference(what).batch_id:
        summary = show_batch(work.ledger, what, access, now).batch.summary
        left, batch = summary.batch.size - summary.cancelled, summary.batch.id
        asked = f"Cancel {count(left, 'letter')} of batch {batch}, for good?"
    else:
        entry = show_letter(work.ledger, what, access, now).entry
        left = 0 if entry.cancellation else 1
        asked = f"Cancel the letter to {addressee(entry)} at {entry.prison_name}, for good?"
    if not left:
        raise WrongUsage("All of that was cancelled already.")
    return asked
