"""The page on which letters are found: by name, number, reference, code or batch."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import LedgerMissing, WrongUsage
from prisonmail.reports.counts import count
from prisonmail.reports.letters import access_words
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.access import Permitted, keep_permitted
from prisonmail.use_cases.after_issue.letter_search import find_letters
from prisonmail.web.pages.office.letter_rows import make_letter_rows
from prisonmail.web.pages.office.work import Form, Work, begin, make_access
from prisonmail.web.pages.rendering import render
from prisonmail.web.pages.wording import adapt_lines

router = APIRouter(include_in_schema=False)
_MOST = 200
"""Letters on a page: whoever finds more is better served by another word."""


@router.get("/letters/find")
def ask(request: Request) -> Response:
    """Show the box for what is looked for."""
    begin(request)
    return render(request, "office/find.html", text="", fault="", found=None)


@router.post("/letters/find")
def find(request: Request, form: Form) -> Response:
    """Show what was found. What was typed is in no address."""
    work, text = begin(request), form.get("text")
    try:
        permitted = _find(work, text, form.reason)
    except WrongUsage as error:
        if text:
            raise
        return render(request, "office/find.html", 422, text="", fault=error.remedy, found=None)
    letters = permitted.letters
    return render(
        request,
        "office/find.html",
        text=text,
        fault="",
        found=make_letter_rows(letters[:_MOST], clock.now()),
        total=f"{count(len(letters), 'letter')} found.",
        more=max(0, len(letters) - _MOST),
        lines=adapt_lines(access_words(permitted)),
        left_out=permitted.left_out,
        reason=form.reason or "",
    )


def _find(work: Work, text: str, reason: str | None) -> Permitted:
    access = make_access(work, "find", reason)
    try:
        found = find_letters(work.ledger, text)
    except LedgerMissing:
        return Permitted(())
    return keep_permitted(work.ledger, found, access, clock.now())
