"""Who asks, and what they may do."""

from typing import ClassVar

from starlette.requests import HTTPConnection

from prisonmail.ledger.access.grants import Right
from prisonmail.system.record import Record

__all__ = [
    "NotAllowedError",
    "NotSignedInError",
    "Right",
    "Visitor",
    "find_visitor",
    "require",
]


class Visitor(Record, frozen=True):
    """Somebody who has signed in, or a program that showed a token."""

    withheld: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    """Who does what is recorded."""
    right: Right
    location: str | None = None
    """Where their checks are made, if they or their token say so."""


class NotSignedInError(Exception):
    """Nobody has signed in, or the session is over."""


class NotAllowedError(Exception):
    """Who has signed in may not do this."""


def find_visitor(request: HTTPConnection) -> Visitor | None:
    """Return who asks, as the middleware of sessions and tokens found out; None if nobody is."""
    found = getattr(request.state, "visitor", None)
    return found if isinstance(found, Visitor) else None


def require(request: HTTPConnection, right: Right) -> Visitor:
    """Return who asks. Raises NotSignedInError, or NotAllowedError if they may not do this."""
    visitor = find_visitor(request)
    if visitor is None:
        raise NotSignedInError
    if not visitor.right.includes(right):
        raise NotAllowedError
    return visitor
