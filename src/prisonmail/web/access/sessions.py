"""Sessions: who has signed in with which browser, and for how long.

The browser holds a random name in a cookie, and the server a hash of it: whoever reads what the
server keeps cannot go on with any session.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from starlette.responses import Response

from prisonmail.ledger.access.server_state import ServerState
from prisonmail.system.record import Record, fill_json, replace, to_builtins
from prisonmail.web.access.visitors import Visitor
from prisonmail.web.settings import Settings

IDLE = timedelta(minutes=30)
"""After so long without a request a session is over, as OWASP ASVS 3.3.2 asks for."""
LONGEST = timedelta(hours=12)
"""After so long it is over however busy it was."""
_TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was used last, so that few requests write."""
_KIND = "session"
_BYTES = 32


class Session(Record, frozen=True):
    """Somebody who signed in with one browser."""

    withheld: ClassVar[tuple[str, ...]] = ("mailbox",)

    visitor: Visitor
    mailbox: str
    """The address whose code they typed; empty if they came by the link of this computer."""
    began: datetime
    seen: datetime

    @property
    def until(self) -> datetime:
        """When it is over, if no other request comes."""
        return min(self.seen + IDLE, self.began + LONGEST)

    def is_of_same_person(self, other: "Session") -> bool:
        """Check whether both are of one mailbox, or of one user of this computer."""
        if self.mailbox or other.mailbox:
            return self.mailbox == other.mailbox
        return self.visitor.name == other.visitor.name


def draw_name() -> str:
    """Return a new name for a browser."""
    return secrets.token_urlsafe(_BYTES)


def begin(state: ServerState, visitor: Visitor, mailbox: str, now: datetime) -> str:
    """Begin a session, and return the name of it for the cookie."""
    name, begun = draw_name(), Session(visitor, mailbox, now, now)
    state.keep(_KIND, hash_name(name), _write(begun), now, begun.until)
    return name


def find(state: ServerState, name: str, now: datetime) -> Session | None:
    """Return a session that is not over, and have it go on; else None."""
    kept = state.find(_KIND, hash_name(name), now)
    if kept is None:
        return None
    found = fill_json(Session, kept.encode())
    if now - found.seen < _TOUCHED_EVERY:
        return found
    touched = replace(found, seen=now)
    still_there = state.replace(_KIND, hash_name(name), _write(touched), touched.until)
    return touched if still_there else None  # it was ended just now


def end(state: ServerState, name: str) -> None:
    """End a session, whoever may still have its name."""
    state.drop(_KIND, hash_name(name))


def list_own(state: ServerState, name: str, now: datetime) -> dict[str, Session]:
    """Return all sessions of whoever has this one, by the hash of their names."""
    kept = state.list_all(_KIND, now)
    found = {each: fill_json(Session, value.encode()) for each, value in kept.items()}
    own = found.get(hash_name(name))
    if own is None:
        return {}
    return {each: session for each, session in found.items() if session.is_of_same_person(own)}


def end_own(state: ServerState, name: str, hashed: str | None, now: datetime) -> None:
    """End one session of whoever has this one, by its hash, or all their others for None."""
    for each in list_own(state, name, now):
        if each == hashed or (hashed is None and each != hash_name(name)):
            state.drop(_KIND, each)


def hash_name(name: str) -> str:
    """Return what is kept of something random that only its holder knows."""
    return hashlib.sha256(name.encode()).hexdigest()


def name_cookie(settings: Settings) -> str:
    """Return the cookie's name. With TLS it is one that no other site can set.

    >>> from pathlib import Path
    >>> name_cookie(Settings("ledger.sqlite3", Path("profile.toml")))
    'prisonmail-8739'
    """
    return "__Host-prisonmail" if settings.is_secure else f"prisonmail-{settings.port}"


def set_cookie(response: Response, settings: Settings, name: str) -> None:
    """Give a browser its name, until it is closed."""
    response.set_cookie(
        name_cookie(settings),
        name,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )


def _write(session: Session) -> str:
    return json.dumps(to_builtins(session), ensure_ascii=False)
