"""Two clients ask a server for one code at once."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.serving.load import race
from benchmarks.serving.server import grant_token, issue, serve

from prisonmail.ledger.store import open_ledger

_CODES = 300


@pytest.mark.soak
def test_of_two_that_ask_at_once_over_http_one_is_told_ready(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRISONMAIL_HOME", str(tmp_path))
    codes, token = issue(place, _CODES), grant_token(place)
    workers = ("--workers", "2") if place.startswith("postgresql") else ()
    with serve(place, tmp_path, *workers) as server:
        assert asyncio.run(race(server.port, token, codes)) == Counter({1: _CODES})
    with open_ledger(place) as ledger:
        assert ledger.audit().faults == ()
