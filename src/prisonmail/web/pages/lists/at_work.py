"""Whose list a request is about, and what works on it."""

from http import HTTPStatus
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse

from prisonmail.system.record import Record
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.lists.job_folder import JobFolder
from prisonmail.web.lists.job_store import JobStore, NoListError
from prisonmail.web.lists.work import Workshop
from prisonmail.web.settings import Settings


class ListWork(Record, frozen=True):
    """Who asks, and what works on their lists."""

    withheld: ClassVar[tuple[str, ...]] = ("by",)

    by: str
    is_admin: bool
    settings: Settings
    store: JobStore
    workshop: Workshop

    def find(self, job_id: str) -> JobFolder:
        """Return the folder of a visitor's list, whose work goes on. Raises NoListError."""
        folder = self.store.find(job_id, self.by)
        try:
            self.workshop.look_after(folder)
        except FileNotFoundError:
            raise NoListError from None
        return folder


def begin(request: Request) -> ListWork:
    """Return who asks, if they may issue letters. Raises as `require`."""
    visitor, state = require(request, Right.ISSUE), request.app.state
    is_admin = visitor.right.includes(Right.ADMIN)
    return ListWork(visitor.name, is_admin, state.settings, state.lists, state.workshop)


def go_to(job_id: str) -> RedirectResponse:
    """Send the browser to the page of a list, which it may load again as often as it likes."""
    return RedirectResponse(f"/letters/jobs/{job_id}", HTTPStatus.SEE_OTHER)
