"""A ledger that is not there yet, on each database in turn."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from prisonmail.ledger.apart import cipher_keys
from prisonmail.ledger.database.cipher import make_key
from tests.databases import NoServerError, postgres_schema, postgres_server, skip_or_fail

KEY_FILE_NAME = "ledger.cipher-key"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, for this process of the test run alone."""
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with postgres_server(Path(folder)) as url:
                yield url
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key file with which new ledgers are encrypted, by all processes of a test."""
    path = tmp_path / KEY_FILE_NAME
    cipher_keys.write_key_file(path, make_key())
    monkeypatch.setenv(cipher_keys.KEY_FILE_VARIABLE, str(path))
    return path


@pytest.fixture(params=["sqlite", "encrypted", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger goes: a path, then one where it is encrypted, then a URL."""
    if request.param != "postgres":
        if request.param == "encrypted":
            request.getfixturevalue("key_file")
        yield str(tmp_path / "ledger.sqlite3")
        return
    with postgres_schema(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
def other_place(place: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a copy goes: on the database that `place` is not on."""
    if place.startswith("postgresql:"):
        yield str(tmp_path / "other.sqlite3")
        return
    with postgres_schema(request.getfixturevalue("postgres")) as url:
        yield url
