"""The ledger's database on PostgreSQL: a server that several desks share."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database.database import NOTHING, PAGE, Row, Values

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10
"""How long to wait for a server: enough for a slow network, and somebody stands at the desk."""
_UPGRADE_LOCK = 3917
"""The number of the lock under which tables are made or changed, the same for all processes."""


class PostgresDatabase:
    """An open connection to PostgreSQL."""

    own_file = False

    def __init__(self, connection: "psycopg.Connection[Row]", name: str) -> None:
        from psycopg.errors import IntegrityError, UndefinedTable

        self._connection = connection
        self.name = name
        self.conflict: type[Exception] = IntegrityError
        self.no_table: type[Exception] = UndefinedTable

    def fetch_all(self, statement: str, values: Values = NOTHING) -> list[Row]:
        """Return all rows of a query."""
        return self._connection.execute(_convert(statement), values).fetchall()

    def stream(self, statement: str) -> Iterator[Row]:
        """Go through all rows of a query, with few in memory; only within a snapshot."""
        with self._connection.cursor(name="stream") as cursor:  # named: the rows stay on the server
            cursor.itersize = PAGE
            yield from cursor.execute(_convert(statement))

    def fetch_one(self, statement: str, values: Values = NOTHING) -> Row | None:
        """Return the first row of a query, or None if it has none."""
        return self._connection.execute(_convert(statement), values).fetchone()

    def execute(self, statement: str, values: Values = NOTHING) -> int:
        """Run a statement, and return how many rows it changed."""
        return self._connection.execute(_convert(statement), values).rowcount

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows, by COPY: the server then reads one stream and not a statement for each."""
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or none of it.

        At the server's usual level, READ COMMITTED: whoever has waited for its turn in the chain
        then reads what the one before it committed. A stricter level would fail there.
        """
        with self._connection.transaction():
            yield

    savepoint = transaction  # within a transaction psycopg makes it a savepoint

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Do all of it or none of it, while other processes that want the same wait.

        The lock needs no table, for there may be none yet, and ends with the transaction.
        """
        with self.transaction():
            self.fetch_one("SELECT pg_advisory_xact_lock(:lock)", {"lock": _UPGRADE_LOCK})
            yield

    def claim(self, name: str) -> None:
        """Wait, within a transaction, while another one that has claimed the same name goes on."""
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        self.fetch_one("SELECT pg_advisory_xact_lock(:lock)", {"lock": number})

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        """Run statements without waiting for each, which on a network takes most of the time."""
        with self._connection.pipeline():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything within as it is now, even while others write."""
        with self.transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield

    def list_tables(self) -> frozenset[str]:
        """Return the names of all tables."""
        query = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
        return frozenset(row["name"] for row in self.fetch_all(query))

    def find_faults(self) -> list[str]:
        """Return nothing: the server looks after its own files."""
        return []

    def vacuum(self, tables: Iterable[str]) -> None:
        """Rewrite the tables without the bytes of erased rows."""
        for table in tables:
            self.execute(f"VACUUM FULL {table}")


@contextmanager
def open_database(url: str) -> Iterator[PostgresDatabase]:
    """Connect to PostgreSQL. Raises InputMissing or OutputRefused, never with the password."""
    try:
        import psycopg
        from psycopg.rows import dict_row
    except ImportError:
        raise InputMissing(
            "A ledger on PostgreSQL needs a part of prisonmail that is not installed.",
            "Install it with: pip install 'prisonmail[postgres]'",
        ) from None
    name = safe_name(url)
    try:
        with psycopg.connect(
            url,
            autocommit=True,  # else the first read begins a transaction that stays open
            row_factory=dict_row,
            connect_timeout=_CONNECT_SECONDS,
            application_name="prisonmail",
        ) as connection:
            yield PostgresDatabase(cast("psycopg.Connection[Row]", connection), name)
    except psycopg.Error as error:
        raise _explain(name, error) from None


def safe_name(url: str) -> str:
    """Write a URL without its password and options.

    >>> safe_name("postgresql://clerk:s3cret@db.firm.example:5433/post?sslmode=require")
    'postgresql://clerk@db.firm.example:5433/post'

    If it is not plain where a password would end, nothing of the URL is shown.
    """
    before, _, after = url.rpartition("@")  # the last one: a password may hold others
    login = before.removeprefix(url.split("://")[0] + "://")
    user = login.split(":")[0]
    if "/" in login or "?" in login:
        return "postgresql://…"
    place = after if before else after.split("://")[-1]
    try:
        path = urlsplit(f"postgresql://{place}")
    except ValueError:
        return "postgresql://…"
    return f"postgresql://{user + '@' if before else ''}{path.netloc}{path.path}"


@cache
def _convert(statement: str) -> bytes:
    """Write a statement's `:name` as `%(name)s`, which psycopg reads; `::` is left as it is."""
    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", statement).encode()


# The server's own words may hold the password (a wrong URL does that), so they are never shown.
_REASONS = (
    ("password authentication failed", "refuses this user or password"),
    ("no password supplied", "asks for a password"),
    ("does not exist", "has no such database or user"),
    ("no pg_hba.conf entry", "does not let this computer in"),
    ("translate host name", "cannot be found"),
    ("resolve host", "cannot be found"),
    ("refused", "does not answer"),
    ("timeout", "does not answer"),
    ("permission denied", "does not let this user do that"),
    ("No space left", "has no room left on its disk"),
    ("closed the connection", "ended the connection"),
    ("connection is lost", "ended the connection"),
    ("connection is closed", "ended the connection"),
    ("terminating connection", "ended the connection"),
    ("read-only transaction", "is read-only"),
)


def _explain(name: str, error: "psycopg.Error") -> PrisonmailError:
    from psycopg import OperationalError, ProgrammingError

    reason = next((said for heard, said in _REASONS if heard in str(error)), "")
    message = f"The ledger {name} cannot be used: the server {reason or 'reports a fault'}."
    if isinstance(error, OperationalError | ProgrammingError):
        return InputMissing(message, "Check --ledger or PRISONMAIL_LEDGER, or ask whoever runs it.")
    kind = f"{type(error).__name__} {error.sqlstate or ''}".strip()
    return OutputRefused(f"{message[:-1]} ({kind}).", "Ask whoever runs the server.")
