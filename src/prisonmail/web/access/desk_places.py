"""Where somebody checks letters, and by which name: said once in a session."""

import json
from typing import ClassVar

from starlette.requests import Request

from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.system.record import Record, fill_json, to_builtins
from prisonmail.web.access.sessions import LONGEST, hash_name
from prisonmail.web.access.visitors import Visitor

_KIND = "desk-place"


class DeskPlace(Record, frozen=True):
    """Where checks are made and by whom, as they are recorded; None if it is not said."""

    withheld: ClassVar[tuple[str, ...]] = ("location", "by")

    location: str | None
    by: str | None


def find_place(request: Request, visitor: Visitor) -> DeskPlace:
    """Return where somebody is: as they said in this session, else as they are known.

    Raises InputMissing or OutputRefused.
    """
    session = getattr(request.state, "session", "")
    settings = request.app.state.settings
    if session:
        with open_server_state(settings.ledger) as state:
            kept = state.find(_KIND, hash_name(session), clock.now())
        if kept:
            return fill_json(DeskPlace, kept.encode())
    return DeskPlace(visitor.location or settings.location, visitor.name)


def keep_place(request: Request, place: DeskPlace) -> None:
    """Keep where somebody says that they are, as long as their session. Raises OutputRefused."""
    session = getattr(request.state, "session", "")
    if session:
        now, value = clock.now(), json.dumps(to_builtins(place), ensure_ascii=False)
        with open_server_state(request.app.state.settings.ledger) as state:
            state.keep(_KIND, hash_name(session), value, now, now + LONGEST)
