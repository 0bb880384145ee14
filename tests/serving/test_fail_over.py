"""The machine of the primary dies while letters are checked, and its standby takes over."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.serving.client import Client
from benchmarks.serving.server import grant_token, issue, serve

from prisonmail.codes import Code
from prisonmail.ledger.store import open_ledger
from tests.databases import NoServerError, skip_or_fail
from tests.serving.replicas import Replicas, replicated

pytestmark = pytest.mark.soak
_CLIENTS = 8
_ANSWERS = 100
"""Checks that are answered before the primary is killed, and after its standby was promoted."""
_PATIENCE_SECONDS = 90


@pytest.fixture
def replicas() -> Iterator[Replicas]:
    with tempfile.TemporaryDirectory(prefix="prisonmail-") as folder:
        try:
            with replicated(Path(folder)) as started:
                yield started
        except NoServerError as error:
            skip_or_fail(f"PostgreSQL cannot be started: {error}")


class Scanners:
    """Clients that ask for each code twice, now and then again, and write down every answer."""

    def __init__(self, port: int, token: str, codes: list[str]) -> None:
        self._port, self._token, self._codes = port, token, iter(codes)
        self.told_ready = Counter[str]()
        self.statuses = Counter[int]()
        self.asked = list[str]()
        self.ends = False

    async def scan(self) -> None:
        client = Client(self._port, self._token)
        while not self.ends:
            code = next(self._codes)
            self.asked.append(code)
            for _ in range(2):
                told = await client.check(code)
                self.statuses[told.status] += 1
                self.told_ready[code] += told.is_ready
                if told.status == 503:
                    assert b'"detail":"The ' in told.body, told.body
                    await asyncio.sleep(0.1)
        await client.close()

    async def run(self, replicas: Replicas) -> None:
        scanning = [asyncio.create_task(self.scan()) for _ in range(_CLIENTS)]
        await self._wait_for(_ANSWERS)
        await asyncio.to_thread(replicas.kill_primary)
        await asyncio.sleep(1)
        await asyncio.to_thread(replicas.promote_standby)
        await self._wait_for(_ANSWERS)
        self.ends = True
        await asyncio.gather(*scanning)

    async def _wait_for(self, answers: int) -> None:
        """Wait until so many more checks have been answered."""
        give_up, wanted = time.monotonic() + _PATIENCE_SECONDS, self.statuses[200] + answers
        while self.statuses[200] < wanted:
            assert time.monotonic() < give_up, self.statuses
            await asyncio.sleep(0.05)


def test_no_acknowledged_check_is_lost_and_no_code_is_ready_twice(
    replicas: Replicas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    codes = issue(replicas.url, 5_000)
    token = grant_token(replicas.url)
    with serve(replicas.url, tmp_path, "--workers", "2") as server:
        scanners = Scanners(server.port, token, codes)
        asyncio.run(scanners.run(replicas))
    assert set(scanners.statuses) == {200, 503}
    assert max(scanners.told_ready.values()) == 1
    with open_ledger(replicas.url) as ledger:
        for code, times in scanners.told_ready.items():
            letter = ledger.find_letter(Code(code))
            assert letter
            assert bool(letter.first_check) >= bool(times), code
        assert ledger.audit().faults == ()
