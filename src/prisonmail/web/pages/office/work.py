"""Who is at work in the office's pages, on which ledger, and what they have typed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prisonmail.errors import OfAnother
from prisonmail.recipients.file.source import Source, read_source
from prisonmail.system.record import Record, replace
from prisonmail.use_cases.after_issue.access import Access
from prisonmail.web.access.forms import compare_form
from prisonmail.web.access.visitors import NotSignedInError, Right, find_visitor, require
from prisonmail.web.lists.enclosures import FIELD as ENCLOSURES
from prisonmail.web.lists.uploads import SentFile, is_with_files, read_sent
from prisonmail.web.pages.rendering import render
from prisonmail.web.working_files import find_working_files

REASON = "exceptional"
"""The field that says why somebody goes to letters of another."""
_MOST_DIGITS = 6
_OWN = ("csrf", REASON)
LETTERHEAD = "letterhead"
_FILES = frozenset({"list", "directory", ENCLOSURES, LETTERHEAD})
"""The fields that have files in them."""


class Work(Record, frozen=True):
    """Who is at work, and with which ledger and profile."""

    withheld: ClassVar[tuple[str, ...]] = ("by",)

    ledger: str
    profile: Path
    by: str
    """Who does what is recorded."""
    is_admin: bool


class Answers(Record, frozen=True):
    """What was typed into a form, and the files that came with it."""

    withheld: ClassVar[tuple[str, ...]] = ("texts", "files")

    texts: Mapping[str, str]
    files: Sequence[SentFile] = ()

    def get(self, name: str) -> str:
        """Return what was typed in a field; nothing if it is not there."""
        return self.texts.get(name, "")

    def find_file(self, name: str) -> SentFile | None:
        """Return the file that came in a field; None if none did, or an empty one."""
        return next((each for each in self.files if each.field == name and each.size), None)

    def read_list(self, name: str) -> Source | None:
        """Return the list that came in a field; None if none did, or an empty one."""
        found = self.find_file(name)
        return replace(read_source(str(found.path)), name=found.name) if found else None

    @property
    def reason(self) -> str | None:
        """Why somebody goes to letters of another; None if they do not say."""
        return self.texts.get(REASON)


def begin(request: Request, right: Right = Right.ISSUE) -> Work:
    """Return who is at work, if they may do this. Raises as `require`."""
    visitor, settings = require(request, right), request.app.state.settings
    is_admin = visitor.right.includes(Right.ADMIN)
    return Work(settings.ledger, settings.profile, visitor.name, is_admin)


async def read_answers(request: Request) -> Answers:
    """Read the form of a request, and keep it with this."""
    form = await request.form()
    texts = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    request.state.answers = Answers(texts)
    return Answers(texts)


async def read_answers_with_files(request: Request) -> AsyncIterator[Answers]:
    """Read a form that may have files, which are there until the request is answered.

    Its handler has to be marked by `read_own_form`. Raises as `read_sent` and `compare_form`.
    """
    if find_visitor(request) is None:
        raise NotSignedInError
    with find_working_files(request).borrow() as folder:
        if is_with_files(request):
            sent = await read_sent(request, folder, _FILES)
            found = Answers(sent.texts, sent.files)
        else:
            found = await read_answers(request)
        request.state.answers = found
        if request.state.by_cookie:
            compare_form(request, found.get("csrf"))
        yield found


Form = Annotated[Answers, Depends(read_answers)]
FormWithFiles = Annotated[Answers, Depends(read_answers_with_files)]


def make_access(work: Work, command: str, reason: str | None = None) -> Access:
    """Return with which of its pages somebody goes to letters, and why, for the ledger."""
    return Access(f"serve: {command}", reason, work.by)


def go_to_profile() -> Response:
    """Lead to where it is said who sends."""
    return RedirectResponse("/letters/settings/profile", HTTPStatus.SEE_OTHER)


def ask_for_reason(request: Request, error: Exception) -> Response:
    """Ask why somebody goes to letters of another, and do it once they have said so."""
    assert isinstance(error, OfAnother)  # noqa: S101 - as it was registered
    found = getattr(request.state, "answers", None)
    texts = found.texts if isinstance(found, Answers) else {}
    again = {name: text for name, text in texts.items() if name not in _OWN}
    blank = REASON in texts
    return render(
        request,
        "office/reason.html",
        HTTPStatus.FORBIDDEN,
        message=error.message,
        again=again,
        fault="Enter the reason" if blank else "",
    )


def read_page(text: str) -> int:
    """Read the number of a page; whatever else is typed into an address is the first.

    >>> read_page("3"), read_page("-1"), read_page("x"), read_page("")
    (3, 1, 1, 1)
    """
    good = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return max(1, int(text)) if good else 1
