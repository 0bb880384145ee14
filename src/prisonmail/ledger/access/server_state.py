"""What the servers of one ledger keep together: sessions, codes of sign-in, limits, jobs.

All of it ends by itself, and none of it is evidence: no chain binds it, no copy takes it along and
`ledger check` does not look at it. It lies in a file beside a ledger's file, or in tables of its
own beside those of a ledger on a server, so that all processes and machines see the same.
"""

from contextlib import AbstractContextManager
from datetime import datetime

from prisonmail.ledger.database import server_statements as statements
from prisonmail.ledger.database.database import Database


class ServerState:
    """What is kept, by its kind and name, each until a moment of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def transaction(self) -> AbstractContextManager[None]:
        """Do all of it or none of it."""
        return self._database.transaction()

    def claim(self, name: str) -> None:
        """Wait, within a transaction, while another one that has claimed the same name goes on."""
        self._database.claim(f"server {name}")

    def keep(self, kind: str, name: str, value: str, now: datetime, until: datetime) -> None:
        """Keep a value in place of one that was kept, and drop all that is over by now."""
        self._purge(now)
        its = {"kind": kind, "name": name, "value": value, "until": until.isoformat()}
        self._database.change(statements.KEEP, its)

    def find(self, kind: str, name: str, now: datetime) -> str | None:
        """Return what is kept; None if there is nothing or it is over."""
        its = {"kind": kind, "name": name, "now": now.isoformat()}
        row = self._database.fetch_one(statements.FIND, its)
        return str(row["value"]) if row else None

    def list_all(self, kind: str, now: datetime) -> dict[str, str]:
        """Return all that is kept of a kind, by name."""
        its = {"kind": kind, "now": now.isoformat()}
        return {row["name"]: row["value"] for row in self._database.fetch_all(statements.LIST, its)}

    def take(self, kind: str, name: str, now: datetime) -> str | None:
        """Return what is kept, and drop it: of any number who ask at once, one gets it."""
        value = self.find(kind, name, now)
        return value if value is not None and self.drop(kind, name) else None

    def drop(self, kind: str, name: str) -> bool:
        """Drop what is kept; return whether there was something."""
        return self._database.execute(statements.DROP, {"kind": kind, "name": name}) == 1

    def note(self, kind: str, name: str, now: datetime, until: datetime) -> None:
        """Note that something happened, to be counted until a moment."""
        self._purge(now)
        its = {"kind": kind, "name": name, "at": now.isoformat(), "until": until.isoformat()}
        self._database.change(statements.NOTE, its)

    def count(self, kind: str, name: str, since: datetime) -> int:
        """Return how often it happened since then."""
        its = {"kind": kind, "name": name, "since": since.isoformat()}
        (row,) = self._database.fetch_all(statements.COUNT, its)
        return int(row["noted"])

    def forget(self, kind: str, name: str) -> None:
        """Forget how often something happened."""
        self._database.execute(statements.FORGET, {"kind": kind, "name": name})

    def _purge(self, now: datetime) -> None:
        for statement in statements.PURGE:
            self._database.execute(statement, {"now": now.isoformat()})


def make_tables(database: Database) -> None:
    """Make the tables if they are not there."""
    if statements.TABLE in database.list_tables():
        return
    with database.exclusive():  # another process may have made them by now
        if statements.TABLE not in database.list_tables():
            for statement in statements.MAKE:
                database.execute(statement)
