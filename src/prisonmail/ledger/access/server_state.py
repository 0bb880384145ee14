"""What the servers of one ledger keep together: sessions, codes of sign-in, limits, jobs.

All of it ends by itself, and none of it is evidence: no chain binds it, no copy takes it along and
`ledger check` does not look at it. It lies in a file beside a ledger's file, or in tables of its
own beside those of a ledger on a server, so that all processes and machines see the same.
"""

from contextlib import AbstractContextManager
from datetime import datetime

from prisonmail.ledger.database.database import Database

_TABLE = "server_notes"
"""The one that is made last."""
_MAKE = (
    """
    CREATE TABLE server_items (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        until TEXT NOT NULL,
        PRIMARY KEY (kind, name)
    )
    """,
    "CREATE INDEX server_items_over ON server_items (until)",
    "CREATE TABLE server_notes (kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, "
    "until TEXT NOT NULL)",
    "CREATE INDEX server_notes_named ON server_notes (kind, name, at)",
    "CREATE INDEX server_notes_over ON server_notes (until)",
)
_KEEP = """
    INSERT INTO server_items (kind, name, value, until) VALUES (:kind, :name, :value, :until)
    ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, until = excluded.until
"""
_FIND = """
    SELECT value FROM server_items WHERE kind = :kind AND name = :name AND until > :now
"""
_LIST = "SELECT name, value FROM server_items WHERE kind = :kind AND until > :now ORDER BY name"
_REPLACE = """
    UPDATE server_items SET value = :value, until = :until WHERE kind = :kind AND name = :name
"""
_DROP = "DELETE FROM server_items WHERE kind = :kind AND name = :name"
_NOTE = "INSERT INTO server_notes (kind, name, at, until) VALUES (:kind, :name, :at, :until)"
_COUNT = """
    SELECT COUNT(*) AS noted FROM server_notes
    WHERE kind = :kind AND name = :name AND at > :since
"""
_FORGET = "DELETE FROM server_notes WHERE kind = :kind AND name = :name"
_PURGE = (
    "DELETE FROM server_items WHERE until <= :now",
    "DELETE FROM server_notes WHERE until <= :now",
)


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
        self._database.change(_KEEP, its)

    def replace(self, kind: str, name: str, value: str, until: datetime) -> bool:
        """Keep a value in place of one that is kept; return whether one still was."""
        its = {"kind": kind, "name": name, "value": value, "until": until.isoformat()}
        return self._database.execute(_REPLACE, its) == 1

    def find(self, kind: str, name: str, now: datetime) -> str | None:
        """Return what is kept; None if there is nothing or it is over."""
        its = {"kind": kind, "name": name, "now": now.isoformat()}
        row = self._database.fetch_one(_FIND, its)
        return str(row["value"]) if row else None

    def list_all(self, kind: str, now: datetime) -> dict[str, str]:
        """Return all that is kept of a kind, by name."""
        its = {"kind": kind, "now": now.isoformat()}
        return {row["name"]: row["value"] for row in self._database.fetch_all(_LIST, its)}

    def take(self, kind: str, name: str, now: datetime) -> str | None:
        """Return what is kept, and drop it: of any number who ask at once, one gets it."""
        value = self.find(kind, name, now)
        return value if value is not None and self.drop(kind, name) else None

    def drop(self, kind: str, name: str) -> bool:
        """Drop what is kept; return whether there was something."""
        return self._database.execute(_DROP, {"kind": kind, "name": name}) == 1

    def note(self, kind: str, name: str, now: datetime, until: datetime) -> None:
        """Note that something happened, to be counted until a moment."""
        self._purge(now)
        its = {"kind": kind, "name": name, "at": now.isoformat(), "until": until.isoformat()}
        self._database.change(_NOTE, its)

    def count(self, kind: str, name: str, since: datetime) -> int:
        """Return how often it happened since then."""
        its = {"kind": kind, "name": name, "since": since.isoformat()}
        (row,) = self._database.fetch_all(_COUNT, its)
        return int(row["noted"])

    def forget(self, kind: str, name: str) -> None:
        """Forget how often something happened."""
        self._database.execute(_FORGET, {"kind": kind, "name": name})

    def _purge(self, now: datetime) -> None:
        for statement in _PURGE:
            self._database.execute(statement, {"now": now.isoformat()})


def make_tables(database: Database) -> None:
    """Make the tables if they are not there."""
    if _TABLE in database.list_tables():
        return
    with database.exclusive():  # another process may have made them by now
        if _TABLE not in database.list_tables():
            for statement in _MAKE:
                database.execute(statement)
