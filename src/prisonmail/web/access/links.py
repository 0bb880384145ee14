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
_KIND, _OWN_KIND = "link", "own-link"


def make_link(settings: Settings, now: datetime, *, own: bool = False) -> str:
    """Return a link that signs the user of this computer in, if it is opened soon, and once.

    An `own` one is of no use to other users of this computer, who may see what programs are
    started with; a browser is started with a link.
    """
    key, kind = draw_name(), _OWN_KIND if own else _KIND
    with open_server_state(settings.ledger) as state:
        state.keep(kind, hash_name(key), find_operator().name, now, now + LIFE)
    return f"{settings.origin}{LINK}?key={key}"


def follow_link(settings: Settings, key: str, now: datetime, *, by_other: bool) -> str | None:
    """Begin a session, and return its name; None if the link is too old or was used.

    `by_other` if it is another user of this computer who follows it.
    """
    kinds = (_KIND,) if by_other else (_KIND, _OWN_KIND)
    with open_server_state(settings.ledger) as state:
        for kind in kinds:
            name = state.take(kind, hash_name(key), now)
            if name is not None:
                return begin(state, Visitor(name, Right.ADMIN), "", now)
    return None
