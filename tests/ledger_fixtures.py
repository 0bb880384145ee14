"""A ledger that is not there yet, on each database in turn."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import NoServerError, postgres_schema, postgres_server, skip_or_fail


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server, for this process of the test run alone."""
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with postgres_server(Path(folder)) as url:
                yield url
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger goes: a path, then a URL."""
    if request.param == "sqlite":
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
