"""The server's application: every page and every question that a program may ask."""

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from prisonmail import __version__
from prisonmail.system.folders import lists_folder
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.lists.job_store import JobStore
from prisonmail.web.lists.work import Workshop
from prisonmail.web.pages import check
from prisonmail.web.pages.lists import bringing, issuing, mending
from prisonmail.web.settings import Settings

_STATIC = Path(__file__).parent / "pages" / "static"


def make_app(settings: Settings) -> FastAPI:
    """Put the application together."""
    app = FastAPI(
        title="prisonmail",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.lists = JobStore(lists_folder())
    app.state.workshop = Workshop(settings)
    add_fault_handlers(app)
    app.include_router(check.router)
    app.include_router(bringing.router)
    app.include_router(mending.router)
    app.include_router(issuing.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app
