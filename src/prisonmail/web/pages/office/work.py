"""Who is at work in the office's pages, on which ledger, and what they have typed."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.errors import OfAnother
from prisonmail.recipients.file.source import Source
from prisonmail.system.record import Record
from prisonmail.use_cases.after_issue.access import Access
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.pages.rendering import render

REASON = "exceptional"
"""The field that says why somebody goes to letters of another."""
_MOST_DIGITS = 6
_OWN = ("csrf", REASON)


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
    files: Mapping[str, Source]

    def get(self, name: str) -> str:
        """Return what was typed in a field; nothing if it is not there."""
        return self.texts.get(name, "")

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
    texts, files = dict[str, str](), dict[str, Source]()
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                files[name] = Source(value.filename or "the file", await value.read())
            else:
                texts[name] = value.strip()
    request.state.answers = Answers(texts, files)
    return Answers(texts, files)


Form = Annotated[Answers, Depends(read_answers)]


def make_access(work: Work, command: str, reason: str | None = None) -> Access:
    """Return with which of its pages somebody goes to letters, and why, for the ledger."""
    return Access(f"serve: {command}", reason, work.by)


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
