"""Whether the server answers, and what it has counted: for those who look after it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from prisonmail.use_cases.accountability.verdict_counts import VerdictCounts
from prisonmail.web.access.visitors import Right, require
from prisonmail.web.metrics import Counts
from prisonmail.web.middleware.guard import PING

router = APIRouter(include_in_schema=False)


@router.get(PING)
def ping() -> dict[str, str]:
    """Say that the server answers; nothing is looked at for that."""
    return {"status": "UP"}


@router.get("/metrics")
def show_metrics(request: Request) -> Response:
    """Show what was counted to programs of this computer, or of whoever looks after the server."""
    if not request.app.state.settings.has_link:
        require(request, Right.ADMIN)
    counts: Counts = request.app.state.counts
    verdicts: VerdictCounts = request.app.state.verdicts
    written = counts.write(verdicts.count())
    return PlainTextResponse(written, media_type="text/plain; version=0.0.4; charset=utf-8")
