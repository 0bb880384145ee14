"""Scans that a page sends again because their answer was lost on its way: they are checked once."""

from contextlib import suppress
from datetime import timedelta

from starlette.requests import Request

from prisonmail.errors import PrisonmailError
from prisonmail.ledger.store import Ledger
from prisonmail.system import clock
from prisonmail.use_cases.after_issue.past_checks import find_past_check
from prisonmail.use_cases.verify import read_code
from prisonmail.web.access.sessions import hash_name
from prisonmail.web.access.visitors import Visitor
from prisonmail.web.desks import find_desks

ASKED_BY_SCRIPT = "x-answer"
"""The header with which the page's script asks for the answer itself, and not for its address. Its
value is a new one for each scan."""
_KIND = "sent-scan"
_KEPT = timedelta(minutes=10)


async def find_sent(request: Request, visitor: Visitor, typed: str) -> int | None:
    """Return the event of the check with which this scan was answered before, if it was.

    Raises InputMissing.
    """
    name, now = _name(request, typed), clock.now()
    if name is None:
        return None
    kept = await request.app.state.states.ask(lambda state: state.find(_KIND, name, now))
    if not kept:
        return None

    def is_of_code(ledger: Ledger) -> bool:  # and not of a ledger that is in its place by now
        found = find_past_check(ledger.name_operator(visitor.name), int(kept))
        return found is not None and found.answer.code == read_code(typed)

    return int(kept) if await find_desks(request).ask(is_of_code) else None


async def keep_sent(request: Request, typed: str, event: int) -> None:
    """Keep which check this scan is answered with, if that can be: its answer has to arrive."""
    name, now = _name(request, typed), clock.now()
    if name is None:
        return
    with suppress(PrisonmailError):
        await request.app.state.states.ask(
            lambda state: state.keep(_KIND, name, str(event), now, now + _KEPT)
        )


def _name(request: Request, typed: str) -> str | None:
    sent = request.headers.get(ASKED_BY_SCRIPT)
    return hash_name(f"{request.state.session} {sent} {typed}") if sent else None
