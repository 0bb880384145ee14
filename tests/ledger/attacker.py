"""Somebody who can write to a ledger as they please, and knows this program, but not its key."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from prisonmail.ledger.apart import cipher_keys
from prisonmail.ledger.chain.events import Event, EventKind
from prisonmail.ledger.chain.seals import begin_seal
from prisonmail.ledger.database import cipher
from prisonmail.ledger.database.cipher import Connection
from prisonmail.ledger.database.schema import COLUMNS
from prisonmail.ledger.database.statements import RECIPIENT_COLUMNS

Rows = dict[str, list[tuple[Any, ...]]]


class Attacker:
    """Writes to a ledger behind its back, on either database."""

    def __init__(self, place: str) -> None:
        self._place = place
        self.on_server = place.startswith("postgresql:")

    def run(self, *statements: str) -> None:
        """Run statements with nothing that would hold them back."""
        if self.on_server:
            import psycopg

            with psycopg.connect(self._place, autocommit=True) as server:
                server.execute("SET session_replication_role = replica")
                for each in statements:
                    server.execute(each.encode())
            return
        with closing(open_file(self._place)) as file:
            for each in statements:
                file.execute(each)

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        if self.on_server:
            import psycopg

            with psycopg.connect(self._place, autocommit=True) as server:
                return server.execute(query.encode()).fetchall()
        with closing(open_file(self._place)) as file:
            return file.execute(query).fetchall()

    def copy(self) -> Rows:
        """Take a copy of all rows, as a backup does."""
        return {
            table: self.fetch(f"SELECT {', '.join(columns)} FROM {table}")
            for table, columns in COLUMNS.items()
        }

    def put_back(self, rows: Rows) -> None:
        """Put an older copy in the place of the ledger."""
        self.run(*(f"DELETE FROM {table}" for table in reversed(COLUMNS)))
        for table, some in rows.items():
            columns = ", ".join(COLUMNS[table])
            self.run(*(f"INSERT INTO {table} ({columns}) VALUES ({_quote(row)})" for row in some))

    def forget_check(self, event: int) -> None:
        """Make a check not have happened: all traces removed, and the whole chain made anew."""
        self.run(
            f"UPDATE letters SET first_check = NULL WHERE first_check = {event}",
            f"DELETE FROM remarks WHERE event = {event}",
            f"DELETE FROM events WHERE number = {event}",
        )
        last = int(self.fetch("SELECT MAX(number) FROM events")[0][0])
        for number in range(event + 1, last + 1):
            for statement in (
                "UPDATE events SET number = {0} WHERE number = {1}",
                "UPDATE remarks SET event = {0} WHERE event = {1}",
                "UPDATE letters SET first_check = {0} WHERE first_check = {1}",
                "UPDATE letters SET cancelled = {0} WHERE cancelled = {1}",
                "UPDATE heads SET number = {0} WHERE number = {1}",
            ):
                self.run(statement.format(number - 1, number))
        self.make_chain_anew()

    def make_chain_anew(self) -> None:
        """Compute all hashes again, so that the chain is in order."""
        previous, number = "", 0
        facts = "number, kind, at, batch_id, code, detail, seal"
        for row in self.fetch(f"SELECT {facts} FROM events ORDER BY number"):
            number, kind, *rest = row
            previous = Event(number, EventKind(kind), *rest).hash_after(previous)
            self.run(f"UPDATE events SET hash = '{previous}' WHERE number = {number}")
        self.run(f"UPDATE ledger SET events = {number}, head = '{previous}'")

    def seal_anew(self, event: int, claimed: str = "") -> None:
        """Seal an event's personal fields again, and make the chain anew.

        Without the key that lies apart: a seal of the first kind, or one that has its name only.
        """
        kind, batch, key, *note = self.fetch(
            "SELECT kind, batch_id, key, location, checked_by, remark FROM events"
            f" JOIN remarks ON event = number WHERE number = {event}"
        )[0]
        seal = begin_seal(key, "")
        if kind == EventKind.ISSUED:
            seal.add(self.fetch(f"SELECT list_digest FROM batches WHERE id = '{batch}'"))
            columns = ", ".join(RECIPIENT_COLUMNS)
            its = f"batch_id = '{batch}' ORDER BY sheet"
            seal.add(self.fetch(f"SELECT {columns} FROM recipients WHERE {its}"))
        else:
            seal.add([tuple(note)])
        self.put_seal(event, f"2:{claimed}:{seal.text}" if claimed else seal.text)

    def put_seal(self, event: int, seal: str) -> None:
        """Put a seal in the place of an event's, and make the chain anew."""
        self.run(f"UPDATE events SET seal = '{seal}' WHERE number = {event}")
        self.make_chain_anew()

    def swap_seals(self, one: int, other: int) -> None:
        """Swap the seals of two events, with the keys and fields beside them."""
        seals = dict(
            self.fetch(f"SELECT number, seal FROM events WHERE number IN ({one}, {other})")
        )
        self.run(
            f"INSERT INTO events SELECT 900, kind, at, NULL, NULL, detail, seal, hash FROM events"
            f" WHERE number = {one}",
            f"UPDATE remarks SET event = 900 WHERE event = {one}",
            f"UPDATE remarks SET event = {one} WHERE event = {other}",
            f"UPDATE remarks SET event = {other} WHERE event = 900",
            "DELETE FROM events WHERE number = 900",
        )
        self.put_seal(one, seals[other])
        self.put_seal(other, seals[one])

    def without(self, table: str, part: str) -> None:
        """Make a table of an SQLite file again without a part of its definition."""
        made = str(self.fetch(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0][0])
        assert part in made
        columns = ", ".join(COLUMNS[table])
        self.run(
            made.replace(part, "").replace(f"TABLE {table}", f"TABLE {table}_anew"),
            f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}",
            f"DROP TABLE {table}",
            "PRAGMA legacy_alter_table = ON",
            f"ALTER TABLE {table}_anew RENAME TO {table}",
        )


def open_file(place: str | Path) -> Connection:
    """Open an SQLite file, plain or encrypted, with nothing set."""
    named = os.environ.get(cipher_keys.KEY_FILE_VARIABLE)
    key = cipher_keys.read_key_file(Path(named)) if named else None
    driver = cipher.load_driver(encrypted=key is not None)
    connection: Connection = driver.connect(place, isolation_level=None)
    if key:
        cipher.unlock(connection, key)
    return connection


def _quote(cells: Sequence[Any]) -> str:
    return ", ".join(
        "NULL"
        if cell is None
        else str(cell)
        if isinstance(cell, int)
        else "'" + cell.replace("'", "''") + "'"
        for cell in cells
    )
