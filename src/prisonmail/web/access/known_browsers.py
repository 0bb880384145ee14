"""A name that a browser keeps after somebody has signed in with it, so that it is known again.

It lets nobody in. What such a browser asks and types is counted by itself, so that strangers cannot
use up what its people may ask. Several people may share a browser, and its name.
"""

from starlette.requests import Request
from starlette.responses import Response

from prisonmail.ledger.access.sign_in_codes import KNOWN_FOR

_COOKIE = "__Host-prisonmail-known"
"""Codes are only for servers that browsers reach by TLS, so that no other site can set it."""


def read_known(request: Request) -> str:
    """Return the name of a browser that is known; empty if it has none."""
    return request.cookies.get(_COOKIE, "")


def keep_known(response: Response, name: str) -> None:
    """Have a browser keep its name, also when it is closed."""
    response.set_cookie(
        _COOKIE,
        name,
        max_age=int(KNOWN_FOR.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )
