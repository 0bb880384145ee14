"""What PostgreSQL reports is told in words that are ours, and how it is asked to behave."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import errors

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError
from prisonmail.ledger.store import Ledger, open_ledger
from tests.conftest import ISSUED_AT
from tests.databases import postgres_schema
from tests.ledger.conftest import Issue

OPERATIONAL = psycopg.OperationalError


@pytest.fixture
def place(postgres: str) -> Iterator[str]:
    with postgres_schema(postgres) as url:
        yield url


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OPERATIONAL('password authentication failed for user "s3"'), "refuses this user or"),
        (OPERATIONAL("fe_sendauth: no password supplied"), "asks for a password"),
        (OPERATIONAL('role "s3" does not exist'), "has no such database or user"),
        (OPERATIONAL('no pg_hba.conf entry for host "s3"'), "does not let this computer in"),
        (OPERATIONAL('could not translate host name "s3"'), "cannot be found"),
        (OPERATIONAL("failed to resolve host s3"), "cannot be found"),
        (OPERATIONAL("connection refused s3"), "does not answer"),
        (OPERATIONAL("timeout expired s3"), "does not answer"),
        (errors.InsufficientPrivilege("permission denied s3"), "does not let this user do that"),
        (errors.DiskFull("No space left s3"), "has no room left on its disk"),
        (OPERATIONAL("server closed the connection s3"), "ended the connection"),
        (OPERATIONAL("the connection is lost s3"), "ended the connection"),
        (OPERATIONAL("the connection is closed s3"), "ended the connection"),
        (errors.AdminShutdown("terminating connection s3"), "ended the connection"),
        (errors.ReadOnlySqlTransaction("read-only transaction s3"), "is read-only"),
        (OPERATIONAL("what is s3?"), "reports a fault"),
    ],
    ids=lambda each: str(each)[:40],
)
def test_what_the_server_reports_is_told_without_its_words(
    place: str, error: psycopg.Error, said: str
) -> None:
    with pytest.raises(PrisonmailError) as raised, open_ledger(place, make=True) as ledger:
        name = ledger._database.name
        raise error
    told = raised.value
    assert told.message.startswith(f"The ledger {name} cannot be used: the server {said}")
    assert told.message.endswith(".")
    assert "s3" not in told.message + told.remedy
    if isinstance(error, OPERATIONAL | psycopg.ProgrammingError):
        assert type(told) is InputMissing
        assert told.remedy == "Check --ledger or PRISONMAIL_LEDGER, or ask whoever runs it."
    else:
        assert type(told) is OutputRefused
        assert told.remedy == "Ask whoever runs the server."


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.UniqueViolation("s3"), "UniqueViolation 23505"),
        (psycopg.DataError("s3"), "DataError"),
    ],
)
def test_a_fault_that_has_no_words_of_ours_is_named(
    place: str, error: psycopg.Error, kind: str
) -> None:
    with pytest.raises(OutputRefused) as raised, open_ledger(place, make=True):
        raise error
    assert raised.value.message.endswith(f"cannot be used: the server reports a fault ({kind}).")


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (errors.LockNotAvailable("s3"), "another desk has held it for 30 seconds"),
        (errors.QueryCanceled("s3"), "the server did not answer within 120 seconds"),
        (
            errors.IdleInTransactionSessionTimeout("s3"),
            "this desk stopped for 300 seconds in the middle of its work",
        ),
    ],
)
def test_a_server_that_is_busy_is_told(place: str, error: psycopg.Error, busy: str) -> None:
    with pytest.raises(OutputRefused) as raised, open_ledger(place, make=True) as ledger:
        name = ledger._database.name
        raise error
    assert raised.value.message == f"The ledger {name} is busy: {busy}."
    assert raised.value.remedy == "Nothing was recorded. Try again later."


SETTINGS = {
    "lock_timeout": "30s",
    "statement_timeout": "2min",
    "idle_in_transaction_session_timeout": "5min",
    "application_name": "prisonmail",
    "default_transaction_isolation": "read committed",
}


def _read_settings(ledger: Ledger) -> dict[str, str]:
    return {name: ledger._database.fetch_all(f"SHOW {name}")[0][name] for name in SETTINGS}


def test_a_connection_has_limits_before_and_after_a_purge(place: str, ledger: Ledger) -> None:
    assert _read_settings(ledger) == SETTINGS
    assert len(list(ledger._database.rewrite(("remarks", "recipients")))) == 2
    assert _read_settings(ledger) == SETTINGS
    given = ledger._database._connection.info.get_parameters()  # type: ignore[attr-defined]
    kept = {name: given[name] for name in given if name.startswith(("keepalive", "tcp_user"))}
    assert kept == {
        "keepalives": "1",
        "keepalives_idle": "15",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "30000",
    }


@pytest.mark.parametrize("level", ["on", "local", "remote_write", "remote_apply", "off"])
def test_a_commit_waits_for_the_disk_as_long_as_the_server_has_it_or_longer(
    place: str, ledger: Ledger, level: str
) -> None:
    with open_ledger(f"{place}%20-csynchronous_commit%3D{level}") as desk:
        found = desk._database.fetch_all("SHOW synchronous_commit")[0]["synchronous_commit"]
        assert found == ("on" if level == "off" else level)


def test_who_claims_a_name_waits_for_whoever_has_claimed_the_same(
    place: str, ledger: Ledger
) -> None:
    one = ledger._database
    with ExitStack() as stack:
        two = stack.enter_context(open_ledger(place))._database
        two.execute("SET lock_timeout = '50ms'")
        with one.transaction():
            one.claim("a list")
            with two.transaction():
                two.claim("another list")
            with pytest.raises(errors.LockNotAvailable), two.transaction():
                two.claim("a list")
        with two.transaction():
            two.claim("a list")
        with one.exclusive():
            with pytest.raises(errors.LockNotAvailable), two.exclusive():
                pass
            with two.transaction():
                two.claim("a list")


def test_a_snapshot_shows_what_was_and_takes_as_long_as_it_needs(
    place: str, ledger: Ledger
) -> None:
    with open_ledger(place) as other, other.snapshot():
        assert other.count_guesses(ISSUED_AT) == 0
        ledger.record_mistyped("12", ISSUED_AT, None, None)
        assert other.count_guesses(ISSUED_AT) == 0
        timeout = other._database.fetch_all("SHOW statement_timeout")[0]["statement_timeout"]
        assert timeout == "0"
        with pytest.raises(ZeroDivisionError), other._database.savepoint():
            raise ZeroDivisionError
        assert other.count_batches() == 0
    assert ledger.count_guesses(ISSUED_AT) == 1


def test_a_user_who_may_only_read_examines_a_ledger_too(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    issue()
    with open_ledger(f"{place}%20-cdefault_transaction_read_only%3Don") as reader:
        assert reader._database.describe_new() is None
        assert reader.audit().faults == ()
    made = ledger._database.describe_new()
    assert made == ledger._database.describe()
    assert made
    assert ("table", "letters") in made
    assert ledger._database.find_faults() == []
    assert "letters" in ledger._database.list_tables()
    assert "pg_class" not in ledger._database.list_tables()


def test_any_number_of_rows_is_added_and_gone_through(ledger: Ledger) -> None:
    opened = ledger._database
    opened.execute("CREATE TABLE numbers (a INTEGER, b TEXT)")
    for rows in (0, 1, 4001):
        opened.insert("numbers", ("a", "b"), ((row, None) for row in range(rows)))
        with opened.snapshot():
            streamed = [row["a"] for row in opened.stream("SELECT a FROM numbers ORDER BY a")]
        assert streamed == list(range(rows))
        assert opened.execute("DELETE FROM numbers") == rows
    with pytest.raises(InputMissing, match="2 rows had to be written, and 1 were"):
        opened.change("INSERT INTO numbers VALUES (1, NULL)", {}, rows=2)
    with opened.transaction():
        opened.change("INSERT INTO numbers VALUES (2, NULL), (3, NULL)", {}, rows=2)
    with (
        pytest.raises(InputMissing, match="1 rows had to be written, and 0 were"),
        opened.transaction(),
        opened.pipeline(),
    ):
        opened.change("DELETE FROM numbers WHERE a = 9", {})
        opened.change("DELETE FROM numbers WHERE a = 2", {})
    with (
        pytest.raises(InputMissing, match="1 rows had to be written, and 0 were"),
        opened.transaction(),
        opened.pipeline(),
    ):
        opened.change("INSERT INTO remarks (event, key) VALUES (999, 'of no event')", {})
    assert opened.execute("UPDATE numbers SET b = ':a' WHERE a::text = :a", {"a": "2"}) == 1


def test_a_purge_waits_for_a_table_a_second_and_then_lets_others_go_first(
    place: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("prisonmail.ledger.database.postgres.time.sleep", waited.append)
    monkeypatch.setattr("prisonmail.ledger.database.postgres._TRIES", 2)
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        with open_ledger(place) as other, other._database.transaction():
            other._database.execute("LOCK TABLE remarks")
            ready.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    ready.wait(30)
    (remarks, heads) = ledger._database.rewrite(("remarks", "heads"))
    done.set()
    holder.join(30)
    assert remarks.what == "old copies of rows of the table remarks"
    assert remarks.reason == "Another desk uses it. Run the purge again when that has ended."
    assert (remarks.done, heads.done, heads.reason) == (False, True, "")
    assert waited == [0, 1, 0]
    (missing,) = ledger._database.rewrite(("nowhere",))
    assert missing.reason.startswith("The server ")
    assert missing.reason.endswith(". Run the purge again.")
