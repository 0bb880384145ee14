"""Whether the server answers, and what it has counted: for those who look after it."""

import asyncio
import json
import os
from datetime import timedelta

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from prisonmail.errors import PrisonmailError
from prisonmail.ledger.access.server_state import ServerState
from prisonmail.system import clock
from prisonmail.system.operators import find_operator
from prisonmail.system.record import fill_json, to_builtins
from prisonmail.use_cases.accountability.verdict_counts import VerdictCounts
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.metrics import Counted, Counts, write_metrics
from prisonmail.web.middleware.guard import PING

router = APIRouter(include_in_schema=False)
_SHARED_EVERY = 5.0
"""Seconds by which the counts of other processes may be behind."""
_KEPT = timedelta(days=1)
_KIND = "counted"


@router.head(PING)
@router.get(PING)
async def ping() -> dict[str, str]:
    """Say that the server answers; nothing is looked at for that."""
    return {"status": "UP"}


@router.get("/metrics")
async def show_metrics(request: Request) -> Response:
    """Show what was counted to programs of this computer, or of whoever looks after the server."""
    if not request.app.state.settings.has_link:
        require(request, Right.ADMIN)
    verdicts: VerdictCounts = request.app.state.verdicts
    told = await run_in_threadpool(verdicts.count)
    written = write_metrics(await _gather(request.app), told)
    return PlainTextResponse(written, media_type="text/plain; version=0.0.4; charset=utf-8")


async def share_counts(app: FastAPI) -> None:
    """Tell the other processes from time to time what this one has counted."""
    while True:
        await asyncio.sleep(_SHARED_EVERY)
        try:
            await app.state.states.ask(lambda state: _share(state, app.state.counts))
        except PrisonmailError:  # the next time will do
            continue


async def _gather(app: FastAPI) -> list[Counted]:
    """Return what all processes of this machine have counted; Prometheus asks any of them."""
    counts: Counts = app.state.counts
    if app.state.settings.workers == 1:
        return [counts.read()]

    def gather(state: ServerState) -> list[Counted]:
        _share(state, counts)
        machine = _name_machine()
        kept = state.list_all(_KIND, clock.now()).items()
        return [
            fill_json(Counted, value.encode())
            for name, value in kept
            if name.rpartition(" ")[0] == machine
        ]

    found: list[Counted] = await app.state.states.ask(gather)
    return found


def _share(state: ServerState, counts: Counts) -> None:
    now, name = clock.now(), f"{_name_machine()} {os.getpid()}"
    state.keep(_KIND, name, json.dumps(to_builtins(counts.read())), now, now + _KEPT)


def _name_machine() -> str:
    return find_operator().machine
