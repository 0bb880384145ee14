"""A server in process, and a browser that has signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings

CSRF = "the-token-of-a-form"
Client = Callable[..., TestClient]


class SignedIn:
    """Stands for a session: every request is of one visitor."""

    def __init__(self, app: ASGIApp, visitor: Visitor) -> None:
        self.app, self.visitor = app, visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})
        scope["state"] |= {"visitor": self.visitor, "csrf": CSRF}
        await self.app(scope, receive, send)


@pytest.fixture
def client(profile: Path, home: Path) -> Iterator[Client]:
    """Makes a browser of a visitor, on one server or another."""
    with ExitStack() as opened:

        def make(
            name: str = "A. Patel",
            right: Right = Right.ISSUE,
            app: FastAPI | None = None,
            ledger: str | None = None,
        ) -> TestClient:
            app = app or make_app(Settings(ledger or str(home / "ledger.sqlite3"), profile))
            opened.callback(app.state.lists.close)
            opened.callback(app.state.workshop.close)
            signed_in = SignedIn(app, Visitor(name, right))
            found = TestClient(signed_in, "http://127.0.0.1:8739", follow_redirects=False)
            found.app_state = app.state  # type: ignore[attr-defined]
            return found

        yield make
