"""A server is killed again and again while it checks, issues and prints, and goes on each time."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from benchmarks.serving.client import Client, Told
from benchmarks.serving.server import Server, grant_token, issue, serve

from prisonmail.codes import Code
from prisonmail.ledger.access.grants import Right, draw_token, hash_token
from prisonmail.ledger.store import open_ledger
from prisonmail.system import clock
from tests.cjsm.relays import find_free_port

pytestmark = [pytest.mark.soak, pytest.mark.usefixtures("profile")]
_KILLS = 6
_ANSWERS = 60
"""Checks that are answered before each kill."""
_SCANNERS, _ISSUERS = 6, 2
_ROWS = 40
_PATIENCE_SECONDS = 120
_BOUNDARY = "c6a1f0"


def write_order(port: int, token: str, key: str) -> bytes:
    """Return the whole request that issues the letters of a list, for people of its own."""
    rows = (f"Tarquin Oddwell,A{each:04d}XY,HMP Leeds,{key}/{each}\r\n" for each in range(_ROWS))
    body = (
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name=list; filename=clients.csv\r\n\r\n"
        f"Name,Prison Number,Prison,Reference\r\n{''.join(rows)}\r\n--{_BOUNDARY}--\r\n"
    ).encode()
    head = (
        f"POST /api/v1/batches HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def write_question(port: int, token: str, path: str) -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    return f"{head}Authorization: Bearer {token}\r\n\r\n".encode()


class Desks:
    """Whoever asks the server: each asks again until there is an answer, and writes it down."""

    def __init__(self, port: int, check: str, office: str, codes: list[str], batch: str) -> None:
        self._port, self._codes, self._batch = port, iter(codes), batch
        self._check, self._office = check, office
        self.told_ready = Counter[str]()
        self.recorded = set[str]()
        self.checked = 0
        self.batches: dict[str, str] = {}
        self.printed = 0
        self.ends = False
        self._clients: list[Client] = []

    async def close(self) -> None:
        for each in self._clients:
            await each.close()

    async def scan(self) -> None:
        client = self._open(self._check)
        while not self.ends:
            code = next(self._codes)
            for _ in range(2):
                told = await self._insist(lambda each=code: client.check(each))  # type: ignore[misc]
                assert told.status == 200, told
                self.checked += 1
                self.told_ready[code] += told.is_ready
                self.recorded.add(code)

    async def issue(self, name: int) -> None:
        client = self._open(self._office)
        while not self.ends:
            key = f"order-{name}-{len(self.batches)}"
            request = write_order(self._port, self._office, key)
            told = await self._insist(lambda each=request: client.send(each))  # type: ignore[misc]
            assert told.status in (200, 201), told
            self.batches[key] = json.loads(told.body)["batch"]

    async def print_batch(self) -> None:
        path = f"/api/v1/batches/{self._batch}/letters.pdf"
        request = write_question(self._port, self._office, path)
        client = self._open(self._office)
        while not self.ends:
            told = await self._insist(lambda: client.send(request))
            assert told.body.startswith(b"%PDF"), told.status
            self.printed += 1

    def _open(self, token: str) -> Client:
        self._clients.append(Client(self._port, token))
        return self._clients[-1]

    async def _insist(self, ask: Callable[[], Coroutine[None, None, Told]]) -> Told:
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return await ask()
            except (OSError, EOFError):
                assert time.monotonic() < give_up
                await asyncio.sleep(0.05)


class Murders:
    """Kills servers at a port, each while it prints, and starts the next."""

    def __init__(self, home: Path, ledger: str, port: int) -> None:
        self._home, self._ledger, self._port = home, ledger, port
        self.left_behind = 0

    async def live_and_die(self, desks: Desks) -> None:
        with serve(self._ledger, self._home, port=self._port) as server:
            await self.see_answers(desks)
            await wait_until(lambda: bool(self.list_made()))
            await asyncio.to_thread(kill, server)
            self.left_behind += len(self.list_made())

    async def see_answers(self, desks: Desks) -> None:
        wanted = desks.checked + _ANSWERS
        await wait_until(lambda: desks.checked >= wanted)

    def list_made(self) -> list[Path]:
        return [each for each in (self._home / "working").glob("*/*/*") if each.is_file()]

    async def run(self, desks: Desks) -> None:
        asked = [desks.scan() for _ in range(_SCANNERS)]
        asked += [desks.issue(each) for each in range(_ISSUERS)]
        working = asyncio.gather(*asked, desks.print_batch())
        for _ in range(_KILLS):
            await self.live_and_die(desks)
        with serve(self._ledger, self._home, port=self._port):
            await self.see_answers(desks)
            desks.ends = True
            await working
            await desks.close()


def kill(server: Server) -> None:
    server.process.kill()
    server.process.wait()


async def wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < give_up
        await asyncio.sleep(0.01)


def grant_office(place: str) -> str:
    token = draw_token()
    with open_ledger(place) as ledger:
        ledger.grants.add("office", Right.ISSUE, clock.now(), digest=hash_token(token))
    return token


def test_a_server_that_is_killed_loses_no_answer_and_leaves_no_letters(home: Path) -> None:
    place = str(home / "ledger.sqlite3")
    codes = issue(place, 3_000)
    with open_ledger(place) as ledger:
        first = ledger.list_batches(1)[0].batch.id
    port = find_free_port()
    murders = Murders(home, place, port)
    desks = Desks(port, grant_token(place), grant_office(place), codes, first)
    asyncio.run(murders.run(desks))
    assert murders.left_behind
    assert not murders.list_made()
    assert not list((home / "working").iterdir())
    assert max(desks.told_ready.values()) == 1
    with open_ledger(place) as ledger:
        for code in desks.recorded:
            letter = ledger.find_letter(Code(code))
            assert letter, code
            assert letter.first_check, code
        assert len(set(desks.batches.values())) == len(desks.batches)
        assert ledger.count_batches() == 1 + len(desks.batches)
        for batch in desks.batches.values():
            assert sum(1 for _ in ledger.read_issued(batch)) == _ROWS
        assert ledger.audit().faults == ()
