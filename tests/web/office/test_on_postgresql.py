"""One way through the office's pages with a ledger on a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from prisonmail.ledger.store import open_ledger
from prisonmail.web.settings import Settings
from tests.databases import postgres_schema
from tests.web.conftest import Browser
from tests.web.office.conftest import read_hidden
from tests.web.office.test_one_letter import ANN


@pytest.fixture
def settings(postgres: str, profile: Path) -> Iterator[Settings]:
    """A server on this computer, for a ledger on a server that has nothing yet."""
    with postgres_schema(postgres) as url:
        yield Settings(url, profile)


def test_a_letter_is_issued_found_and_cancelled(browser: Browser, settings: Settings) -> None:
    assert "Nothing has been issued yet" in browser.get("/letters/batches").text
    review = read_hidden(browser.submit("/letters/new", **ANN, step="check").text)
    for _ in range(2):
        issued = browser.submit("/letters/new", **(review | {"step": "issue", "remember": "yes"}))
        assert issued.status_code == 200
    with open_ledger(settings.ledger) as ledger:
        (summary,) = ledger.list_batches(10)
    batch = summary.batch.id
    assert "<td>A. Patel</td>" in browser.get("/letters/batches").text
    assert "There is no such page" in browser.get("/letters/batches?page=2").text
    found = browser.submit("/letters/find", text="hart").text
    code = found.split('name="code" value="')[1][:14]
    assert browser.submit("/letters/reprint", what=code).content.startswith(b"%PDF")
    cancelled = browser.submit("/letters/cancel", what=batch, sure="yes", why="wrong enclosure")
    assert "1 letter cancelled" in cancelled.text
    assert "Ann Hart" in browser.get("/letters/people").text
