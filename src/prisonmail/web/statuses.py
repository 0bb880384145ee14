"""What the errors of a run are in the statuses of HTTP."""

from collections.abc import Mapping
from http import HTTPStatus

from prisonmail.errors import (
    AlreadyIssued,
    AskedTooOften,
    ExitCode,
    KeyUsed,
    LetterUnusable,
    NotIssued,
    OfAnother,
    PrisonmailError,
    SenderRefused,
)
from prisonmail.web.lists.enclosures import EnclosuresGoneError
from prisonmail.web.lists.job_store import NoListError

_BY_EXIT_CODE = {
    ExitCode.USAGE: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExitCode.BAD_LIST: HTTPStatus.UNPROCESSABLE_ENTITY,
    ExitCode.NO_INPUT: HTTPStatus.SERVICE_UNAVAILABLE,
    ExitCode.NO_RELAY: HTTPStatus.BAD_GATEWAY,
    ExitCode.TRY_LATER: HTTPStatus.SERVICE_UNAVAILABLE,
    ExitCode.CANNOT_WRITE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_BY_CLASS: dict[type[PrisonmailError], HTTPStatus] = {
    NotIssued: HTTPStatus.NOT_FOUND,
    EnclosuresGoneError: HTTPStatus.GONE,
    NoListError: HTTPStatus.NOT_FOUND,
    OfAnother: HTTPStatus.FORBIDDEN,
    LetterUnusable: HTTPStatus.UNPROCESSABLE_ENTITY,
    AlreadyIssued: HTTPStatus.CONFLICT,
    KeyUsed: HTTPStatus.CONFLICT,
    SenderRefused: HTTPStatus.CONFLICT,
    AskedTooOften: HTTPStatus.TOO_MANY_REQUESTS,
}
_AGAIN = {"Retry-After": "5"}
"""After how many seconds it may be worth to ask again, if a ledger is not there."""


_PHRASES = {413: "Request Entity Too Large", 422: "Unprocessable Entity"}
"""Of the statuses that Python 3.13 calls by other words: what programs know them by stays."""


def name_status(status: HTTPStatus) -> str:
    """Return what a status is called.

    >>> name_status(HTTPStatus.UNPROCESSABLE_ENTITY)
    'Unprocessable Entity'
    """
    return _PHRASES.get(status, status.phrase)


def say_when(status: HTTPStatus) -> Mapping[str, str]:
    """Return the headers that say when to ask again, if that is worth it."""
    return _AGAIN if status is HTTPStatus.SERVICE_UNAVAILABLE else {}


def find_status(error: PrisonmailError) -> HTTPStatus:
    """Return the status of HTTP that says what an error means.

    >>> find_status(AlreadyIssued("It was issued today.")).phrase
    'Conflict'
    """
    by_exit_code = _BY_EXIT_CODE.get(error.exit_code, HTTPStatus.INTERNAL_SERVER_ERROR)
    return _BY_CLASS.get(type(error), by_exit_code)
