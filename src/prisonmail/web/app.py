"""The server's application: every page and every question that a program may ask."""

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from prisonmail import __version__
from prisonmail.web.faults import add_fault_handlers
from prisonmail.web.pages import check
from prisonmail.web.pages.office.router import router as office
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
    add_fault_handlers(app)
    app.include_router(check.router)
    app.include_router(office)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app
