"""The ledger's database as SQLite."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import chain, islice
from typing import cast

from prisonmail.ledger.database import NOTHING, Row, Values

_MOST_VALUES = 10_000
"""Values in one statement: SQLite takes 32,766, and more of them is hardly quicker."""


class SqliteDatabase:
    """An open SQLite file."""

    own_file = True
    conflict: type[Exception] = sqlite3.IntegrityError
    no_table: type[Exception] = sqlite3.OperationalError

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def rows(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Give all rows of an answer."""
        return cast("list[Row]", self._connection.execute(statement, dict(values)).fetchall())

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of an answer within a snapshot, holding few in memory."""
        return cast("Iterator[Row]", self._connection.execute(statement))

    def one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Give the first row of an answer."""
        return cast("Row | None", self._connection.execute(statement, dict(values)).fetchone())

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Change rows, and say how many."""
        return self._connection.execute(statement, dict(values)).rowcount

    def bulk(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows, very many of them with one statement: a third quicker than singly."""
        places = f"({', '.join('?' * len(columns))})"
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - our own names
        remaining = iter(rows)
        while several := list(islice(remaining, _MOST_VALUES // len(columns))):
            statement = insert + ", ".join([places] * len(several))
            self._connection.execute(statement, list(chain.from_iterable(several)))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or none of it, with no other writer in between."""
        yield from self._within("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")

    alone = transaction

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Do all or none of a part of a transaction."""
        yield from self._within("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")

    def together(self) -> AbstractContextManager[None]:
        """Change rows as ever: there is no server to wait for."""
        return nullcontext()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all of it as it is now, whatever others write meanwhile."""
        yield from self._within("BEGIN", "COMMIT", "ROLLBACK")

    def tables(self) -> frozenset[str]:
        """Give the names of the tables that are there."""
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return frozenset(row["name"] for row in self.rows(query))

    def faults(self) -> list[str]:
        """Have SQLite examine the file and its references, and give what it finds."""
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
        loose = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [line for line in found if line != "ok"] + [
            f"a row of {row[0]} belongs to no row of {row[2]}" for row in loose
        ]

    def vacuum(self, tables: Iterable[str]) -> None:
        """Write the file anew without what was erased, and empty its journal."""
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _within(self, begin: str, end: str, undo: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute(end)
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has undone it already
                self._connection.execute(undo)
            raise
