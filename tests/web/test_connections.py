"""Whoever sends a request slowly loses the connection; whoever waits for an answer does not."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from prisonmail.web import connections
from prisonmail.web.connections import WatchedConnection

LOOK = 0.3
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with how much came, after a while."""
    read = len(await Request(scope, receive).body())
    await asyncio.sleep(3 * LOOK)
    await PlainTextResponse(f"{read} bytes")(scope, receive, send)


def speak(first: bytes, then: bytes = b"", times: int = 0) -> bytes:
    """Return what is answered to somebody who sends so many pieces, and three in each look."""

    async def run() -> bytes:
        config = uvicorn.Config(
            answer, http=WatchedConnection, ws="none", lifespan="off", log_config=None
        )
        config.load()
        make: Callable[[], Any] = lambda: WatchedConnection(config, ServerState(), {})  # noqa: E731
        server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            try:
                return await _talk(reader, writer, first, then, times)
            except ConnectionError:
                return b""
            finally:
                writer.close()

    return asyncio.run(run())


async def _talk(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    first: bytes,
    then: bytes,
    times: int,
) -> bytes:
    writer.write(first)
    for _ in range(times):
        await asyncio.sleep(LOOK / 3)
        writer.write(then)
        await writer.drain()
    return await asyncio.wait_for(reader.read(1000), 20 * LOOK)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_LOOK_SECONDS", LOOK)


@pytest.mark.parametrize(
    ("first", "then"),
    [(b"", b""), (GET, b""), (GET + b"X: ", b"a"), (POST, b""), (POST, b"a")],
    ids=["nothing", "half a head", "a head in drops", "no body", "a body in drops"],
)
def test_whoever_is_slow_loses_the_connection(first: bytes, then: bytes) -> None:
    assert speak(first, then, 12 if then else 0) == b""


def test_whoever_goes_on_sending_or_waits_for_an_answer_does_not() -> None:
    assert b"0 bytes" in speak(GET + b"\r\n")
    assert b"200000 bytes" in speak(POST, b"a" * 20_000, 10)
