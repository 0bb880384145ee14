"""The server's application: every page and every question that a program may ask."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from prisonmail import __version__
from prisonmail.ledger.store import open_ledger, open_server_state
from prisonmail.system.folders import enclosures_folder, lists_folder, working_folder
from prisonmail.use_cases.accountability.verdict_counts import VerdictCounts
from prisonmail.use_cases.senders.admission import Admission
from prisonmail.web.access.forms import check_form
from prisonmail.web.access.outgoing import Outgoing
from prisonmail.web.api import batches, checks, health
from prisonmail.web.api.openapi import describe
from prisonmail.web.desks import Desks, KeptOpen
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.lists.job_store import JobStore
from prisonmail.web.lists.work import Workshop
from prisonmail.web.metrics import Counts
from prisonmail.web.middleware.guard import Guard
from prisonmail.web.middleware.headers import Headers
from prisonmail.web.middleware.journal import Journal
from prisonmail.web.middleware.recognition import Recognition
from prisonmail.web.ministry import barcodes, supported_prisons
from prisonmail.web.ministry.json_web_tokens import TokenKeys
from prisonmail.web.pages import check, own_sessions, sign_in
from prisonmail.web.pages.lists import bringing, issuing, mending
from prisonmail.web.pages.office.router import router as office
from prisonmail.web.settings import Settings
from prisonmail.web.working_files import WorkingFiles

_STATIC = Path(__file__).parent / "pages" / "static"
_ROUTERS = (
    *(checks.router, batches.router, health.router, check.router, sign_in.router),
    own_sessions.router,
    *(barcodes.router, supported_prisons.router),
    *(bringing.router, mending.router, issuing.router),
    office,
)


@asynccontextmanager
async def _run(app: FastAPI) -> AsyncIterator[None]:
    several = app.state.settings.workers > 1
    sharing = asyncio.create_task(health.share_counts(app)) if several else None
    yield
    if sharing:
        sharing.cancel()
    await run_in_threadpool(app.state.outgoing.finish)
    await run_in_threadpool(app.state.workshop.close)
    await run_in_threadpool(app.state.working.close)
    await run_in_threadpool(app.state.desks.close)
    await run_in_threadpool(app.state.readers.close)
    await run_in_threadpool(app.state.states.close)


def make_app(settings: Settings) -> FastAPI:
    """Put the application together. Raises InputMissing if the keys of tokens cannot be read."""
    app = FastAPI(
        title="prisonmail",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_run,
        dependencies=[Depends(check_form)],  # of all routes: none can forget it
    )
    app.state.settings = settings
    app.state.token_keys = TokenKeys(settings.jwks) if settings.jwks else None
    app.state.desks = Desks(settings.ledger)
    app.state.readers = KeptOpen(settings.ledger, open_ledger)
    app.state.states = KeptOpen(settings.ledger, open_server_state)
    app.state.admission = Admission(settings.ledger, settings.profile)
    app.state.counts = Counts()
    app.state.verdicts = VerdictCounts(settings.ledger)
    app.state.outgoing = Outgoing(settings.profile)
    app.state.lists = JobStore(lists_folder())
    app.state.enclosures = JobStore(enclosures_folder())
    app.state.working = WorkingFiles(working_folder())
    app.state.workshop = Workshop(settings)
    add_fault_handlers(app)
    app.add_middleware(
        Recognition,
        settings=settings,
        admission=app.state.admission,
        readers=app.state.readers,
        states=app.state.states,
    )
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Journal, counts=app.state.counts)
    app.add_middleware(Headers, settings=settings)  # the last one added comes first
    for each in _ROUTERS:
        app.include_router(each)
    describe(app)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app
