"""Who may use a server for a ledger: programs by their tokens, and people by their mailboxes.

The last event about a name holds. A token itself is nowhere: what is kept is its SHA-256, which is
enough for 32 random bytes, as nobody can guess those.

>>> made = draw_token()
>>> made.startswith(TOKEN_BEGINS), len(hash_token(made)), hash_token(made) == hash_token(made)
(True, 64, True)
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from prisonmail.errors import WrongUsage
from prisonmail.ledger.chain.events import EventKind, Turn, tidy
from prisonmail.ledger.chain.recording import record
from prisonmail.ledger.chain.watch import Watch
from prisonmail.ledger.database import statements
from prisonmail.ledger.database.database import Database, Row
from prisonmail.system.record import Record

TOKEN_BEGINS = "prisonmail_"  # noqa: S105 - so that programs that look for lost secrets know one
_TOKEN_BYTES = 32
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_ADDED, _REMOVED = "added", "removed"
_NONE = "-"


class Right(StrEnum):
    """What somebody may do; each includes those before it."""

    CHECK = "check"
    ISSUE = "issue"
    ADMIN = "admin"

    def includes(self, other: "Right") -> bool:
        """Check whether who has this right has another too.

        >>> [Right.ISSUE.includes(each) for each in Right]
        [True, True, False]
        """
        order = list(Right)
        return order.index(self) >= order.index(other)


class Grant(Record, frozen=True):
    """That a program or a person may use the server."""

    withheld: ClassVar[tuple[str, ...]] = ("digest", "mailbox", "by")

    name: str
    right: Right
    since: datetime
    until: datetime | None = None
    """None if it has no end."""
    digest: str = ""
    """Of the token, in hexadecimal; empty if it is a person with a mailbox."""
    mailbox: str = ""
    location: str | None = None
    """Where their checks are made."""
    by: str | None = None
    """Who granted it; None if that was erased."""

    def holds(self, now: datetime) -> bool:
        """Check whether it has not ended yet."""
        return self.until is None or now < self.until


class Grants:
    """Who may use a server for one ledger."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch

    def add(
        self,
        name: str,
        right: Right,
        at: datetime,
        *,
        until: datetime | None = None,
        digest: str = "",
        mailbox: str = "",
        location: str | None = None,
    ) -> None:
        """Record that somebody may use the server.

        Raises WrongUsage if the name is none or is taken, and LedgerWentBack.
        """
        refuse_no_name(name)
        end = until.isoformat() if until else _NONE
        proof = (digest or _NONE, mailbox.casefold() or _NONE)
        detail = " ".join((_ADDED, name, right, end, *proof, tidy(location) or _NONE))

        def refuse_taken(known: Mapping[str, Grant]) -> None:
            if name in known:
                raise WrongUsage(
                    f"There is a token or a person named {name} already.",
                    f"Choose another name, or remove that first: prisonmail tokens remove {name}",
                )

        self._record(detail, at, refuse_taken)

    def remove(self, name: str, at: datetime) -> None:
        """Record that somebody may no longer. Raises WrongUsage if nobody has the name."""

        def refuse_unknown(known: Mapping[str, Grant]) -> None:
            if name not in known:
                raise WrongUsage(
                    f"There is no token and no person named {name}.",
                    "See the names with: prisonmail tokens list",
                )

        self._record(f"{_REMOVED} {name}", at, refuse_unknown)

    def list_all(self) -> dict[str, Grant]:
        """Return all that were not removed, by name, those that have ended too."""
        found: dict[str, Grant] = {}
        for row in self._database.fetch_all(statements.GRANTS):
            what, name = row["detail"].split()[:2]
            found.pop(name, None)
            if what == _ADDED:
                found[name] = _read_grant(row)
        return dict(sorted(found.items()))

    def find_state(self) -> tuple[int, int]:
        """Return what changes whenever a grant or the status of a sender does."""
        (row,) = self._database.fetch_all(statements.LAST_OF_ACCESS)
        return row["granted"] or 0, row["entered"] or 0

    def _record(
        self, detail: str, at: datetime, refuse: Callable[[Mapping[str, Grant]], None]
    ) -> None:
        def work(turn: Turn) -> None:
            refuse(self.list_all())
            turn.record(EventKind.ACCESS, at.isoformat(), detail=detail)

        record(self._database, self._watch, work)


def draw_token() -> str:
    """Return a new token."""
    return f"{TOKEN_BEGINS}{secrets.token_urlsafe(_TOKEN_BYTES)}"


def hash_token(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def refuse_no_name(name: str) -> None:
    """Raise WrongUsage if a text cannot name a token."""
    if not _NAME.fullmatch(name):
        raise WrongUsage(
            "That is no name for a token: it has 1 to 40 letters, digits, dots, hyphens or "
            "underscores, and begins with a letter or digit.",
            "Name it after the program or the place, as in: scanner-leeds",
        )


def _read_grant(row: Row) -> Grant:
    _, name, right, until, digest, mailbox, location = row["detail"].split(" ", 6)
    return Grant(
        name=name,
        right=Right(right),
        since=datetime.fromisoformat(row["at"]),
        until=None if until == _NONE else datetime.fromisoformat(until),
        digest="" if digest == _NONE else digest,
        mailbox="" if mailbox == _NONE else mailbox,
        location=None if location == _NONE else location,
        by=row["operator"],
    )
