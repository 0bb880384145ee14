"""Programs that ask the server, each with a token of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from prisonmail.web.access.visitors import Right
from prisonmail.web.settings import Settings
from tests.conftest import EXAMPLES, Run

API = "/api/v1"
LIST = EXAMPLES / "recipients.csv"


class Program(TestClient):
    """A client that shows a token."""

    def __init__(self, app: FastAPI, settings: Settings, token: str = "") -> None:
        super().__init__(app, base_url=settings.origin, raise_server_exceptions=False)
        if token:
            self.headers["authorization"] = f"Bearer {token}"

    def send_list(self, content: bytes | None = None, key: str = "", **options: Any) -> Response:
        """Send a list, and what else goes with it."""
        files = {"list": ("clients.csv", LIST.read_bytes() if content is None else content)}
        headers = {"idempotency-key": key} if key else {}
        files |= {name: each for name, each in options.items() if isinstance(each, tuple)}
        fields = {name: each for name, each in options.items() if name not in files}
        sent: Response = self.post(f"{API}/batches", files=files, data=fields, headers=headers)
        return sent


@pytest.fixture
def issued(prisonmail: Callable[..., Run], settings: Settings) -> dict[str, Any]:
    """What `generate` says of a batch of the server's ledger."""
    run = prisonmail("generate", LIST, "--ledger", settings.ledger, "--json")
    return dict(run.json)


@pytest.fixture
def program(
    prisonmail: Callable[..., Run], application: FastAPI, settings: Settings, issued: dict[str, Any]
) -> Callable[..., Program]:
    """Makes a program with a token of some right."""

    def make(right: Right, *options: str) -> Program:
        name = f"program-{right}"
        run = prisonmail(
            "tokens", "add", name, "--may", right, "--ledger", settings.ledger, *options
        )
        return Program(application, settings, run.out.strip())

    return make


@pytest.fixture
def office(program: Callable[..., Program]) -> Program:
    """A program that may issue letters."""
    return program(Right.ISSUE)
