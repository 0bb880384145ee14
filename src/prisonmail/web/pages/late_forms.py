"""A form that came when its session was over: it is shown again, so that nothing typed is lost.

It lies in the page alone. Nothing is done with it until somebody who has signed in sends it once
more, from a page of theirs.
"""

from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from prisonmail.system.record import Record
from prisonmail.web.access.forms import reads_own_form
from prisonmail.web.access.visitors import find_visitor
from prisonmail.web.lists.uploads import is_with_files
from prisonmail.web.pages.office.work import Answers
from prisonmail.web.pages.rendering import render

_OFFICE = "/letters"
_LONGEST = 2 * 1024 * 1024
"""Bytes of a form that is read for somebody who has not signed in."""
_MOST_FIELDS = 3_000
_OWN = "csrf"
_LOOK_AGAIN = ("step", "mend")
"""What a form is sent again with if its files are lost: it is only shown then."""


class _Typed(Record, frozen=True):
    """What came in a form."""

    withheld: ClassVar[tuple[str, ...]] = ("texts",)

    texts: tuple[tuple[str, str], ...]
    had_files: bool


async def show_late_form(request: Request, status: HTTPStatus) -> Response | None:
    """Show what was typed with a button to send it again; None if nothing was, or too much."""
    if request.method != "POST" or not request.url.path.startswith(_OFFICE):
        return None
    typed = await _read_typed(request)
    if typed is None or not typed.texts:
        return None
    again = [each for each in typed.texts if not (typed.had_files and each[0] == _LOOK_AGAIN[0])]
    return render(
        request,
        "late_form.html",
        status,
        typed=[*again, _LOOK_AGAIN] if typed.had_files else again,
        had_files=typed.had_files,
        with_files=is_with_files(request),
        is_signed_in=find_visitor(request) is not None,
    )


async def _read_typed(request: Request) -> _Typed | None:
    """Return what came, whoever has read it; None if it cannot be read any more."""
    read = getattr(request.state, "answers", None)
    if isinstance(read, Answers):
        return _Typed(_leave_out_own(read.texts.items()), any(each.size for each in read.files))
    length = request.headers.get("content-length", "")
    is_read = reads_own_form(request) and find_visitor(request) is not None
    if is_read or not length.isdecimal() or int(length) > _LONGEST:
        return None
    with suppress(HTTPException):
        async with request.form(max_fields=_MOST_FIELDS) as form:
            texts = [(name, each) for name, each in form.multi_items() if isinstance(each, str)]
            files = [each for each in form.values() if not isinstance(each, str)]
            return _Typed(_leave_out_own(texts), any(each.filename for each in files))
    return None


def _leave_out_own(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in texts if name != _OWN and text)
