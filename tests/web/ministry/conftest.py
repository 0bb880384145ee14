"""A server with a ledger behind it, asked as a client of the Ministry's service asks."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from prisonmail.ledger.access.grants import draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.web.access.visitors import Right
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings
from tests.conftest import BORN

NAME, TOKEN = "scanner-leeds", draw_token()
BARCODE = Barcode("012345678901")


def make_client(settings: Settings) -> TestClient:
    return TestClient(make_app(settings), settings.origin, raise_server_exceptions=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def client(ledger: Path, tmp_path: Path) -> TestClient:
    return make_client(Settings(str(ledger), tmp_path / "profile.toml"))


class Issue:
    """Puts letters into the ledger that is asked, where the token is granted."""

    def __init__(self, ledger: Path, drafted: Callable[..., Draft], sender: Sender) -> None:
        self.ledger, self._drafted, self._sender = ledger, drafted, sender
        with open_ledger(ledger, make=True) as opened:
            digest = hash_token(TOKEN)
            opened.grants.add(NAME, Right.CHECK, clock.now(), digest=digest, location="LEI")

    def __call__(self, *, days_ago: int = 0, random_check: int = 0, **person: Any) -> Letter:
        at = clock.now() - timedelta(days=days_ago)
        with open_ledger(self.ledger, make=True) as opened:
            drafts = Drafts([self._drafted(**person)])
            _, letters = opened.issue(drafts, self._sender, "dl", at, 28, random_check=random_check)
            return next(iter(letters))

    def born(self) -> Letter:
        return self(prison_number=None, date_of_birth=date(BORN.year, BORN.month, BORN.day))


@pytest.fixture
def issue(ledger: Path, drafted: Callable[..., Draft], sender: Sender) -> Issue:
    return Issue(ledger, drafted, sender)
