"""What is particular to PostgreSQL: its URL, and a password that is never shown."""

import socket

import pytest

from prisonmail.errors import InputMissing, PrisonmailError
from prisonmail.ledger.database.postgres import safe_name
from prisonmail.ledger.store import open_ledger


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
        ("postgresql://clerk:s3cret@no.such.host.invalid/post", "cannot be found"),
        ("postgresql://clerk:s3cret@127.0.0.1:none/post", "reports a fault"),
        ("postgresql://clerk:s3c@ret@127.0.0.1/post", "postgresql://clerk@127.0.0.1/post"),
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


def test_a_database_or_user_that_is_not_there(postgres: str) -> None:
    missing = postgres.replace("/postgres", "/nowhere")
    with pytest.raises(PrisonmailError, match="no such database or user"), open_ledger(missing):
        pass


def test_a_connection_that_is_lost_is_told(postgres: str) -> None:
    from tests.databases import postgres_schema

    with (
        postgres_schema(postgres) as url,
        pytest.raises(PrisonmailError, match="ended the connection"),
        open_ledger(url, make=True) as ledger,
    ):
        row = ledger._database.fetch_all("SELECT pg_backend_pid() AS pid")[0]
        with open_ledger(url) as other:
            other._database.fetch_all("SELECT pg_terminate_backend(:pid)", {"pid": row["pid"]})
        ledger.count_batches()
