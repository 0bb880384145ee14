"""Every statement fits the tables of a ledger: what no test happens to run is tried here."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from prisonmail.ledger.database import audit_statements, docket_statements, statements
from prisonmail.ledger.database.postgres import PostgresDatabase
from prisonmail.ledger.store import Ledger, open_ledger

PARTS = {
    *("FACTS", "PERSON", "OF_BATCH", "OF_CODE", "BY_NUMBER", "BY_BIRTH", "BY_BIRTH_ALONE"),
    *("BY_CODE", "USED_UP", "USE_NOTHING_UP"),
}
STATEMENTS = {
    name: statement
    for subject in (statements, audit_statements, docket_statements)
    for name, statement in vars(subject).items()
    if name.isupper() and name[0] != "_" and not name.endswith("COLUMNS") and name not in PARTS
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = Path(tmp_path_factory.mktemp("statements"), "ledger.sqlite3")
    with open_ledger(path, make=True), closing(sqlite3.connect(path)) as connection:
        yield connection


def _explain(connection: sqlite3.Connection, statement: str) -> None:
    values = dict.fromkeys(re.findall(r":(\w+)", statement), 1)
    assert connection.execute(f"EXPLAIN {statement}", values).fetchall()


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_fits_the_tables_of_a_new_ledger(empty: sqlite3.Connection, name: str) -> None:
    _explain(empty, STATEMENTS[name])


def test_a_statement_that_is_written_for_a_question_does_too(empty: sqlite3.Connection) -> None:
    for only in ((), ("at >= :since", statements.OF_BATCH), (statements.OF_CODE,)):
        for write in (statements.write_log, statements.write_log_back):
            _explain(empty, write(only))
    for number in (1, 3):
        query = statements.write_find_barcodes(number)
        _explain(empty, query)
        assert re.findall(r":\w+", query) == [f":barcode{each}" for each in range(number)]


OF_ONE_CODE = {
    "of a code": statements.write_find_letters(1),
    "of eight codes": statements.write_find_letters(8),
    "first use": statements.FIRST_USE,
    "good for a prison": statements.GOOD_FOR_PRISON,
    "bad for a prison": statements.BAD_FOR_PRISON,
    "wrong cancellation": audit_statements.WRONG_CANCELLATION,
}


@pytest.mark.parametrize("name", OF_ONE_CODE)
def test_what_happened_to_a_code_is_not_looked_for_among_all_events_of_its_kind(
    ledger: Ledger, name: str
) -> None:
    database, statement = ledger._database, OF_ONE_CODE[name]
    named = dict.fromkeys(re.findall(r":(\w+)", statement), "1")
    explain = "EXPLAIN QUERY PLAN"
    with database.transaction():
        if isinstance(database, PostgresDatabase):
            explain = "EXPLAIN"
            database.execute("SET LOCAL enable_seqscan = off")  # as a small table is read whole
        rows = database.fetch_all(f"{explain} {statement}", named)
    plan = " ".join(str(value) for row in rows for value in dict(row).values())
    assert "events_of_" in plan
    assert "events_of_kind" not in plan
