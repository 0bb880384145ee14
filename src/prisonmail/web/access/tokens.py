"""Tokens that programs show: `Authorization: Bearer TOKEN`."""

from datetime import datetime, timedelta
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request

from prisonmail.ledger.access.grants import TOKEN_BEGINS
from prisonmail.ledger.store import open_server_state
from prisonmail.use_cases.access.admission import Admission
from prisonmail.web.access.sources import name_source
from prisonmail.web.access.visitors import Visitor

MOST_MISSES = 20
_WITHIN = timedelta(minutes=10)
_KIND = "token-miss"


def read_token(request: Request) -> str | None:
    """Return the token that a request shows; None if it shows none of ours."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_ours = scheme.lower() == "bearer" and token.strip().startswith(TOKEN_BEGINS)
    return token.strip() if is_ours else None


def find_by_token(
    request: Request, admission: Admission, ledger: str, token: str, now: datetime
) -> Visitor | None:
    """Return whose token it is; None if it is nobody's.

    Raises HTTPException after many wrong ones from one place.
    """
    found = admission.find_by_token(token, now)
    if found:
        return Visitor(found.name, found.right, found.location)
    source = name_source(request)
    with open_server_state(ledger) as state:
        state.note(_KIND, source, now, now + _WITHIN)
        misses = state.count(_KIND, source, now - _WITHIN)
    if misses > MOST_MISSES:
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many wrong tokens came from here.",
            {"Retry-After": str(_WITHIN.seconds)},
        )
    return None
