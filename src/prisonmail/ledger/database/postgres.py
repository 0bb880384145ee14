"""The ledger's database on PostgreSQL: a server that several desks share."""

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.database.cipher import LedgerKey
from prisonmail.ledger.database.database import (
    NOTHING,
    PAGE,
    Rewriting,
    Row,
    Shape,
    Values,
    refuse_if_eaten,
)
from prisonmail.ledger.database.postgres_words import NOT_ALLOWED, STILL_SEEN, find_reason
from prisonmail.ledger.database.schema import TABLES, take_steps
from prisonmail.ledger.database.server_identity import (
    Trust,
    Weakness,
    find_weakness,
    judge_connection,
    refuse_unsaid,
)
from prisonmail.ledger.database.shape import DESCRIBE_POSTGRES, read_shape
from prisonmail.system.standard_output import quieten

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10
"""How long to wait for a server: enough for a slow network, and somebody stands at the desk."""
_LOCK_SECONDS = 30
"""How long to wait for another desk: a very long batch holds the turn for some seconds."""
_STATEMENT_SECONDS = 120
"""How long one statement may take; those that go over the whole ledger have no limit."""
_IDLE_SECONDS = 300
"""How long a desk may stop in the middle of a transaction before the server ends it."""
_KEEPALIVE: dict[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""How soon a server that is gone is noticed: seconds, and the last in milliseconds."""
# A server that does not wait for its disk would forget a printed code in a power failure.
_SET_UP = f"""
    SELECT set_config('lock_timeout', '{_LOCK_SECONDS}s', false),
           set_config('statement_timeout', '{_STATEMENT_SECONDS}s', false),
           set_config('idle_in_transaction_session_timeout', '{_IDLE_SECONDS}s', false),
           set_config('synchronous_commit', CASE current_setting('synchronous_commit')
               WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
_TRIES = 5
"""How often a purge asks for a table that others use, each time for a second."""
_UPGRADE_LOCK = 3917
"""The number of the lock under which tables are made or changed, the same for all processes."""


class PostgresDatabase:
    """An open connection to PostgreSQL."""

    own_file = False
    key: LedgerKey | None = None

    def __init__(self, connection: "psycopg.Connection[Row]", name: str) -> None:
        from psycopg import errors

        self._connection = connection
        self._unchecked: list[tuple[psycopg.Cursor[Row], int]] = []
        info = connection.info
        self.name = name
        self.place = f"{info.host}:{info.port}/{info.dbname} {info.options}".strip()
        self.conflict: type[Exception] = errors.IntegrityError
        self.no_table: tuple[type[Exception], ...] = (
            errors.UndefinedTable,
            errors.UndefinedColumn,
        )
        self.passing: tuple[type[Exception], ...] = (
            errors.SerializationFailure,
            errors.DeadlockDetected,
        )

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

    def change(self, statement: str, values: Values, rows: int = 1) -> None:
        """Run a statement that changes so many rows.

        Raises InputMissing if it changed others, in a pipeline only as that ends.
        """
        self._unchecked.append((self._connection.execute(_convert(statement), values), rows))
        if self._connection.info.pipeline_status == 0:
            self._check_changes()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add many rows, by COPY: the server then reads one stream and not a statement for each."""
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        count = 0
        with self._connection.cursor() as cursor:
            with cursor.copy(statement.encode()) as copy:
                for count, row in enumerate(rows, start=1):  # noqa: B007 - the last one counts
                    copy.write_row(row)
            refuse_if_eaten(self.name, count, max(cursor.rowcount, 0))  # -1 if nothing was sent

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or none of it.

        At the server's usual level, READ COMMITTED: whoever has waited for its turn in the chain
        then reads what the one before it committed. A stricter level would fail there.
        """
        from psycopg import OperationalError

        self._unchecked.clear()
        done = False
        try:
            with self._connection.transaction():
                yield
                done = True
        except OperationalError:
            if done and self._connection.closed:
                raise self._say_unknown() from None
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Do all or none of a part of a transaction, so that the rest can go on if it fails."""
        with self._connection.transaction():  # within another, psycopg makes it a savepoint
            yield

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
        try:
            with self._connection.pipeline():
                yield
        except self.conflict:  # of two rows, the one that the other belongs to was not written
            refuse_if_eaten(self.name, wanted=1, changed=0)
        self._check_changes()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything within as it is now, even while others write."""
        with self.transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            self.execute("SET LOCAL statement_timeout = 0")
            yield

    def list_tables(self) -> frozenset[str]:
        """Return the names of all tables."""
        query = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
        return frozenset(row["name"] for row in self.fetch_all(query))

    def find_faults(self) -> list[str]:
        """Return nothing: the server looks after its own files."""
        return []

    def describe(self) -> Shape:
        """Return what the tables are made of."""
        return read_shape(self.fetch_all(DESCRIBE_POSTGRES, {"tables": list(TABLES)}))

    def describe_new(self) -> Shape | None:
        """Return what new tables would be made of, by making temporary ones and undoing that."""
        from psycopg import Rollback, errors

        shape: Shape | None = None
        with (
            suppress(errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction),
            self._connection.transaction(),
        ):
            self.execute("SET LOCAL search_path = pg_temp")
            take_steps(self)
            shape = self.describe()
            raise Rollback
        return shape

    def rewrite(self, tables: Iterable[str]) -> Iterator[Rewriting]:
        """Rewrite the tables without the bytes of erased rows.

        While it waits for a table, others wait behind it. So it waits a second at most, and then
        lets them go first.
        """
        from psycopg import Error

        for table in tables:
            what = f"old copies of rows of the table {table}"
            try:
                reason = self._rewrite(table)
            except Error as error:
                reason = f"The server {find_reason(str(error)).said}. Run the purge again."
            yield Rewriting(what, done=not reason, reason=reason)

    def _rewrite(self, table: str) -> str:
        """Rewrite a table; return why that was not done, or nothing."""
        from psycopg.errors import LockNotAvailable

        reason = ""
        self.execute("SET lock_timeout = '1s'")
        self.execute("SET statement_timeout = 0")
        for attempt in range(_TRIES):
            time.sleep(attempt)
            try:
                reason = self._vacuum(table)
            except LockNotAvailable:
                reason = "Another desk uses it. Run the purge again when that has ended."
            if reason in ("", NOT_ALLOWED):
                break
        self.execute(_SET_UP)
        return reason

    def _vacuum(self, table: str) -> str:
        """Rewrite a table, and look whether that was done: the server does not refuse, it skips."""
        kept: list[str] = []
        listen = kept.append
        before = self._find_file(table)

        def hear(notice: "psycopg.errors.Diagnostic") -> None:
            listen(notice.message_detail or "")

        self._connection.add_notice_handler(hear)
        try:
            self.execute(f"VACUUM (FULL, VERBOSE) {table}")
        finally:
            self._connection.remove_notice_handler(hear)
        if self._find_file(table) == before:
            return NOT_ALLOWED
        # "12 dead row versions cannot be removed yet", in whichever language the server speaks
        still_seen = any(re.match(r"\D*[1-9]", detail.split("\n")[0]) for detail in kept)
        return STILL_SEEN if still_seen else ""

    def _find_file(self, table: str) -> object:
        row = self.fetch_one("SELECT pg_relation_filenode(:name) AS file", {"name": table})
        return row and row["file"]

    def _check_changes(self) -> None:
        for cursor, rows in self._unchecked:
            refuse_if_eaten(self.name, rows, cursor.rowcount)
        self._unchecked.clear()

    def _say_unknown(self) -> OutputRefused:
        return OutputRefused(
            f"The connection to the ledger {self.name} was lost before the server's answer came: "
            "this may be recorded, or not.",
            "Before you do it again, ask with: prisonmail codes show CODE, or prisonmail batches",
        )


@contextmanager
def open_database(url: str) -> Iterator[PostgresDatabase]:
    """Connect to PostgreSQL. Raises InputMissing or OutputRefused, never with the password.

    Raises WrongUsage for another computer, if nothing would make sure that it is the right one.
    """
    try:
        import psycopg
        from psycopg.rows import dict_row
    except ImportError:
        raise InputMissing(
            "A ledger on PostgreSQL needs a part of prisonmail that is not installed.",
            "Install it with: pip install 'prisonmail[postgres]'",
        ) from None
    quieten("psycopg")  # it says what it could not do after Ctrl-C, the server's name with it
    name = safe_name(url)
    try:
        refuse_unsaid(name, _judge(url))
        with psycopg.connect(
            url,
            autocommit=True,  # else the first read begins a transaction that stays open
            row_factory=dict_row,
            connect_timeout=_CONNECT_SECONDS,
            application_name="prisonmail",
            **_KEEPALIVE,
        ) as connection:
            # whatever is usual on the server: see `transaction`
            connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            connection.execute(_SET_UP.encode())
            yield PostgresDatabase(cast("psycopg.Connection[Row]", connection), name)
    except psycopg.Error as error:
        raise _explain(name, error) from None


def look_at_connection(url: str) -> Weakness | None:
    """Return what is weak about a connection, before it is made: None if that cannot be told."""
    try:
        from psycopg import Error
    except ImportError:
        return None
    try:
        return find_weakness(safe_name(url), _judge(url))
    except Error:  # it is no URL, as connecting says
        return None


def _judge(url: str) -> Trust:
    from psycopg.conninfo import conninfo_to_dict

    return judge_connection(conninfo_to_dict(url), os.environ)


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
    return re.sub(r"(?<!:):([a-z_]+\d*)", r"%(\1)s", statement).encode()


_BUSY = {
    "55P03": f"another desk has held it for {_LOCK_SECONDS} seconds",
    "57014": f"the server did not answer within {_STATEMENT_SECONDS} seconds",
    "25P03": f"this desk stopped for {_IDLE_SECONDS} seconds in the middle of its work",
}
"""What the server says by its codes: lock_not_available, query_canceled, and an idle session."""


def _explain(name: str, error: "psycopg.Error") -> PrisonmailError:
    from psycopg import OperationalError, ProgrammingError

    if busy := _BUSY.get(error.sqlstate or ""):
        return OutputRefused(
            f"The ledger {name} is busy: {busy}.",
            "Nothing was recorded. Try again later.",
        )
    reason = find_reason(str(error))
    message = f"The ledger {name} cannot be used: the server {reason.said}."
    if isinstance(error, OperationalError | ProgrammingError):
        return InputMissing(message, reason.remedy)
    kind = f"{type(error).__name__} {error.sqlstate or ''}".strip()
    return OutputRefused(f"{message[:-1]} ({kind}).", "Ask whoever runs the server.")
