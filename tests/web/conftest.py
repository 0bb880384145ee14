"""The server in process, and a browser that has signed in."""

from collections.abc import Callable, Iterator
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
        scope.setdefault("state", {}).update(visitor=self._visitor, csrf=Browser.csrf)
        await self._app(scope, receive, send)


class Browser(TestClient):
    """A client that sends forms as a browser does."""

    csrf = "the-text-of-a-form"

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(
            app, base_url=settings.origin, raise_server_exceptions=False, follow_redirects=False
        )

    def submit(self, path: str, **fields: str) -> Response:
        """Send a form of its session."""
        answer: Response = self.post(path, data={"csrf": self.csrf, **fields})
        return answer


@pytest.fixture
def settings(home: Path, profile: Path) -> Settings:
    """A server on this computer, for a ledger that is not there yet."""
    return Settings(str(home / "ledger.sqlite3"), profile)


@pytest.fixture
def application(settings: Settings) -> Iterator[FastAPI]:
    made = make_app(settings)
    yield made
    made.state.workshop.close()
    made.state.lists.close()


@pytest.fixture
def signed_in(application: FastAPI, settings: Settings) -> Callable[..., Browser]:
    """Makes a browser that somebody with a right has signed in with."""

    def sign_in(right: Right, name: str = "A. Patel", app: FastAPI | None = None) -> Browser:
        return Browser(_SignedIn(app or application, Visitor(name, right)), settings)

    return sign_in


@pytest.fixture
def client(signed_in: Callable[..., Browser]) -> Browser:
    """A browser that may do everything."""
    return signed_in(Right.ADMIN)
