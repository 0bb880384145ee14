"""The link by which whoever started the server on this computer signs in, once."""

from datetime import datetime, timedelta

from prisonmail.ledger.store import open_server_state
from prisonmail.system.operators import find_operator
from prisonmail.web.access.sessions import begin, draw_name, hash_name
from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.settings import Settings

LIFE = timedelta(minutes=10)
LINK = "/sign-in/link"
MINUTES = LIFE.seconds // 60
_KIND = "link"


def make_link(settings: Settings, now: datetime) -> str:
    """Return a link that signs the user of this computer in, if it is opened soon, and once."""
    key = draw_name()
    with open_server_state(settings.ledger) as state:
        state.keep(_KIND, hash_name(key), find_operator().name, now, now + LIFE)
    return f"{settings.origin}{LINK}?key={key}"


def follow_link(settings: Settings, key: str, now: datetime) -> str | None:
    """Begin a session, and return its name; None if the link is too old or was used."""
    with open_server_state(settings.ledger) as state:
        name = state.take(_KIND, hash_name(key), now)
        return None if name is None else begin(state, Visitor(name, Right.ADMIN), "", now)
