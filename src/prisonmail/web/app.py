"""The server's application: every page and every question that a program may ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from prisonmail import __version__
from prisonmail.web.desks import Desks
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.pages.check import router as check
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
        lifespan=_close_desks,
    )
    app.state.settings = settings
    app.state.desks = Desks(settings.ledger)
    add_fault_handlers(app)
    app.include_router(check)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


@asynccontextmanager
async def _close_desks(app: FastAPI) -> AsyncIterator[None]:
    """Have the ledger closed in the end."""
    yield
    app.state.desks.close()
