"""The page on which prisons are found."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.prisons.search import search_prisons
from prisonmail.prisons.store import load_directory
from prisonmail.reports.prisons import search_words
from prisonmail.system import clock
from prisonmail.web.pages.office.work import Form, begin
from prisonmail.web.pages.rendering import render

router = APIRouter(include_in_schema=False)


@router.get("/letters/prisons")
def ask(request: Request) -> Response:
    """Show all prisons."""
    return _show(request, "")


@router.post("/letters/prisons")
def find(request: Request, form: Form) -> Response:
    """Show the prisons that are meant. Somebody may paste a name, so it is in no address."""
    return _show(request, form.get("text"))


def _show(request: Request, text: str) -> Response:
    begin(request)
    found, today = search_prisons(text, load_directory()), clock.uk_date(clock.now())
    return render(
        request,
        "office/prisons.html",
        text=text,
        prisons=found.prisons,
        closed=found.closed,
        lines=list(search_words(found, today)),
    )
