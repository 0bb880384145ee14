"""What is particular to PostgreSQL: its URL, and a password that is never shown."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from prisonmail.errors import InputMissing, OutputRefused, PrisonmailError, WrongUsage
from prisonmail.ledger.database import database, postgres
from prisonmail.ledger.database.postgres import safe_name
from prisonmail.ledger.store import Ledger, open_ledger
from prisonmail.ledger.store import safe_name as name_of_place
from prisonmail.printing.run import print_letters
from tests.conftest import EXAMPLES, ISSUED_AT, Run
from tests.databases import postgres_schema
from tests.ledger.conftest import Issue


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://clerk:s3cret@db/post", "postgresql://clerk@db/post"),
        ("postgresql://clerk:s3@cret@db:5433/post", "postgresql://clerk@db:5433/post"),
        ("postgres://db/post?password=s3cret", "postgresql://db/post"),
        ("postgresql://:s3cret@db/post", "postgresql://@db/post"),
        ("postgresql://clerk:s3cret@[bad/post", "postgresql://…"),
        ("postgresql://clerk:s3/cr?et@db/post", "postgresql://…"),
        ("postgresql://db:5433/post?user=clerk&password=s3@cret", "postgresql://…"),
        ("postgresql:///post?host=db&password=s3@cret", "postgresql://…"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, name: str) -> None:
    assert safe_name(url) == name


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://clerk:s3cret@127.0.0.1:{port}/post", "does not answer"),
        (
            "postgresql://clerk:s3cret@no.such.host.invalid/post?sslmode=verify-full",
            "cannot be found",
        ),
        ("postgresql://clerk:s3cret@127.0.0.1:none/post", "reports a fault"),
        (
            "postgresql://clerk:s3c@ret@127.0.0.1/post?sslmode=verify-full",
            "postgresql://clerk@127.0.0.1/post",
        ),
        ("postgresql://127.0.0.1:{port}/post?password=s3cret&bogus=1", "reports a fault"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_in_one_line_without_the_password(
    url: str, said: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        port = taken.getsockname()[1]
        with pytest.raises(InputMissing) as raised, open_ledger(url.format(port=port)):
            pass
    told = f"{raised.value.message} {raised.value.remedy}"
    assert said in told
    assert "\n" not in told
    assert not {"s3cret", "s3c", "ret@"} & set(told.replace("@", "@ ").split())
    assert "s3c" not in told
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    "place",
    [
        "host=db user=clerk password=s3cret dbname=post",
        "HOST = db password = 's3 cret'",
        "dbname=post host=127.0.0.1 password=s3cret sslrootcert=/etc/ssl/ca.pem",
        "password=s3cret host=db",
        "postgresql:/clerk:s3cret@db/post",
        "postgres:clerk:s3cret@db/post",
        "service=post password=s3cret",
    ],
)
def test_a_connection_string_of_keys_and_values_is_refused_and_never_shown(place: str) -> None:
    with pytest.raises(WrongUsage, match="named by a URL") as raised, open_ledger(place):
        pass
    told = f"{raised.value.message} {raised.value.remedy} {name_of_place(place)}"
    assert "s3" not in told


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "_CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://clerk@127.0.0.1:{silent.getsockname()[1]}/post?connect_timeout=900"
        start = time.monotonic()
        with pytest.raises(InputMissing, match="does not answer"), open_ledger(url):
            pass
        assert time.monotonic() - start < 100


@pytest.fixture
def place(postgres: str) -> Iterator[str]:
    with postgres_schema(postgres) as url:
        yield url


def test_a_desk_finds_out_soon_that_its_server_is_gone_and_waits_for_none_for_ever(
    place: str,
) -> None:
    unsafe = f"{place}%20-csynchronous_commit%3Doff%20-clock_timeout%3D0"
    with open_ledger(unsafe, make=True) as ledger:
        given = ledger._database._connection.info.get_parameters()  # type: ignore[attr-defined]
        assert {"keepalives_idle", "keepalives_interval", "tcp_user_timeout"} <= given.keys()
        settings = {
            name: ledger._database.fetch_all(f"SHOW {name}")[0][name]
            for name in ("synchronous_commit", "lock_timeout", "statement_timeout")
        }
    assert settings == {
        "synchronous_commit": "on",
        "lock_timeout": "30s",
        "statement_timeout": "2min",
    }


def test_another_desk_that_holds_the_ledger_is_told(place: str, ledger: Ledger) -> None:
    other = ledger._database
    with other.transaction():
        other.execute("UPDATE ledger SET events = events")
        with (
            pytest.raises(OutputRefused, match="another desk has held it for 30 seconds") as raised,
            open_ledger(place) as desk,
        ):
            desk._database.execute("SET lock_timeout = '50ms'")
            desk.record_mistyped("12", ISSUED_AT, None, None)
    assert raised.value.remedy.startswith("Nothing was recorded")


def test_a_server_that_takes_too_long_is_told(place: str, ledger: Ledger) -> None:
    with pytest.raises(OutputRefused, match="within 120 seconds"), open_ledger(place) as desk:
        desk._database.execute("SET statement_timeout = '50ms'")
        desk._database.fetch_all("SELECT pg_sleep(60)")


@pytest.mark.parametrize(
    "error", [psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected]
)
def test_what_the_server_gave_up_for_another_desk_is_done_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(database, "_PAUSE_SECONDS", 0)
    watch, failures = ledger._watch, 4
    take_turn = watch.take_turn

    def fail(opened: database.Database) -> object:
        nonlocal failures
        turn = take_turn(opened)
        failures -= 1
        if failures >= 0:
            raise error
        return turn

    monkeypatch.setattr(watch, "take_turn", fail)
    ledger.record_mistyped("12", ISSUED_AT, None, None)
    assert ledger.audit().head.number == 1
    failures = 99
    with pytest.raises(OutputRefused, match="tried 5 times, and nothing was recorded"):
        ledger.record_mistyped("12", ISSUED_AT, None, None)
    assert failures == 94
    assert ledger.audit().head.number == 1


def test_two_desks_that_wait_for_each_other_both_record(place: str, ledger: Ledger) -> None:
    """A deadlock is made by hand: prisonmail itself locks in one order."""
    url = f"{place}%20-cdeadlock_timeout%3D50ms"
    ledger._database.execute("CREATE TABLE other (number INTEGER)")
    ledger._database.execute("INSERT INTO other VALUES (1)")
    both = threading.Barrier(2)

    def work(desk: Ledger, first: str, second: str, waits: list[bool]) -> None:
        def once() -> None:
            with desk._database.transaction():
                desk._database.execute(first)
                if waits.pop():
                    both.wait(300)
                desk._database.execute(second)

        database.persist(desk._database, once)

    with open_ledger(url) as one, open_ledger(url) as two:
        waits = ([False] * 5 + [True], [False] * 5 + [True])
        thread = threading.Thread(target=work, args=(two, *reversed(LOCKS), waits[1]))
        thread.start()
        work(one, *LOCKS, waits[0])
        thread.join(300)
    assert sum(map(len, waits)) < 10  # one of them at least had to begin again


LOCKS = ("UPDATE ledger SET events = events", "UPDATE other SET number = number")


def test_a_server_whose_usual_level_is_stricter_still_lets_desks_take_turns(
    place: str, ledger: Ledger, issue: Issue
) -> None:
    url = f"{place}%20-cdefault_transaction_isolation%3Dserializable"
    _, letters = issue(8)
    answers: list[str] = []

    def check() -> None:
        with open_ledger(url) as desk:
            answers.extend(str(desk.check(each.code, ISSUED_AT).verdict) for each in letters)

    threads = [threading.Thread(target=check) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(300)
    assert (answers.count("ready"), answers.count("duplicate")) == (8, 24)


def test_an_answer_that_was_lost_at_the_commit_is_said_to_be_unknown(
    place: str, ledger: Ledger
) -> None:
    ledger._database.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_sleep(300); RETURN NULL; END'"
    )
    ledger._database.execute(
        "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION slow()"
    )
    with (
        pytest.raises(OutputRefused, match="may be recorded, or not") as raised,
        open_ledger(place) as desk,
    ):
        process = desk._database.fetch_all("SELECT pg_backend_pid() AS pid")[0]["pid"]
        end = threading.Thread(target=_end_once_it_sleeps, args=(ledger, process))
        end.start()
        desk.record_mistyped("12", ISSUED_AT, None, None)
    end.join()
    assert "prisonmail codes show CODE" in raised.value.remedy


def _end_once_it_sleeps(ledger: Ledger, process: int) -> None:
    asked = "SELECT wait_event FROM pg_stat_activity WHERE pid = :pid"
    while ledger._database.fetch_all(asked, {"pid": process})[0]["wait_event"] != "PgSleep":
        time.sleep(0.01)
    ledger._database.fetch_all("SELECT pg_terminate_backend(:pid)", {"pid": process})


def test_a_database_or_user_that_is_not_there(postgres: str) -> None:
    missing = postgres.replace("/postgres", "/nowhere")
    with pytest.raises(PrisonmailError, match="no such database or user"), open_ledger(missing):
        pass


def test_a_connection_that_is_lost_is_told(postgres: str) -> None:
    with (
        postgres_schema(postgres) as url,
        pytest.raises(PrisonmailError, match="ended the connection"),
        open_ledger(url, make=True) as ledger,
    ):
        row = ledger._database.fetch_all("SELECT pg_backend_pid() AS pid")[0]
        with open_ledger(url) as other:
            other._database.fetch_all("SELECT pg_terminate_backend(:pid)", {"pid": row["pid"]})
        ledger.count_batches()


def test_a_server_that_let_go_while_letters_were_printed_is_connected_to_again(
    postgres: str, prisonmail: Callable[..., Run], profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = [], psycopg.connect

    def note(*given: Any, **named: Any) -> Any:
        opened.append(connect(*given, **named))
        return opened[-1]

    def let_go(*given: Any, **named: Any) -> Any:
        with connect(postgres, autocommit=True) as server:
            for each in (one for one in opened if not one.closed):
                server.execute("SELECT pg_terminate_backend(%s)", [each.info.backend_pid])
        return print_letters(*given, **named)

    monkeypatch.setattr("prisonmail.use_cases.generate.print_letters", let_go)
    with postgres_schema(postgres) as url:
        monkeypatch.setattr(psycopg, "connect", note)
        made = prisonmail("generate", EXAMPLES / "recipients.csv", "--ledger", url)
        assert made.exit_code == 0, made.err
        # to look for earlier letters and at who signs, to record, and to note the paper
        assert len(opened) == 3
        with open_ledger(url) as ledger:
            assert ledger.list_batches(1)[0].printed_at
