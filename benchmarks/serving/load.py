"""How many checks a server answers, how soon, and that of two who ask at once one is told ready."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from itertools import cycle
from typing import NamedTuple

from benchmarks.serving.client import CHECKS, Client

_APART_SECONDS = 0.02
"""Between the first connections of one scanner and the next."""


class Load(NamedTuple):
    """What came of many clients."""

    seconds: float
    waits: Sequence[float]
    """Of each check, in seconds; the shortest first."""
    ready: int
    refused: Counter[int]
    """How often which status was none of an answer."""

    @property
    def rate(self) -> float:
        """Checks a second."""
        return len(self.waits) / self.seconds

    def find_percentile(self, percent: float) -> float:
        """Return within how many milliseconds so many of a hundred checks were answered."""
        return self.waits[min(int(len(self.waits) * percent / 100), len(self.waits) - 1)] * 1000


async def press(
    port: int,
    token: str,
    codes: Sequence[str],
    *,
    clients: int,
    seconds: float,
    path: str = CHECKS,
    rate: float = 0,
) -> Load:
    """Have so many clients check codes for so long; each code comes once, if there are enough.

    Each asks again as soon as it is answered, or all together at a rate of so many a second: who is
    kept waiting asks late, and its wait counts from when it was to ask.
    """
    waits, refused, ready = list[float](), Counter[int](), 0
    scanners = [Client(port, token, path) for _ in range(clients)]
    for each in scanners:  # of those that come at once one process would take nearly all
        await each.open()
        await asyncio.sleep(_APART_SECONDS)
    began = time.perf_counter()
    waiting = cycle(codes)

    async def find_turns(number: int) -> AsyncIterator[float]:
        due = began + number / rate if rate else time.perf_counter()
        while due < began + seconds:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            yield due
            due = due + clients / rate if rate else time.perf_counter()

    async def scan(number: int, client: Client) -> None:
        nonlocal ready
        async for asked in find_turns(number):
            told = await client.check(next(waiting))
            waits.append(time.perf_counter() - asked)
            ready += told.is_ready
            if not (told.is_ready or told.status == 200 or b"DUPLICATE" in told.body):
                refused[told.status] += 1
        await client.close()

    await asyncio.gather(*(scan(*each) for each in enumerate(scanners)))
    return Load(time.perf_counter() - began, sorted(waits), ready, refused)


async def race(port: int, token: str, codes: Sequence[str], *, pairs: int = 32) -> Counter[int]:
    """Have two clients ask for each code at once; count the codes by how often they were ready."""
    found, waiting = Counter[int](), iter(codes)

    async def scan() -> None:
        both = [Client(port, token) for _ in range(2)]
        for code in waiting:
            told = await asyncio.gather(*(each.check(code) for each in both))
            found[sum(each.is_ready for each in told)] += 1
        for each in both:
            await each.close()

    await asyncio.gather(*(scan() for _ in range(pairs)))
    return found
