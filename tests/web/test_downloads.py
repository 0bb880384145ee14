"""Files that are made for one visitor leave nothing behind."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message

from prisonmail.errors import OutputRefused
from prisonmail.web.pages import downloads


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder that files are made in here."""
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr(downloads, "mkdtemp", lambda prefix: str(made))
    return made


def test_what_cannot_be_made_leaves_no_folder(folder: Path) -> None:
    def make(path: Path) -> None:
        path.write_bytes(b"half of it")
        raise OutputRefused("The disk is full.")

    with pytest.raises(OutputRefused):
        downloads.send_made("letters.pdf", downloads.PDF, make)
    assert not folder.exists()


def test_whoever_goes_away_half_way_leaves_no_file(folder: Path) -> None:
    made = downloads.send_made(
        "letters.pdf", downloads.PDF, lambda path: path.write_bytes(b"%PDF" * 100_000)
    )
    assert folder.exists()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise RuntimeError("the browser has gone")

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "headers": [], "asgi": {"spec_version": "2.4"}}
    with pytest.raises(RuntimeError, match="gone"):
        asyncio.run(made(scope, receive, send))
    assert not folder.exists()
