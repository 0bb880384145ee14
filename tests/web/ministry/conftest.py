"""A server with a ledger behind it, asked as a client of the Ministry's service asks."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from prisonmail.ledger.store import open_ledger
from prisonmail.letters.hmpps_barcode import Barcode
from prisonmail.letters.letter import Draft, Letter
from prisonmail.letters.packed_letters import Drafts
from prisonmail.sender.sender import Sender
from prisonmail.system import clock
from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings
from tests.conftest import BORN

TOKENS = {"patel": Visitor("A. Patel", Right.CHECK, "LEI")}
BARCODE = Barcode("012345678901")


async def _know_tokens(request: Request, answer: RequestResponseEndpoint) -> Response:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    request.state.visitor = TOKENS.get(token)
    return await answer(request)


def make_client(settings: Settings) -> TestClient:
    app = make_app(settings)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_know_tokens)
    return TestClient(app, settings.origin, raise_server_exceptions=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def client(ledger: Path, tmp_path: Path) -> TestClient:
    return make_client(Settings(str(ledger), tmp_path / "profile.toml"))


class Issue:
    """Puts letters into the ledger that is asked."""

    def __init__(self, ledger: Path, drafted: Callable[..., Draft], sender: Sender) -> None:
        self.ledger, self._drafted, self._sender = ledger, drafted, sender

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
