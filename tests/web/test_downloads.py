"""Files that are made for one visitor leave nothing behind."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Message

from prisonmail.errors import OutputRefused
from prisonmail.web.pages import downloads
from tests.systems import LOCKS


@pytest.fixture
def request_of(application: FastAPI) -> Request:
    """A request to the server."""
    return Request({"type": "http", "app": application})


def list_made(home: Path) -> list[Path]:
    return [each for each in (home / "working").glob("*/*") if each.name not in LOCKS]


def test_what_cannot_be_made_leaves_no_folder(request_of: Request, home: Path) -> None:
    def make(path: Path) -> None:
        path.write_bytes(b"half of it")
        assert list_made(home)
        raise OutputRefused("The disk is full.")

    with pytest.raises(OutputRefused):
        downloads.send_made(request_of, "letters.pdf", downloads.PDF, make)
    assert not list_made(home)


def test_whoever_goes_away_half_way_leaves_no_file(request_of: Request, home: Path) -> None:
    made = downloads.send_made(
        request_of, "letters.pdf", downloads.PDF, lambda path: path.write_bytes(b"%PDF" * 100_000)
    )
    assert list_made(home)

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise RuntimeError("the browser has gone")

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.4"}}
    with pytest.raises(RuntimeError, match="gone"):
        asyncio.run(made(scope, receive, send))
    assert not list_made(home)
