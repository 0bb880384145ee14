"""Forms: whether one comes from a page of ours, and not from another site that the browser shows.

Three things have to agree: where the browser says that it comes from, a text of the session that no
other site can read, and the cookie, which browsers keep back from the forms of other sites.
"""

import hashlib
import hmac
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from prisonmail.web.access.visitors import NotSignedInError, find_visitor
from prisonmail.web.lists.uploads import is_with_files

Handler = TypeVar("Handler", bound=Callable[..., object])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "/sign-in"
UNDONE = "undone"
"""Says to the page to sign in that something was sent which was not done."""
_FOR_MINISTRY = ("/barcode/", "/prisons/", "/health/")
"""Paths in the shapes of the Ministry's own service."""
_API = "/api/"
_FIELD, _HEADER = "csrf", "x-csrf-token"


class ForeignFormError(Exception):
    """A form is not from a page of ours, or from one of another session."""


def make_csrf(session: str) -> str:
    """Return the text that the forms of a session hold; nobody can tell the session from it."""
    return hmac.new(session.encode(), b"forms of this session", hashlib.sha256).hexdigest()


def is_for_programs(path: str) -> bool:
    """Check whether a path heeds tokens alone."""
    return is_for_api(path) or is_for_ministry(path)


def is_for_api(path: str) -> bool:
    """Check whether a path is of the API, whose problems are documents by RFC 9457."""
    return f"{path}/".startswith(_API)


def is_for_ministry(path: str) -> bool:
    """Check whether a path is in the shapes of the Ministry's own service."""
    return f"{path}/".startswith(_FOR_MINISTRY)


def is_foreign(request: Request) -> bool:
    """Check whether the browser says that a request which changes something is of another site."""
    if request.method in SAFE_METHODS:
        return False
    site = request.headers.get("sec-fetch-site", "same-origin")
    own = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    return (
        site not in ("same-origin", "none")
        or request.headers.get("origin", own).lower() != own.lower()
    )


async def check_form(request: Request) -> None:
    """Refuse a form that does not hold the text of its session, or has files that nobody asked for.

    Raises ForeignFormError, NotSignedInError if there is no session to compare it with, and
    HTTPException.
    """
    if request.method in SAFE_METHODS or not getattr(request.state, "by_cookie", True):
        return
    if reads_own_form(request):
        return
    if find_visitor(request) is None and not request.scope["path"].startswith(SIGN_IN):
        raise NotSignedInError
    if is_with_files(request):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Here no files are taken.")
    compare_form(request, request.headers.get(_HEADER) or (await request.form()).get(_FIELD))


def compare_form(request: Request, given: object) -> None:
    """Refuse a form whose text is not that of its session. Raises ForeignFormError."""
    expected = getattr(request.state, "csrf", "")
    if not expected or not isinstance(given, str):
        raise ForeignFormError
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise ForeignFormError


def read_own_form(handler: Handler) -> Handler:
    """Mark what reads its form itself, as it comes, since files in it may be large.

    It has to call `compare_form`.
    """
    _OWN_READERS.add(handler)
    return handler


def reads_own_form(request: Request) -> bool:
    """Check whether the form of a request is read by what answers it."""
    return getattr(request.scope.get("route"), "endpoint", None) in _OWN_READERS


_OWN_READERS: set[Callable[..., object]] = set()
