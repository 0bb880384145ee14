"""Clients that ask a server for verdicts, with as little work of their own as can be."""

import asyncio
import time
from contextlib import suppress
from typing import NamedTuple

CHECKS = "/api/v1/checks"
MINISTRY = "/barcode/check"
_IDLE_SECONDS = 3.0
"""After so long a connection is not used again: the server ends what was idle for five seconds."""
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_FIELDS = {CHECKS: "code", MINISTRY: "barcode"}


class Told(NamedTuple):
    """What a server answered."""

    status: int
    body: bytes

    @property
    def is_ready(self) -> bool:
        """Whether the letter may be delivered."""
        return b'"deliver":true' in self.body or self.body.startswith(b'{"createdBy"')


class Client:
    """One scanner: a connection that is kept, and opened again if it was lost."""

    def __init__(self, port: int, token: str, path: str = CHECKS) -> None:
        self._port, self._field = port, _FIELDS[path]
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )
        self._streams: _Streams | None = None
        self._used = 0.0

    async def check(self, code: str) -> Told:
        """Ask for a code. Raises OSError or EOFError if no answer came."""
        body = f'{{"{self._field}": "{code}"}}'
        return await self.send(f"{self._head}{len(body)}\r\n\r\n{body}".encode())

    async def open(self) -> _Streams:
        """Open its connection, if it is not open. Raises OSError."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            self._used = time.monotonic()
        return self._streams

    async def send(self, request: bytes) -> Told:
        """Send a whole request, and return its answer. Raises OSError or EOFError."""
        if time.monotonic() > self._used + _IDLE_SECONDS:
            await self.close()
        try:
            reader, writer = await self.open()
            writer.write(request)
            told = await _read(reader)
            self._used = time.monotonic()
            return told
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End the connection."""
        streams, self._streams = self._streams, None
        if streams:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


async def _read(reader: asyncio.StreamReader) -> Told:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, rest = head.partition(b"content-length: ")
    body = await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
    return Told(int(head[9:12]), body)
