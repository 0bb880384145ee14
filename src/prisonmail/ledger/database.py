"""The database under the ledger: opening it, making its tables, and transactions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prisonmail import clock, places
from prisonmail.errors import InputMissing, OutputRefused
from prisonmail.ledger import statements

_BUSY_SECONDS = 30


@contextmanager
def opened(path: Path, *, make: bool) -> Iterator[sqlite3.Connection]:
    """Open the ledger's file, and make it first where `make` says so.

    Raises InputMissing where it is missing, not a ledger, damaged, or from a newer prisonmail.
    """
    if make:
        _make_file(path)
    elif not path.is_file():
        raise InputMissing(
            f"There is no ledger at {path}.",
            "Name the one that issued the code with --ledger, or PRISONMAIL_LEDGER.",
        )
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path)
        _prepare(connection, path)
        yield connection
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error
    finally:
        if connection:
            connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or none of it, with no other writer in between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make_file(path: Path) -> None:
    try:
        places.make_private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise OutputRefused(
            f"The ledger cannot be written at {path}: {error.strerror}.",
            "Name another place with --ledger.",
        ) from None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if not _has_tables(connection):
        with transaction(connection):
            if not _has_tables(connection):
                _make_tables(connection)
    version = connection.execute(statements.READ_VERSION).fetchone()["version"]
    if version > statements.SCHEMA_VERSION:
        raise InputMissing(
            f"The ledger {path} was made by a newer prisonmail (ledger version {version}).",
            "Install the newer prisonmail on this machine too.",
        )


def _has_tables(connection: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger'"
    return connection.execute(query).fetchone() is not None


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in statements.TABLES:
        connection.execute(statement)
    entry = {"version": statements.SCHEMA_VERSION, "made_at": clock.now().isoformat()}
    connection.execute(statements.RECORD_VERSION, entry)


def _unreadable(path: Path, error: sqlite3.DatabaseError) -> Exception:
    if isinstance(error, sqlite3.IntegrityError):
        return error
    if isinstance(error, sqlite3.OperationalError):
        return OutputRefused(f"The ledger {path} cannot be used: {error}.")
    return InputMissing(
        f"The file {path} is not a ledger, or it is damaged.", "Name the ledger with --ledger."
    )
