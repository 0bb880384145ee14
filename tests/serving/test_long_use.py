"""A day's worth of requests, and what is said while a ledger is away or cannot be written."""

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple

import pytest
from benchmarks.serving.client import CHECKS, MINISTRY, Client, Told
from benchmarks.serving.server import Server, grant_token, issue, serve

from tests.databases import (
    NoServerError,
    as_user,
    binaries,
    postgres_server,
    run,
    skip_or_fail,
)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc"),
]
_REQUESTS = 20_000
_SECONDS = 75
"""A slow machine makes fewer requests in this time, and that is enough."""
_LEAST = 1_000
_GROWTH_MB = 20
"""The ledger's cache may not be full yet, which takes 12, and Python keeps what answers took."""


def measure(server: Server) -> tuple[float, int]:
    """Return the memory of a server, in MB, and how many files it has open."""
    own = Path(f"/proc/{server.process.pid}")
    pages = int((own / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(own / "fd"))


def get(port: int, path: str, token: str = "") -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    return f"{head}Authorization: Bearer {token}\r\n\r\n".encode()


class Day:
    """Clients that ask all sorts of things, right and wrong, one after another."""

    def __init__(self, port: int, token: str, codes: list[str]) -> None:
        self._port, self._token = port, token
        self._codes, self._numbers = cycle(codes), count()
        self.statuses = Counter[int]()

    async def spend(self, requests: int, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        most = self.statuses.total() + requests

        async def ask() -> None:
            api, ministry = (Client(self._port, self._token, each) for each in (CHECKS, MINISTRY))
            while self.statuses.total() < most and time.monotonic() < give_up:
                told = await self._ask_once(api, ministry, next(self._numbers))
                self.statuses[told.status] += 1
            await api.close()
            await ministry.close()

        await asyncio.gather(*(ask() for _ in range(16)))

    async def _ask_once(self, api: Client, ministry: Client, number: int) -> Told:
        match number % 10:
            case 0:
                return await api.check("12345-67890-1244")
            case 1:
                return await api.check("no code")
            case 2:
                return await ministry.check(next(self._codes)[:12])
            case 3:
                return await ministry.check("doesnt-exist")
            case 4:
                return await api.send(get(self._port, "/sign-in"))
            case 5:
                return await api.send(get(self._port, "/api/v1/prisons", self._token))
            case 6:
                return await api.send(get(self._port, f"/elsewhere/{number}"))
            case _:
                return await api.check(next(self._codes))


def test_a_day_of_requests_leaves_memory_and_open_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    place = str(tmp_path / "ledger.sqlite3")
    day_codes, token = issue(place, 500), grant_token(place)  # they come again
    with serve(place, tmp_path) as server:
        day = Day(server.port, token, day_codes)
        asyncio.run(day.spend(_REQUESTS, _SECONDS))
        before = measure(server)
        asyncio.run(day.spend(_REQUESTS, _SECONDS))
        time.sleep(2)  # the ledger is closed when nobody has asked for a while
        after = measure(server)
    assert day.statuses.total() > _LEAST
    assert set(day.statuses) == {200, 400, 404}, day.statuses
    assert after[0] < before[0] + _GROWTH_MB, (before, after, day.statuses)
    assert after[1] <= before[1], (before, after)


async def _check(server: Server, token: str, code: str) -> Told:
    client = Client(server.port, token)
    told = await client.check(code)
    await client.close()
    return told


_SAID = (b"The ledger cannot be reached", b"is full")
"""Who may ask cannot be looked up, or the check cannot be recorded."""


def see_recovery(
    server: Server,
    token: str,
    codes: list[str],
    spoil: Callable[[], object],
    mend: Callable[[], object],
    times: int = 3,
) -> None:
    """Spoil something, see that it is said in words and uses nothing up, mend it, and go on."""
    assert asyncio.run(_check(server, token, codes[0])).is_ready
    for _ in range(times):
        spoil()
        told = asyncio.run(_check(server, token, codes[1]))
        assert told.status == 503, told
        assert any(each in told.body for each in _SAID), told
        assert b"Traceback" not in told.body
    mend()
    give_up = time.monotonic() + 30
    while (told := asyncio.run(_check(server, token, codes[1]))).status == 503:
        assert time.monotonic() < give_up, told
        time.sleep(0.2)
    assert told.is_ready
    assert server.process.poll() is None


def test_a_ledger_that_was_moved_away_is_missed_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    ledger, away = tmp_path / "ledger.sqlite3", tmp_path / "away"
    codes, token = issue(str(ledger), 5), grant_token(str(ledger))
    with serve(str(ledger), tmp_path) as server:
        spoil, mend = (
            (lambda: ledger.exists() and ledger.rename(away)),
            (lambda: away.rename(ledger)),
        )
        see_recovery(server, token, codes, spoil, mend)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_is_said_and_then_room_is_used(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    ledger, filler = str(small_disk / "ledger.sqlite3"), small_disk / "filler"
    codes, token = issue(ledger, 5), grant_token(ledger)

    def fill() -> None:
        """Fill the disk, with the room that the journal of a closed ledger left too."""
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(b"x" * 512)

    with serve(ledger, tmp_path) as server:
        see_recovery(server, token, codes, fill, filler.unlink)


class StoppableServer(NamedTuple):
    """A PostgreSQL server that is stopped and started again."""

    url: str
    control: tuple[object, ...]

    def stop(self) -> None:
        with suppress(NoServerError):  # it was stopped before
            run(*self.control, "stop")

    def start(self) -> None:
        run(*self.control, "restart")  # with the options that it had

    def signal_all(self, number: int) -> None:
        """Send a signal to all of its processes, on Linux."""
        folder = Path(str(self.control[-1]))
        first = (folder / "postmaster.pid").read_text().split()[0]
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for each in (first, *others):
            os.kill(int(each), number)


@pytest.fixture
def server_of_its_own() -> Iterator[StoppableServer]:
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with postgres_server(Path(folder), durable=True) as url:
                command = (*as_user(Path(folder)), binaries() / "pg_ctl", "-w", "-m", "immediate")
                yield StoppableServer(url, (*command, "-D", Path(folder) / "postgres"))
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


def test_a_database_that_went_away_is_missed_and_used_when_it_is_back(
    server_of_its_own: StoppableServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    codes, token = issue(server_of_its_own.url, 5), grant_token(server_of_its_own.url)
    with serve(server_of_its_own.url, tmp_path, "--workers", "2") as server:
        stop, start = server_of_its_own.stop, server_of_its_own.start
        see_recovery(server, token, codes, stop, start)


def test_a_database_that_hangs_is_not_waited_for_without_end(
    server_of_its_own: StoppableServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    codes, token = issue(server_of_its_own.url, 5), grant_token(server_of_its_own.url)
    halt, go_on = (
        partial(server_of_its_own.signal_all, each) for each in (signal.SIGSTOP, signal.SIGCONT)
    )
    with serve(server_of_its_own.url, tmp_path) as server:
        try:
            see_recovery(server, token, codes, halt, go_on, times=1)
        finally:
            go_on()
