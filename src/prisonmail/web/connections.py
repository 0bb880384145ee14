"""Connections of browsers and programs: whoever is too slow does not hold one for long.

uvicorn waits without an end for a request to come whole, so that a few hundred lines from one
computer could take all connections that the system gives a process.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

_LOOK_SECONDS = 30.0
_LEAST_BYTES = 15_000
"""Of a request in that time: a head has less and comes at once, a long list comes faster."""


class WatchedConnection(H11Protocol):
    """Is closed if a request, or the rest of one, hardly comes on from one look to the next.

    By h11 also if httptools is there, which takes headers of any length.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look."""
        super().connection_made(transport)
        self._read = 0
        self._timer: asyncio.TimerHandle
        self._look(None)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._read += len(data)
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no longer."""
        self._timer.cancel()
        super().connection_lost(exc)

    def _look(self, before: tuple[object, int] | None) -> None:
        now = (self.cycle, self._read) if self._is_waiting() else None
        if before and now and before[0] is now[0] and now[1] - before[1] < _LEAST_BYTES:
            self.transport.abort()
        else:
            self._timer = self.loop.call_later(_LOOK_SECONDS, self._look, now)

    def _is_waiting(self) -> bool:
        """Check whether it is the other side's turn."""
        of_request = self.cycle is None or self.cycle.response_complete or self.cycle.more_body
        return of_request and not self.flow.read_paused
