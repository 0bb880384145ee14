"""The server in process, and browsers of visitors who are signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings


class _SignedIn:
    """Stands where sessions will: everybody is a visitor."""

    def __init__(self, app: ASGIApp, visitor: Visitor) -> None:
        self._app, self._visitor = app, visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["visitor"] = self._visitor
        await self._app(scope, receive, send)


class Browser(TestClient):
    """A client that sends forms as a browser does."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        super().__init__(
            app, base_url=settings.origin, raise_server_exceptions=False, follow_redirects=False
        )

    def submit(self, path: str, **fields: str) -> Response:
        """Send a form of its session."""
        answer: Response = self.post(path, data=fields)
        return answer


@pytest.fixture
def settings(home: Path, profile: Path) -> Settings:
    """A server on this computer, for a ledger that is not there yet."""
    return Settings(str(home / "ledger.sqlite3"), profile)


@pytest.fixture
def stranger(settings: Settings) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(make_app(settings), settings)


@pytest.fixture
def signed_in(settings: Settings) -> Callable[[Right], Browser]:
    """Makes a browser that somebody with a right has signed in with."""

    def sign_in(right: Right) -> Browser:
        application = make_app(settings)
        application.add_middleware(_SignedIn, visitor=Visitor("A. Patel", right))
        return Browser(application, settings)

    return sign_in
