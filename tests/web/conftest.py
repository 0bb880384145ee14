"""The server in process, and a browser that has signed in."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from prisonmail.ledger.store import open_server_state
from prisonmail.system import clock
from prisonmail.web.access import sessions
from prisonmail.web.access.forms import make_csrf
from prisonmail.web.access.visitors import Right, Visitor
from prisonmail.web.app import make_app
from prisonmail.web.settings import Settings


class Browser(TestClient):
    """A client that sends forms as a browser does."""

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        super().__init__(
            app,
            base_url=settings.origin,
            raise_server_exceptions=False,
            follow_redirects=False,
        )
        self.cookie = sessions.name_cookie(settings)

    def wear(self, session: str) -> None:
        """Have the cookie of a session in place of what it has."""
        self.cookies.clear()
        self.cookies.set(self.cookie, session, domain=self.base_url.host)

    @property
    def csrf(self) -> str:
        """The text that the forms of its session hold."""
        return make_csrf(self.cookies.get(self.cookie) or "")

    def submit(self, path: str, **fields: str) -> Response:
        """Send a form of its session."""
        answer: Response = self.post(path, data={"csrf": self.csrf, **fields})
        return answer

    def upload(self, path: str, files: Mapping[str, tuple[str, bytes]]) -> Response:
        """Send a form of its session that has files in it."""
        answer: Response = self.post(path, data={"csrf": self.csrf}, files=files)
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
    made.state.enclosures.close()
    made.state.working.close()


@pytest.fixture
def stranger(application: FastAPI, settings: Settings) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(application, settings)


@pytest.fixture
def signed_in(application: FastAPI, settings: Settings) -> Callable[..., Browser]:
    """Makes a browser that somebody with a right has signed in with."""

    def sign_in(
        right: Right,
        location: str | None = None,
        *,
        named: str = "A. Patel",
        to: FastAPI = application,
    ) -> Browser:
        browser = Browser(to, settings)
        with open_server_state(to.state.settings.ledger) as state:
            visitor = Visitor(named, right, location)
            name = sessions.begin(state, visitor, "", clock.now())
        browser.wear(name)
        return browser

    return sign_in


@pytest.fixture
def client(signed_in: Callable[..., Browser]) -> Browser:
    """A browser that may do everything."""
    return signed_in(Right.ADMIN)
